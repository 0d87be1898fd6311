"""A list shows each row once, in a stable order, page by page, and answers nothing that it was not made to answer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django_q.models import Schedule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec, Page

START = datetime(2018, 3, 1, 8, tzinfo=UTC)

SPEC = ListSpec(
    filters=(
        Filter("q", "名称", lookup="name__contains"),
        Filter("kind", "周期", "choice", lookup="schedule_type", choices=lambda book: [("D", "每天"), ("W", "每周")]),
        Filter(
            "kinds",
            "多个周期",
            "choice",
            lookup="schedule_type",
            choices=lambda b: [("D", ""), ("W", "")],
            multiple=True,
        ),
        Filter("late", "只看超期", "flag", narrow=lambda rows, value: rows.filter(next_run__lt=START)),
        Filter("day", "日期", "day", lookup="next_run__date"),
    ),
    sorts=(
        Sort("due", "期限近的在前", "next_run", nullable=True),
        Sort("due_last", "期限远的在前", "next_run", descending=True, nullable=True),
        Sort("new", "新的在前", "pk", descending=True),
        Sort("repeats", "次数", "repeats"),
    ),
    page_size=3,
)


def ours():
    """The rows of the test: the house plans schedules of its own."""
    return Schedule.objects.filter(func="x")


def read(address: str, **more):
    return SPEC.read(QueryDict(address), **more)


def walk(address: str) -> list[Page]:
    """Follow "next" from the first page to the last."""
    found = [read(address).page(ours())]
    while found[-1].next:
        found.append(read(f"{address}&after={found[-1].next}").page(ours()))
    return found


def ids(page: Page) -> list[int]:
    return [row.pk for row in page.rows]


def schedule(hours: int | None, repeats: int = 0, kind: str = "D", name: str = "") -> Schedule:
    due = None if hours is None else START + timedelta(hours=hours)
    return Schedule.objects.create(func="x", next_run=due, repeats=repeats, schedule_type=kind, name=name)


class EveryRowOnce(TestCase):
    @given(
        st.lists(st.none() | st.integers(-3, 3), max_size=12), st.sampled_from(["due", "due_last", "new", "repeats"])
    )
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_walking_forward_and_back_shows_each_row_once_in_one_order(self, hours, sort):
        made = {schedule(hour, repeats=hour or 0).pk for hour in hours}
        forward = walk(f"sort={sort}")
        seen = [pk for page in forward for pk in ids(page)]
        assert sorted(seen) == sorted(made)
        backward = [forward[-1]]
        while backward[-1].previous:
            backward.append(read(f"sort={sort}&before={backward[-1].previous}").page(ours()))
        assert [pk for page in reversed(backward) for pk in ids(page)][-len(seen) :] == seen or not seen


@pytest.mark.django_db
def test_rows_without_a_due_time_stand_last_in_both_directions():
    late, none, soon = schedule(5), schedule(None), schedule(1)
    assert ids(walk("sort=due")[0]) == [soon.pk, late.pk, none.pk]
    assert ids(walk("sort=due_last")[0]) == [late.pk, soon.pk, none.pk]


@pytest.mark.django_db
def test_a_row_that_comes_in_between_neither_repeats_nor_hides_another():
    rows = [schedule(hour) for hour in (1, 3, 5, 7)]
    first = read("").page(ours())
    schedule(2)
    second = read(f"after={first.next}").page(ours())
    assert ids(first) + ids(second) == [row.pk for row in rows]


@pytest.mark.django_db
def test_one_page_costs_one_statement_and_never_an_offset():
    for hour in range(20):
        schedule(hour)
    address = f"after={read('').page(ours()).next}"
    with CaptureQueriesContext(
        connection,
    ) as said:
        read(address).page(ours())
    assert len(said) == 1
    assert "OFFSET" not in said[0]["sql"].upper()


@pytest.mark.django_db
def test_pages_of_plain_values_work_like_pages_of_objects():
    for hour in (1, 2, 3, 4):
        schedule(hour)
    rows = ours().values("id", "next_run")
    first = read("").page(rows)
    second = read(f"after={first.next}").page(rows)
    assert [row["next_run"].hour for row in [*first.rows, *second.rows]] == [9, 10, 11, 12]


@pytest.mark.django_db
def test_filters_narrow_by_text_choice_flag_and_day():
    a = schedule(-30, kind="D", name="催办")
    b = schedule(5, kind="W", name="催办汇总")
    c = schedule(5, kind="O", name="归档")
    everything = ours()
    assert set(ids(read("q=催办").page(everything))) == {a.pk, b.pk}
    assert ids(read("kind=W").page(everything)) == [b.pk]
    assert set(ids(read("kinds=W&kinds=D").page(everything))) == {a.pk, b.pk}
    assert ids(read("late=1").page(everything)) == [a.pk]
    assert set(ids(read("day=2018-03-01").page(everything))) == {b.pk, c.pk}
    assert read("q=&kind=&late=0&day=").values == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "password=a",
        "schedule_type__isnull=1",
        "func__contains=x",
        "kind__in=D",
        "user__password__startswith=a",
        "sort=password",
        "sort=-next_run",
        "sort=success__result",
        "sort=?",
        "kind=X",
        "kind=D&kind=X",
        "late=yes",
        "day=2018-02-30",
        "q=" + "长" * 101,
        "after=abc",
        "after=%FF%00",
        "after=WzEsMiwzXQ==",
        "before=bnVsbA==",
        "after=eyJhIjogMX0=",
    ],
)
def test_what_was_not_allowed_is_left_out_with_a_message_and_refused_when_strict(address):
    schedule(1)
    listing = read(address)
    assert len(listing.messages) == 1
    assert len(listing.page(ours()).rows) == (0 if listing.is_narrowed else 1)
    assert "password" not in str(listing.narrowed(ours()).query)
    with pytest.raises(BadRequest):
        read(address, strict=True)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ['"2018-13-01"', '"x"', "[1]", "true", '"\\u0000"', "1e400"])
def test_a_forged_cursor_shows_the_first_page_and_no_error(value):
    from base64 import urlsafe_b64encode

    schedule(1)
    cursor = urlsafe_b64encode(f'["due", {value}, "5"]'.encode()).decode()
    assert len(read(f"after={cursor}").page(ours()).rows) == 1


@pytest.mark.django_db
def test_a_cursor_of_one_order_is_not_taken_for_another():
    for hour in range(5):
        schedule(hour)
    cursor = read("sort=due").page(ours()).next
    listing = read(f"sort=new&after={cursor}")
    assert listing.messages == ["页码已失效，从第一页看起"]
    assert len(listing.page(ours()).rows) == 3


@pytest.mark.django_db
def test_the_count_stops_at_its_cap():
    for hour in range(5):
        schedule(hour)
    assert read("").page(ours()).total == ""
    assert read("").page(ours(), count_up_to=10).total == "5"
    assert read("").page(ours(), count_up_to=4).total == "4 以上"


@pytest.mark.django_db
def test_an_order_over_many_rows_is_a_mistake_of_the_programmer():
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.get_for_model(Schedule)
    spec = ListSpec(filters=(), sorts=(Sort("x", "", "permission__id"),))
    from huiyin.ui.keyset import Cursor, rows_from

    with pytest.raises(TypeError):
        rows_from(ContentType.objects.all(), spec.sorts[0], Cursor(1, 1), 5)
