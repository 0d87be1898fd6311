"""Who is on duty is seen at once with the number; whether somebody answers is tried and counted; notes go on to the next shift."""

from datetime import timedelta

import pytest

from huiyin.cases.tests.browser import text_of
from huiyin.duty.act import check, plan_day, write_note
from huiyin.duty.measures import MEASURES
from huiyin.duty.models import AnswerDay, Check, Note
from huiyin.duty.tests.conftest import SATURDAY, at
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.models import Event
from huiyin.measures.figures import figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.people.models import DutyShift, User
from huiyin.people.reach import mobiles_of, set_mobile
from huiyin.privacy.installed import ring
from huiyin.privacy.rotation import places

pytestmark = pytest.mark.django_db
MOBILE = "13900001234"


@pytest.fixture
def on_shift(roster):
    """The handler of the water company is on duty from this morning, and has told his number."""
    stage = roster.stage
    set_mobile(roster.user("water.handler").pk, MOBILE, actor=stage.who("water.handler"), at=stage.at)
    return roster.put("water.handler", "water", stage.at - timedelta(hours=1), stage.at + timedelta(hours=8))


def test_an_agent_sees_who_is_on_duty_now_with_the_number(roster, on_shift):
    water = roster.stage.units["water"]
    agent = roster.browser("agent")
    for address in ("/duty/", f"/duty/part/?unit={water.pk}", "/duty/part/?q=清源"):
        page = text_of(agent.get(address))
        assert on_shift.user.name in page, address
        assert MOBILE in page, address
    roster.stage.later(hours=9)
    assert MOBILE not in text_of(agent.get(f"/duty/part/?unit={water.pk}"))


def test_another_unit_does_not_find_it_and_a_later_shift_is_masked(roster, on_shift):
    water = roster.stage.units["water"]
    assert MOBILE not in text_of(roster.browser("west.handler").get(f"/duty/part/?unit={water.pk}"))
    assert roster.browser("west.handler").get(f"/duty/roster/?unit={water.pk}").status_code == 404
    DutyShift.objects.all().delete()
    roster.put("water.handler", "water", at(SATURDAY, 8), at(SATURDAY, 18))
    page = text_of(roster.browser("agent").get(f"/duty/roster/?unit={water.pk}&month=2018-06"))
    assert "139****1234" in page
    assert MOBILE not in page


def test_the_number_is_sealed_and_follows_the_keys(roster, on_shift):
    user = User.objects.get(pk=on_shift.user_id)
    assert MOBILE.encode() not in bytes(user.mobile)
    assert mobiles_of([user]) == {user.pk: MOBILE}
    assert list(places()["本人手机"](ring())) == [False]


def test_only_the_person_the_administrator_and_who_plans_there_write_the_number(roster):
    stage, user = roster.stage, roster.user("water.handler")
    for who in ("water.handler", "admin", "water.head", "shift_lead"):
        set_mobile(user.pk, MOBILE, actor=stage.who(who), at=stage.at)
    for who in ("west.head", "agent", "dispatcher"):
        with pytest.raises(NotYours):
            set_mobile(user.pk, MOBILE, actor=stage.who(who), at=stage.at)
    with pytest.raises(Refused):
        set_mobile(user.pk, "十二", actor=stage.who("admin"), at=stage.at)
    said = str(list(Event.objects.filter(verb="user.set_mobile").values_list("said", flat=True)))
    assert MOBILE not in said
    roster.browser("water.handler").post("/duty/mobile/", {"mobile": ""})
    assert not User.objects.get(pk=user.pk).mobile


def test_a_check_names_who_should_have_answered_and_counts_by_hand(roster, on_shift):
    stage, water = roster.stage, roster.stage.units["water"]
    lead = roster.browser("shift_lead")
    lead.post("/duty/checks/", {"unit": str(water.pk), "reached": "on", "minutes": "2", "words": "本人接听"})
    stage.later(minutes=5)
    lead.post("/duty/checks/", {"unit": str(water.pk), "reached": "on", "minutes": "40", "words": "四十分钟后回电"})
    stage.later(minutes=5)
    lead.post("/duty/checks/", {"unit": str(stage.units["bureau"].pk), "words": "无人接听"})
    told = list(Check.objects.order_by("at").values_list("reached", "user", "unit__short_name"))
    assert told == [
        (True, on_shift.user_id, "清源供水"),
        (False, on_shift.user_id, "清源供水"),
        (False, None, "市城管局"),
    ]
    page = text_of(lead.get("/duty/checks/"))
    assert "抽查 3 次，联系上 1 次，联系率 33.3%" in page
    registry, scope = Registry(MEASURES), Scope(since=stage.at.date(), book=stage.book)
    assert figure(registry, "duty_reach_rate", scope).text() == "33.33%"
    assert figure(registry, "duty_checks", scope.narrowed(unit_path=water.path)).text() == "2"
    listed = registry.measure("duty_reached").listed_at(scope)
    assert "本人接听" in text_of(lead.get(listed))
    assert "无人接听" not in text_of(lead.get(listed))


