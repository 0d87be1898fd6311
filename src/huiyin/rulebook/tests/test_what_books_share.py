"""What must hold in every rulebook so that the same code serves every city, and where the cities differ."""

import pytest

from huiyin.flow.posts import Post
from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Family
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.tests.shelves import DANDONG, HAIYAN, KAIFENG, every_edition, name_of, three_books

THREE = three_books()


@pytest.mark.parametrize(
    ("book_id", "names"),
    [(KAIFENG, ["一级", "二级", "三级"]), (DANDONG, ["二级", "三级"]), (HAIYAN, ["部门", "站所"])],
)
def test_each_city_counts_its_levels_in_its_own_way(book_id: str, names: list[str]) -> None:
    book = shelf.book(book_id)
    assert [book.level_name(depth) for depth in range(1, len(names) + 1)] == names
    for depth in (0, len(names) + 1):
        with pytest.raises(Unknown, match=f"第{depth}层"):
            book.level_name(depth)


@pytest.mark.parametrize(
    ("book_id", "family", "labels"),
    [
        (KAIFENG, "platform", "受理 登记 请示 呈批 转办 催办 反馈"),
        (KAIFENG, "online", "浏览 搜集 筛选 呈批 转办 落实 答复"),
        (KAIFENG, "enterprise", "受理 内容登记 拟办意见 请示呈批 转办 督办 反馈 立卷存档"),
        (DANDONG, "platform", "受理 登记 转交 办理 反馈"),
        (DANDONG, "online", "受理 登记 转交 办理 反馈"),
    ],
)
def test_the_steps_have_the_names_of_the_reports(book_id: str, family: str, labels: str) -> None:
    assert [step.label for step in shelf.book(book_id).steps(family)] == labels.split()


def test_a_family_without_steps_is_refused() -> None:
    with pytest.raises(Unknown, match="没有这个渠道大类的步骤"):
        shelf.book(DANDONG).steps("enterprise")


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_every_channel_has_steps_and_a_number(book: Rulebook) -> None:
    for channel in book.channels:
        assert book.steps(channel.family)
        assert book.number_format(channel.family)


def test_a_channel_is_spelt_and_counted_alike_in_every_book() -> None:
    meanings: dict[str, set[tuple[str, bool, str | None]]] = {}
    for book in every_edition():
        for channel in book.channels:
            meanings.setdefault(channel.code, set()).add((channel.family, channel.online, channel.measure))
    assert {code for code, found in meanings.items() if len(found) > 1} == set()


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_only_online_channels_count_as_online_opinion(book: Rulebook) -> None:
    assert all(channel.online == (channel.family is Family.ONLINE) for channel in book.channels)


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_every_book_knows_the_codes_that_code_relies_on(book: Rulebook) -> None:
    assert [kind.code for kind in book.kinds] == [
        "consult",
        "help",
        "complaint",
        "report",
        "suggest",
        "thanks",
        "other",
    ]
    assert [urgency.code for urgency in book.urgencies] == ["ordinary", "urgent", "critical"]
    assert len(book.reject_causes) == 7
    assert {"solved", "conditions_not_ripe", "persuaded", "explained", "ended_on_review"} <= {
        r.code for r in book.results
    }


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_a_report_is_kept_from_the_accused_everywhere(book: Rulebook) -> None:
    report = book.kind("report")
    assert report.kept_from_accused
    assert report.hides_identity


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_conditions_that_are_not_ripe_never_count_as_solved(book: Rulebook) -> None:
    result = book.result("conditions_not_ripe")
    assert result.suspends
    assert not result.solves
    assert not result.closes


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_what_was_already_handled_needs_its_old_number_and_a_reviewer(book: Rulebook) -> None:
    refusal = book.refusal("already_handled")
    assert refusal.needs_old_number
    assert refusal.needs_reviewer
    assert all(refusal.route for refusal in book.refusals)


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_an_untrue_reply_loses_its_place_among_the_punctual(book: Rulebook) -> None:
    assert [cause.code for cause in book.reject_causes if cause.loses_on_time] == ["untrue_feedback"]


@pytest.mark.parametrize("book", THREE[:2], ids=name_of)
def test_a_name_is_never_essential_in_the_two_cities(book: Rulebook) -> None:
    assert all("name" not in channel.registered_with for channel in book.channels)


def test_essentials_are_those_of_the_channel_less_what_the_kind_does_not_need() -> None:
    book = shelf.book(KAIFENG)
    assert book.essentials("phone") == ("time", "place", "object", "course", "wish")
    assert book.essentials("phone", "consult") == ("wish",)
    assert book.channel("message_board").essentials == ("text", "time")
    assert book.essentials("message_board") == ("time", "place", "object", "course", "wish")
    assert shelf.book(HAIYAN).essentials("visit") == ("wish", "name")


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_the_headline_rate_is_defined(book: Rulebook) -> None:
    assert book.rate(book.headline_rate).label


@pytest.mark.parametrize(
    ("book_id", "headline", "denominator"),
    [
        (KAIFENG, "on_time_rate.of_accepted", "accepted"),
        ("kaifeng/2025-01-01", "on_time_rate.of_due", "due"),
        (DANDONG, "closing_rate", "dispatched"),
        (HAIYAN, "on_time_rate.of_all", "all"),
    ],
)
def test_the_same_word_has_another_denominator_elsewhere(book_id: str, headline: str, denominator: str) -> None:
    book = shelf.book(book_id)
    assert book.headline_rate == headline
    assert book.rate(headline).denominator == denominator


def test_kaifeng_counted_on_time_of_accepted_until_the_end_of_2024() -> None:
    assert shelf.book(KAIFENG).rate("on_time_rate.of_accepted").decimals == 0
    assert shelf.book("kaifeng/2025-01-01").rate("on_time_rate.of_due").decimals == 2
    with pytest.raises(Unknown, match="没有这个指标"):
        shelf.book(KAIFENG).rate("on_time_rate.of_due")


def test_who_answers_and_who_grants_time_differs() -> None:
    found = {book.city_code: (book.answers.answered_by, book.extension.mode) for book in THREE}
    assert found == {"kaifeng": ("centre", "centre"), "dandong": ("unit", "inform"), "haiyan": ("unit", "instructor")}


def test_dandong_tells_an_extensions_reason_to_both_sides() -> None:
    extension = shelf.book(DANDONG).extension
    assert extension.tell_centre
    assert extension.tell_petitioner


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_somebody_is_reminded_before_and_after_a_reply_is_due(book: Rulebook) -> None:
    points = [point for point in book.urging if point.clock == "unit_reply"]
    assert any(point.before for point in points)
    assert any(point.after for point in points)
    assert any(Post.UNIT_HEAD in point.to for point in points)


def test_quiet_hours_may_run_over_midnight() -> None:
    from datetime import time

    kaifeng, haiyan = shelf.book(KAIFENG).messages, shelf.book(HAIYAN).messages
    quiet = [hour for hour in range(24) if kaifeng.is_quiet(time(hour, 0))]
    assert quiet == [0, 1, 2, 3, 4, 5, 6, 22, 23]
    assert [hour for hour in range(24) if haiyan.is_quiet(time(hour, 0))] == [12]
