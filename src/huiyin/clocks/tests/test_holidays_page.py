"""The page of holidays: a notice is looked at with what it would move, and only then put in force."""

from datetime import date, datetime
from uuid import UUID

import pytest

from huiyin.calendars import current, queries
from huiyin.calendars.current import almanac
from huiyin.clocks.changes import Start, begin
from huiyin.clocks.models import Clock
from huiyin.flow.times import CITY_TZ, travelling
from huiyin.journal.models import Event
from huiyin.people.tests.cast import make_cast
from huiyin.people.tests.pages import signed_in_as
from huiyin.rulebook import shelf
from huiyin.rulebook.limits import Limit

NOW = datetime(2027, 1, 25, 9, 0, tzinfo=CITY_TZ)
PAGE = "/calendar/holidays/"
NOTICE = {
    "year": "2027", "title": "2027年部分节假日安排的通知", "number": "国办发明电〔2026〕7号",
    "off": "2027-01-01 元旦\n2027-01-29..2027-01-31 试验假", "work": "2027-02-06",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_time():
    current.forget()
    with travelling(NOW):
        yield
    current.forget()


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def admin_page(cast):
    return signed_in_as(cast["admin"])


def runs(number: int, limit: str) -> Clock:
    book = shelf.books_of("kaifeng")[0]
    start = Start("assignment", UUID(int=number), "unit_reply", Limit.parse(limit), NOW, book)
    clock = begin(start, almanac())
    clock.save(force_insert=True)
    return clock


def test_the_notices_in_force_are_shown(admin_page):
    page = admin_page.get(PAGE).content.decode()
    for notice in queries.in_force():
        assert notice.title in page


def test_looking_tells_what_would_move_and_writes_nothing(admin_page):
    moves, stays = runs(1, "5wd"), runs(2, "2wd")
    events, version = Event.objects.count(), almanac(fresh=True).version
    answer = admin_page.post(PAGE, NOTICE)
    foreseen = answer.context["foreseen"]
    assert (foreseen.running, foreseen.moved, foreseen.later) == (2, 1, 1)
    ((label, old, new),) = foreseen.first
    assert old == moves.due_at < new
    page = answer.content.decode()
    assert "启用这份安排" in page
    assert f"{new.astimezone(CITY_TZ):%m-%d}" in page
    assert label in page
    assert queries.of_year(2027) is None
    assert (Event.objects.count(), almanac(fresh=True).version) == (events, version)
    assert {clock.due_at for clock in Clock.objects.all()} == {moves.due_at, stays.due_at}


def test_confirmed_it_is_in_force_with_an_event_of_the_administrator(admin_page, cast):
    mark = admin_page.post(PAGE, NOTICE).context["mark"]
    answer = admin_page.post(PAGE, {**NOTICE, "looked_at": mark}, follow=True)
    assert "2027年安排已启用" in answer.content.decode()
    assert queries.of_year(2027).title == NOTICE["title"]
    assert Event.objects.get(verb="notice.imported").actor_id == cast["admin"].pk
    again = admin_page.post(PAGE, NOTICE)
    assert again.context["known"]
    assert "未作改动" in admin_page.post(PAGE, {**NOTICE, "looked_at": mark}, follow=True).content.decode()
    assert queries.of_year(2027).version == 1


def test_a_day_changed_after_looking_is_looked_at_once_more(admin_page):
    mark = admin_page.post(PAGE, NOTICE).context["mark"]
    answer = admin_page.post(PAGE, {**NOTICE, "work": "", "looked_at": mark})
    assert answer.status_code == 200
    assert answer.context["mark"] != mark
    assert queries.of_year(2027) is None


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("work", "2027-02-08", "调休上班日应为周末：2027-02-08"),
        ("off", "2027-13-01 元旦", "放假第1行"),
        ("off", "2027-01-01 元旦\n2028-05-01 劳动节", "不属于2027年"),
        ("year", "", "必填"),
    ],
    ids=["a workday", "no such day", "another year", "no year"],
)
def test_a_notice_that_cannot_be_is_refused_with_the_reason_and_keeps_what_was_typed(admin_page, field, text, reason):
    answer = admin_page.post(PAGE, {**NOTICE, field: text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in page
    assert NOTICE["title"] in page
    assert "启用这份安排" not in page


def test_the_director_reads_and_a_stranger_finds_nothing(cast):
    reader = signed_in_as(cast["director"])
    assert "导入通知" not in reader.get(PAGE).content.decode()
    reader.post(PAGE, NOTICE)
    mark = signed_in_as(cast["admin"]).post(PAGE, NOTICE).context["mark"]
    reader.post(PAGE, {**NOTICE, "looked_at": mark})
    assert queries.of_year(2027) is None
    for who in ("stranger", "agent", "unit_handler"):
        assert signed_in_as(cast[who]).get(PAGE).status_code == 404


def test_a_year_without_its_notice_waits_for_the_administrator_until_it_is_brought(cast):
    admin = signed_in_as(cast["admin"])
    assert "2027年的通知还没有导入" in admin.get(PAGE).content.decode()
    shown = admin.post(PAGE, NOTICE)
    admin.post(PAGE, {**NOTICE, "looked_at": shown.context["mark"]})
    assert "还没有导入" not in admin.get(PAGE).content.decode()
    assert queries.year_lacking_notice(date(2027, 10, 31)) is None
    assert queries.year_lacking_notice(date(2027, 11, 1)) == 2028
