"""Which limit a matter has: the first rule that fits, in every city."""

from itertools import product

import pytest

from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.limit_rules import OF_NO_MATTER, ClockName
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.tests.shelves import DANDONG, HAIYAN, KAIFENG, every_edition, name_of, three_books

THREE = three_books()
OF_MATTERS = [clock for clock in ClockName if clock not in OF_NO_MATTER]


def limit(book_id: str, clock: str = "unit_reply", **matter: object) -> str | None:
    """Return the short text of the limit of an ordinary complaint by phone, changed where said."""
    book = shelf.book(book_id)
    given = {"kind": "complaint", "family": "platform", "channel": "phone", "category": None, "urgency": "ordinary"}
    found = book.limit(clock, **{**given, **matter})  # type: ignore[arg-type]
    return found.text if found else None


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ({}, "5wd"),
        ({"kind": "consult"}, "2wd"),
        ({"important": True}, "3wd"),
        ({"important": True, "kind": "consult"}, "2wd"),
        ({"channel": "message_board", "family": "online"}, "10wd"),
        ({"channel": "message_board", "family": "online", "kind": "consult"}, "10wd"),
        ({"family": "enterprise", "channel": "enterprise"}, "7d"),
        ({"family": "enterprise", "channel": "enterprise", "kind": "consult"}, "1wd"),
        ({"urgency": "critical", "kind": "consult"}, "24h+at_once"),
        ({"urgency": "urgent", "channel": "message_board", "family": "online"}, "72h+at_once"),
    ],
)
def test_the_first_rule_that_fits_wins(matter: dict[str, object], expected: str) -> None:
    assert limit(KAIFENG, **matter) == expected


def test_a_condition_on_a_category_holds_for_everything_below_it() -> None:
    assert limit(DANDONG, kind="help", category="0203") == "3wd+office_close"
    assert limit(DANDONG, kind="help", category="0301") == "7wd+office_close"
    assert limit(HAIYAN, category="0101") == "240m+sign"
    assert limit(HAIYAN, category="0201") == "480m+sign"


def test_a_condition_on_the_level_needs_a_level() -> None:
    assert limit(HAIYAN, "first_contact", level=2) == "60m+sign"
    assert limit(HAIYAN, "first_contact", level=1) == "30m+sign"
    assert limit(HAIYAN, "first_contact") == "30m+sign"


def test_a_third_city_counts_from_signing_and_in_minutes() -> None:
    found = shelf.book(HAIYAN).limit(
        "unit_reply", kind="help", family="platform", channel="phone", category="99", urgency="ordinary"
    )
    assert found is not None
    assert (found.amount, found.unit, found.starts) == (480, "minute", "sign")


@pytest.mark.parametrize("clock", ["centre_approval", "centre_extension"])
def test_dandong_sets_no_limit_for_what_it_does_not_do(clock: str) -> None:
    assert limit(DANDONG, clock) is None


def test_the_units_clock_runs_from_dispatch_and_the_citizens_from_acceptance() -> None:
    for book_id in (KAIFENG, DANDONG):
        assert Limit.parse(limit(book_id) or "").starts == "dispatch"
        assert Limit.parse(limit(book_id, "citizen") or "").starts == "accept"


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_every_matter_has_an_answer_for_every_clock(book: Rulebook) -> None:
    codes = [[kind.code for kind in book.kinds], book.channels, [urgency.code for urgency in book.urgencies]]
    leaves = [None, *(leaf.code for leaf in book.category_leaves(book.since))]
    for clock, (kind, channel, urgency), category in product(OF_MATTERS, product(*codes), leaves[:5]):
        for important in (False, True):
            found = book.limit(
                clock, kind=kind, family=channel.family, channel=channel.code, category=category, urgency=urgency,
                level=1, important=important,
            )  # fmt: skip
            assert found is None or found.amount > 0


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_urgent_hours_run_day_and_night(book: Rulebook) -> None:
    for urgency, clock in product(book.urgencies, OF_MATTERS):
        found = book.limit(clock, kind="help", family="platform", channel="phone", category=None, urgency=urgency.code)
        if urgency.natural_hours and found and found.unit in {"minute", "hour"}:
            assert found.natural, (urgency.code, clock)


@pytest.mark.parametrize("book", THREE[:2], ids=name_of)
def test_the_citizen_is_answered_after_the_unit_and_urgent_matters_sooner(book: Rulebook) -> None:
    def hours(clock: str, urgency: str) -> int:
        found = book.limit(clock, kind="help", family="platform", channel="phone", category=None, urgency=urgency)
        assert found is not None
        return found.amount * {"minute": 1, "hour": 60, "day": 1440, "workday": 1440}[found.unit]

    for urgency in ("ordinary", "urgent", "critical"):
        assert hours("unit_sign", urgency) <= hours("unit_reply", urgency) <= hours("citizen", urgency)
    for clock in ("unit_sign", "unit_reply", "citizen"):
        assert hours(clock, "critical") < hours(clock, "urgent") < hours(clock, "ordinary")


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_an_unknown_clock_urgency_or_category_is_refused(book: Rulebook) -> None:
    given = {"kind": "help", "family": "platform", "channel": "phone", "category": None, "urgency": "ordinary"}
    for clock, changed in (("unit_repy", {}), ("unit_reply", {"urgency": "now"}), ("unit_reply", {"category": "XX"})):
        with pytest.raises(Unknown, match="规则簿里没有"):
            book.limit(clock, **{**given, **changed})  # type: ignore[arg-type]