def test_who_may_not_check_reads_and_a_unit_reads_its_own(roster, on_shift):
    stage = roster.stage
    check(stage.units["water"].pk, reached=False, minutes=0, words="没人接", actor=stage.who("supervisor"), at=stage.at)
    assert "没人接" in text_of(roster.browser("water.handler").get("/duty/checks/"))
    assert "没人接" not in text_of(roster.browser("west.handler").get("/duty/checks/"))
    assert roster.browser("agent").post("/duty/checks/", {}).status_code == 404
    with pytest.raises(NotYours):
        check(None, reached=True, minutes=0, words="", actor=stage.who("agent"), at=stage.at)


def test_a_point_is_carried_from_shift_to_shift_until_it_is_done(roster):
    stage = roster.stage
    roster.browser("agent").post("/duty/notes/", {"place": "centre", "words": "等供水公司回电"})
    note = Note.objects.get()
    lead = roster.browser("shift_lead")
    assert "待接班" in text_of(lead.get("/duty/notes/"))
    lead.post("/duty/notes/", {"place": "centre", "take": "1"})
    stage.later(hours=8)
    roster.browser("dispatcher").post("/duty/notes/", {"place": "centre", "take": "1"})
    note.refresh_from_db()
    assert (note.carried, note.holder) == (2, roster.user("dispatcher"))
    done = roster.browser("dispatcher").post(f"/moves/duty_note/{note.pk}/finish/", {"outcome": "已回电，明早来水"})
    assert done.status_code == 302
    assert "没有要交接的事项" in text_of(lead.get("/duty/notes/"))
    verbs = list(Event.objects.filter(subject_id=note.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["duty_note.write", "duty_note.take", "duty_note.take", "duty_note.finish"]


def test_a_units_notes_are_its_own(roster):
    stage = roster.stage
    water = stage.units["water"].pk
    note = write_note(water, "泵房钥匙在二楼", actor=stage.who("water.handler"), at=stage.at)
    assert "泵房钥匙" not in text_of(roster.browser("agent").get("/duty/notes/"))
    assert roster.browser("agent").get(f"/moves/duty_note/{note.pk}/finish/").status_code == 404
    with pytest.raises(NotYours):
        write_note(water, "x", actor=stage.who("west.handler"), at=stage.at)
    assert roster.browser("evaluator").get("/duty/notes/").status_code == 404
    assert roster.browser("water.leader").post("/duty/notes/", {"place": "centre", "words": "x"}).status_code == 404


def day_said(stage, **other):
    begin = stage.at + timedelta(days=1)
    return {
        "leader": "副市长甲某", "office": "分管城建", "begins_at": begin, "ends_at": begin + timedelta(hours=2),
        "place": "热线大厅 12345", "subjects": "供水供暖", **other,
    }  # fmt: skip


def test_an_answering_day_is_planned_held_and_shows_the_cases_registered_with_its_tag(roster):
    stage = roster.stage
    day = plan_day(day_said(stage), None, actor=stage.who("editor"), at=stage.at)
    agent = roster.browser("agent")
    page = text_of(agent.get(f"/duty/days/{day.number}/"))
    assert f"tags=%E9%A2%86%E5%AF%BC%E6%8E%A5%E5%90%AC%E6%97%A5{day.name}" in page
    assert day.tag in text_of(agent.get(f"/intake/new/?tags={day.tag}"))
    case = stage.register(tags=[day.tag]).case
    assert case.number in text_of(agent.get(f"/duty/days/{day.number}/"))
    stage.later(days=2)
    editor = roster.browser("editor")
    editor.post(f"/moves/answer_day/{day.number}/hold/", {"account": "接听9个，当场答复6个"})
    assert AnswerDay.objects.get().state == "held"
    registry, scope = Registry(MEASURES), Scope(since=case.received_at.date(), book=stage.book)
    assert [figure(registry, name, scope).text() for name in ("answer_days", "answer_day_cases")] == ["1", "1"]
    assert day.leader in text_of(editor.get(registry.measure("answer_days").listed_at(scope)))


def test_of_a_day_ahead_nothing_is_told_and_it_ends_after_it_begins(roster):
    stage = roster.stage
    with pytest.raises(Refused) as refused:
        plan_day(day_said(stage, ends_at=stage.at), None, actor=stage.who("editor"), at=stage.at)
    assert list(refused.value.fields) == ["ends_at"]
    day = plan_day(day_said(stage), None, actor=stage.who("editor"), at=stage.at)
    assert "还没有到这一天" in text_of(
        roster.browser("editor").post(f"/moves/answer_day/{day.number}/hold/", {"account": "x"})
    )
    with pytest.raises(NotYours):
        plan_day(day_said(stage), None, actor=stage.who("agent"), at=stage.at)
    assert roster.browser("water.head").get("/duty/days/").status_code == 404
