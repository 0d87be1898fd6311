"""The form of a move asks what the move asks, keeps what was typed, and shows every reason where it belongs."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from huiyin.flow.says import Ask, clean
from huiyin.flow.table import Refused
from huiyin.moves.form import FILES, KEY, SEEN, form_for
from huiyin.moves.place import Line, Uploads
from huiyin.moves.taking import look_at

COLOURS = [("red", "红"), ("blue", "蓝")]
UNIT = "0197a000-0000-7000-8000-00000000000a"
ASKS = (
    Ask("title", "标题", longest=20),
    Ask("account", "经过", "lines", longest=400, help="写清时间地点"),
    Ask("colour", "颜色", "choice", choices=lambda book: COLOURS),
    Ask("colours", "几种颜色", "choices", choices=lambda book: COLOURS, required=False),
    Ask("tags", "标签", "choices", required=False),
    Ask("urgent", "加急", "flag"),
    Ask("count", "数量", "number", required=False),
    Ask("lead", "单位", "unit"),
    Ask("joint", "协办", "units", required=False),
    Ask("parent", "并入", "case", required=False),
    Ask("until", "延至", "when", required=False),
    Ask("day", "日期", "day", required=False),
    Ask("wishes", "诉求点", "rows", required=False, columns=(Ask("text", "诉求"),)),
    Ask(
        "results",
        "结果",
        "rows",
        required=False,
        columns=(Ask("ordinal", "序号", "number"), Ask("result", "结果", "choice", choices=lambda book: COLOURS)),
    ),
)
CHOICES = {"unit": [(UNIT, "供水公司")], "units": [(UNIT, "供水公司")], "case": [("K1", "路灯")]}
TYPED = (
    f"title=%E8%B7%AF%E7%81%AF&account=a%0Ab&colour=red&colours=red&colours=blue&tags=%E5%88%9B%E6%96%87%EF%BC%8C%E5%B7%A9%E5%8D%AB"
    f"&urgent=on&count=3&lead={UNIT}&joint={UNIT}&parent={UNIT}&until=2018-06-08T17:30&day=2018-06-08"
    "&wishes=one%0A%0A%20two&results-0-ordinal=1&results-0-result=red&results-1-ordinal=&results-1-result="
)


def form(typed: str = "", **more):
    return form_for(ASKS, None, CHOICES, QueryDict(typed) if typed else None, **more)


def test_everything_typed_reaches_the_door_in_the_form_that_it_understands():
    said, errors = clean(ASKS, form(TYPED).said(), None)
    assert errors == {}
    assert said["title"] == "路灯"
    assert said["account"] == "a\nb"
    assert said["colours"] == ("red", "blue")
    assert said["tags"] == ("创文", "巩卫")
    assert said["urgent"] is True
    assert said["count"] == 3
    assert str(said["lead"]) == UNIT
    assert said["until"].isoformat() == "2018-06-08T17:30:00+08:00"
    assert said["wishes"] == ({"text": "one"}, {"text": "two"})
    assert said["results"] == ({"ordinal": 1, "result": "red"},)


def test_what_was_left_out_is_asked_for_by_its_label():
    _, errors = clean(ASKS, form("title=x").said(), None)
    assert errors == {"account": "请填写经过", "colour": "请填写颜色", "lead": "请填写单位"}


def test_a_box_that_is_not_ticked_means_no():
    said, _ = clean(ASKS, form("title=x").said(), None)
    assert said["urgent"] is False


def test_nothing_typed_is_lost_when_the_door_refuses():
    refused = form(TYPED)
    refused.refuse(Refused(["工单已办结"], {"title": "标题太短"}))
    page = str(refused)
    for typed in ("路灯", "a\nb", "创文、巩卫", "2018-06-08T17:30", "one\ntwo"):
        assert typed in page
    assert '<option value="red" selected>' in page


def test_reasons_of_a_field_stand_beside_it_and_all_others_above():
    refused = form(TYPED)
    refused.refuse(Refused(["工单已办结", "已有申请"], {"title": "标题太短", "unknown": "不认识的项目：unknown"}))
    assert refused["title"].errors == ["标题太短"]
    assert refused.non_field_errors() == ["不认识的项目：unknown", "工单已办结", "已有申请"]


def test_what_is_typed_cannot_become_markup():
    page = str(form("title=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&wishes=%3C/textarea%3E%3Cb%3E"))
    assert "<script>" not in page
    assert "</textarea><b>" not in page


def test_choices_come_from_the_rulebook_or_from_the_place_of_the_thing():
    page = str(form())
    assert '<option value="blue">蓝</option>' in page
    assert f'<option value="{UNIT}">供水公司</option>' in page
    assert '<option value="K1">路灯</option>' in page


def test_every_form_carries_a_new_key_and_what_the_page_has_seen():
    first, second = form(initial={SEEN: 7}), form(initial={SEEN: 7})
    assert first[KEY].value() != second[KEY].value()
    assert first[SEEN].value() == 7


@pytest.mark.parametrize(("text", "seen"), [("12", 12), ("", None), ("-1", None), ("x", None), ("9" * 30, None)])
def test_only_a_count_says_what_was_seen(text, seen):
    assert form(f"{SEEN}={text}&title=x").seen == seen


def test_given_rows_are_shown_with_their_words_and_their_fixed_values_cannot_be_typed_over():
    lines = {"results": [Line("1. 修路灯", {"ordinal": 1}), Line("2. 告知巡检", {"ordinal": 2})]}
    typed = "results-0-result=red&results-0-ordinal=9&results-1-result=blue"
    filled = form_for(ASKS, None, CHOICES, QueryDict(typed), lines=lines)
    assert filled.said()["results"] == [{"ordinal": 1, "result": "red"}, {"ordinal": 2, "result": "blue"}]
    assert "1. 修路灯" in str(filled)
    assert "results-0-ordinal" not in str(filled)


def test_a_given_row_that_was_left_blank_is_not_said():
    lines = {"results": [Line("1. 修路灯", {"ordinal": 1}), Line("2. 告知巡检", {"ordinal": 2})]}
    filled = form_for(ASKS, None, CHOICES, QueryDict("results-1-result=blue"), lines=lines)
    assert filled.said()["results"] == [{"ordinal": 2, "result": "blue"}]


def test_given_rows_show_again_what_was_typed_in_each_of_them():
    lines = {"results": [Line("甲", {"ordinal": 1}), Line("乙", {"ordinal": 2})]}
    page = str(form_for(ASKS, None, CHOICES, QueryDict("results-1-result=blue"), lines=lines))
    first, second = page.split('name="results-1-result"')
    assert '<option value="blue" selected>' not in first
    assert '<option value="blue" selected>' in second


def test_long_choices_get_a_box_to_search_them_and_short_ones_do_not():
    many = [(str(n), f"单位{n}") for n in range(40)]
    ask = (Ask("lead", "单位", "unit"), Ask("joint", "协办", "units"))
    assert str(form_for(ask, None, {"unit": many, "units": many})).count("data-search") == 2
    assert "data-search" not in str(form_for(ask, None, {"unit": many[:5], "units": many[:5]}))


def test_the_browser_cuts_nothing_that_is_pasted():
    form = form_for(ASKS, None, CHOICES)
    assert "maxlength" not in str(form["title"]) + str(form["account"])


def test_a_file_that_is_not_taken_is_named_beside_the_field_of_files():
    def look(file):
        raise Refused(["文件内容不是允许的类型"])

    table = SimpleNamespace(uploads={"light": Uploads("附件", "", look, lambda asking, files: {})})
    with pytest.raises(Refused) as refused:
        look_at(table, "light", [SimpleUploadedFile("现场.jpg", b"MZ")])
    assert refused.value.fields == {FILES: "现场.jpg：文件内容不是允许的类型"}
    assert not refused.value.reasons
    assert look_at(table, "go_out", [SimpleUploadedFile("现场.jpg", b"MZ")]) == []
