"""What is said with a move is cleaned once, for form, API and import alike; every mistake is told in the user's words."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.flow.says import Ask, clean, day_of

ID = UUID("01890000-0000-7000-8000-000000000001")
COLOURS = (("red", "红"), ("blue", "蓝"))


def read(kind: str, value: Any, **how: Any) -> Any:
    said, errors = clean([Ask("x", "项目", kind, **how)], {"x": value}, None)
    return errors["x"] if errors else said["x"]


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("text", "  路灯 ", "路灯"), ("lines", "一\n二", "一\n二"), ("text", "a\x00b", "ab"),
        ("flag", "on", True), ("flag", "0", False), ("flag", False, False), ("number", "12", 12),
        ("unit", str(ID), ID), ("case", ID, ID), ("units", [str(ID), str(ID)], (ID,)), ("units", str(ID), (ID,)),
        ("day", "2018-06-01", date(2018, 6, 1)), ("day", datetime(2018, 6, 1, 9, tzinfo=UTC), date(2018, 6, 1)),
        ("when", "2018-06-01T09:30", datetime(2018, 6, 1, 1, 30, tzinfo=UTC)),
        ("when", "2018-06-01T09:30+00:00", datetime(2018, 6, 1, 9, 30, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_each_kind_is_read_into_its_type(kind: str, value: Any, found: Any) -> None:
    assert read(kind, value) == found


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("text", 7, "项目应是文字"), ("flag", "也许", "项目只能选是或否"), ("number", "三", "项目应是整数"),
        ("number", True, "项目应是整数"), ("unit", "某局", "项目没有选对"),
        ("when", "明天", "项目应是日期和时间，如 2018-06-01 09:30"), ("day", "明天", "项目应是日期，如 2018-06-01"),
        ("rows", ["一"], "项目第1行看不懂"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_plain_words(kind: str, value: Any, told: str) -> None:
    assert read(kind, value) == told


@pytest.mark.parametrize("blank", [None, "", "   ", [], ()])
def test_what_is_wanted_must_be_said_and_the_rest_may_stay_out(blank: Any) -> None:
    assert read("text", blank) == "请填写项目"
    assert read("text", blank, required=False) == ""
    assert read("units", blank, required=False) == ()
    assert read("number", blank, required=False) is None
    assert read("flag", blank) is False


def test_only_what_the_book_offers_can_be_chosen() -> None:
    offers = {"choices": lambda book: COLOURS}
    assert read("choice", "red", **offers) == "red"
    assert read("choice", "green", **offers) == "项目没有这个选项：green"
    assert read("choices", ["red", "red", "blue"], **offers) == ("red", "blue")


def test_a_text_has_its_longest() -> None:
    assert read("text", "路" * 6, longest=5) == "项目最多5字，现有6字"


def test_a_name_that_nobody_asked_for_is_a_mistake() -> None:
    _, errors = clean([], {"state": "closed"}, None)
    assert errors == {"state": "不认识的项目：state"}


def test_rows_are_read_column_by_column_and_the_line_is_named() -> None:
    columns = (Ask("ordinal", "序号", "number"), Ask("result", "结果"))
    assert read("rows", [{"ordinal": "1", "result": "好"}], columns=columns) == ({"ordinal": 1, "result": "好"},)
    wrong = [{"ordinal": 1, "result": "好"}, {"ordinal": "二"}]
    assert read("rows", wrong, columns=columns) == "项目第2行：序号应是整数；请填写结果"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
KINDS = ("text", "lines", "choice", "choices", "flag", "number", "unit", "units", "case", "when", "day", "rows")


@given(kind=st.sampled_from(KINDS), value=JUNK)
def test_whatever_is_sent_is_read_or_refused_but_never_breaks(kind: str, value: Any) -> None:
    said, errors = clean([Ask("x", "项目", kind, choices=lambda book: COLOURS)], {"x": value}, None)
    assert ("x" in said) != ("x" in errors)


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "2018-13-01", ""])
def test_a_day_before_or_after_which_there_is_none_is_no_day(typed):
    with pytest.raises(ValueError):
        day_of(typed)
    assert day_of("2018-06-01") == date(2018, 6, 1)
