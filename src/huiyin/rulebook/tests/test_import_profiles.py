"""Which sort of file a row of headers is, and what its columns mean."""

import csv
import gzip
from datetime import datetime

import pytest
from django.conf import settings

from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.imports import SERIAL, ImportField
from huiyin.rulebook.tests.shelves import DANDONG, HAIYAN, KAIFENG, every_edition, name_of, three_books

three_books()
MESSAGES = settings.ROOT.parent / "shared" / "data" / "messages.csv.gz"
BOARD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"]


@pytest.mark.parametrize("book_id", [KAIFENG, "kaifeng/2025-01-01", DANDONG])
def test_the_columns_of_the_message_board_are_known(book_id: str) -> None:
    profile = shelf.book(book_id).import_profile_for(BOARD)
    assert profile is not None
    assert (profile.code, profile.channel) == ("message_board", "message_board")
    assert profile.headers(BOARD) == {
        ImportField.NUMBER: "留言编号", ImportField.USER: "留言用户", ImportField.TITLE: "留言主题",
        ImportField.AT: "留言时间", ImportField.TEXT: "留言详情", ImportField.DISLIKES: "反对数",
        ImportField.LIKES: "点赞数",
    }  # fmt: skip


def test_real_messages_are_recognised_and_their_times_read() -> None:
    if not MESSAGES.exists():
        pytest.skip("没有 ../shared/data：真实留言不随项目分发")
    with gzip.open(MESSAGES, "rt", encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        profile = shelf.book(KAIFENG).import_profile_for(list(rows.fieldnames or ()))
        assert profile is not None
        column = profile.headers(rows.fieldnames or ())[ImportField.AT]
        times = [row[column] for row in rows]
    unread = [text for text in times if not any(_reads(text, form) for form in profile.date_formats)]
    assert (len(times), unread) == (4326, [])


def _reads(text: str, form: str) -> bool:
    try:
        return form != SERIAL and bool(datetime.strptime(text.strip(), form))  # noqa: DTZ007
    except ValueError:
        return False


def test_a_general_sheet_needs_only_text_and_time() -> None:
    book = shelf.book(KAIFENG)
    profile = book.import_profile_for(["序号", "诉求内容", "来电时间", "联系电话", "备注"])
    assert profile is not None
    assert profile.code == "sheet"
    found = profile.headers(["序号", "诉求内容", "来电时间", "联系电话", "备注"])
    assert found[ImportField.PHONE] == "联系电话"
    assert "备注" not in found.values()


def test_of_several_headers_for_a_field_the_first_that_the_book_lists_counts() -> None:
    profile = shelf.book(KAIFENG).import_profile("sheet")
    assert profile.headers(["详情", "内容", "时间"])[ImportField.TEXT] == "内容"


def test_spaces_around_a_header_do_no_harm() -> None:
    profile = shelf.book(KAIFENG).import_profile("sheet")
    assert profile.headers([" 内容 ", "时间"])[ImportField.TEXT] == " 内容 "


def test_it_is_said_which_column_is_missing() -> None:
    profile = shelf.book(KAIFENG).import_profile("message_board")
    assert [field.label for field in profile.missing(["留言编号", "留言主题"])] == ["内容", "时间"]
    assert shelf.book(HAIYAN).import_profile_for(["标题"]) is None


def test_open_cases_of_another_system_bring_their_remaining_limit_and_history() -> None:
    headers = ["工单编号", "诉求内容", "受理时间", "状态", "承办单位", "剩余时限", "办理经过"]
    profile = shelf.book(KAIFENG).import_profile_for(headers, subject="open_cases")
    assert profile is not None
    found = profile.headers(headers)
    assert {ImportField.REMAINING, ImportField.HISTORY, ImportField.STATE} <= set(found)
    assert profile.remaining_unit == "workday"
    assert profile.states["办理中"] == "in_handling"
    assert shelf.book(KAIFENG).import_profile_for(headers) is None, "as new cases they lack a time"


def test_words_of_other_systems_are_understood() -> None:
    book = shelf.book(KAIFENG)
    kinds = {word: book.kind_called(word) for word in ("求决", "投诉", "complaint", "闲聊")}
    assert {w: k.code if k else None for w, k in kinds.items()} == {
        "求决": "help", "投诉": "complaint", "complaint": "complaint", "闲聊": None,
    }  # fmt: skip
    board, ordinary = book.channel_called("人民网"), book.urgency_called("普通")
    assert board is not None
    assert board.code == "message_board"
    assert ordinary is not None
    assert ordinary.code == "ordinary"


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_a_file_of_new_cases_always_needs_text_and_time(book: Rulebook) -> None:
    for profile in book.imports.profiles:
        if profile.subject == "cases":
            assert {ImportField.TEXT, ImportField.AT} <= set(profile.needs)
