"""Another system's open cases are carried over with what is left of their limits and what was done so far."""

from datetime import date, datetime, timedelta

import pytest

from huiyin.cases.act import ASSIGNMENT_DOOR, move_case
from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import visible_to
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.clocks import spans
from huiyin.clocks.models import Clock, Holder
from huiyin.clocks.queries import running
from huiyin.flow.table import NotYours
from huiyin.flow.times import CITY_TZ, local
from huiyin.intake.tests.files import AT, csv_file, import_cases, import_open, open_case, xlsx_file
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event, Remark
from huiyin.units.act import rename
from huiyin.units.endings import close, merge
from huiyin.units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["kaifeng", "dandong"])
def stage(request, db, var) -> Stage:
    made = set_stage(request.param)
    made.at = AT
    return made


@pytest.fixture
def kaifeng(db, var) -> Stage:
    made = set_stage("kaifeng")
    made.at = AT
    return made


def at(day, hour, minute=0, month=6):
    return datetime(2019, month, day, hour, minute, tzinfo=CITY_TZ)


def carry(tmp_path, stage, *rows, **how):
    return import_open(csv_file(tmp_path / "open.csv", list(rows)), stage.city, **how)


def carried(tmp_path, stage, **row):
    outcome = carry(tmp_path, stage, open_case(**row))
    assert outcome.refusals == []
    return Case.objects.get(source_ref=row.get("工单编号", "OLD-1"))


def reasons(tmp_path, stage, **row):
    outcome = carry(tmp_path, stage, open_case(**row))
    assert (outcome.accepted, outcome.rejected, Case.objects.count()) == (0, 1, 0)
    return outcome.refusals[0][1]


def test_a_case_in_the_hands_of_a_unit_goes_on_there(tmp_path, stage):
    case = carried(tmp_path, stage)
    share = Assignment.objects.get(case=case)
    assert (case.state, share.state, share.role) == ("in_handling", "handling", "lead")
    assert share.unit == case.lead_unit == stage.units["water"]
    assert case.accepted_at == at(29, 10, month=5)
    assert case.dispatched_at == share.dispatched_at == at(29, 11, month=5)
    assert share.signed_at == at(29, 15, month=5)
    assert case.accepted_day == date(2019, 5, 29)
    assert case.book == stage.book.id
    assert verify_chain(case.pk, Case) == []


def test_three_working_days_left_are_three_working_days_here(tmp_path, stage):
    """Carried over on Monday 3 June at 9:30; Friday the 7th is the dragon boat festival."""
    case = carried(tmp_path, stage, 剩余时限="3")
    share = Assignment.objects.get(case=case)
    assert local(share.due_at) == local(case.unit_due_at) == at(6, 9, 30)
    assert local(Clock.objects.get(kind="unit_reply").due_at) == at(6, 9, 30)
    assert case.due_at >= share.due_at, "the promise to the petitioner holds at least as long"
    moved = Event.objects.filter(case_id=case.pk, verb="clock.moved")
    assert {event.said["reason"] for event in moved} == {"carried_over"}


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("1", at(4, 9, 30)), ("2个工作日", at(5, 9, 30)), ("4天", at(10, 9, 30)), ("4个自然日", at(7, 9, 30)),
        ("16小时", at(4, 1, 30)), ("90分钟", at(3, 11)), ("剩余 3 天", at(6, 9, 30)), ("0.5", at(3, 15, 30)),
    ],
)  # fmt: skip
def test_what_is_left_is_read_however_it_is_written(tmp_path, kaifeng, written, due):
    case = carried(tmp_path, kaifeng, 剩余时限=written)
    assert local(case.unit_due_at) == due


@pytest.mark.parametrize("written", ["-1", "超期1天", "已超期1个工作日", "逾期 1 天"])
def test_what_was_late_there_is_late_here(tmp_path, stage, written):
    case = carried(tmp_path, stage, 剩余时限=written)
    assert local(case.unit_due_at) == at(31, 9, 30, month=5)
    assert case.unit_due_at < AT


def test_the_last_day_ends_with_the_office(tmp_path, kaifeng):
    case = carried(tmp_path, kaifeng, 剩余时限="0")
    assert local(case.unit_due_at).date() == AT.date()
    assert case.unit_due_at > AT


def test_a_due_time_that_is_told_is_taken_as_it_is(tmp_path, stage):
    case = carried(tmp_path, stage, 截止时间="2019/6/5 17:00", 剩余时限="2")
    assert local(case.unit_due_at) == at(5, 17)


def test_before_the_dispatch_what_is_left_is_the_promise_to_the_petitioner(tmp_path, stage):
    case = carried(tmp_path, stage, 状态="已受理", 承办单位="", 转办时间="", 签收时间="", 剩余时限="1")
    assert (case.state, case.lead_unit, case.dispatched_at) == ("registered", None, None)
    assert local(case.due_at) == at(4, 9, 30)
    assert [clock.kind for clock in running(case.pk)].count("centre_review") == 1
    assert local(Clock.objects.get(kind="citizen").due_at) == at(4, 9, 30)


def test_what_waits_for_its_dispatch_is_dispatched_here(tmp_path, stage):
    case = carried(tmp_path, stage, 状态="待转办", 承办单位="")
    assert case.state == "approved"
    case = stage.move(case, "dispatch", "dispatcher", lead=stage.units["water"].pk)
    assert case.state == "in_handling"


def test_what_was_not_signed_there_is_signed_here_in_full_time(tmp_path, stage):
    case = carried(tmp_path, stage, 状态="待签收", 签收时间="")
    share = Assignment.objects.get(case=case)
    assert share.state == "pending_signature"
    assert share.sign_due_at > AT
    share = stage.move_share(share, "sign", "water.handler")
    assert (share.state, share.signed_late) == ("handling", False)
    assert local(share.due_at) == at(6, 9, 30), "signing does not begin the limit anew"


def test_the_unit_replies_and_the_case_is_closed_as_any_other(tmp_path, stage):
    case = carried(tmp_path, stage)
    stage.later(hours=2)
    stage.reply(case)
    stage.later(hours=1)
    case = stage.pass_audit(case)
    assert case.state in {"closed", "in_callback"}
    assert Assignment.objects.get(case=case).on_time is True
    assert not running(case.pk).exclude(kind="callback").exists()


def test_what_the_unit_had_replied_to_is_audited_here(tmp_path, stage):
    case = carried(tmp_path, stage, 状态="待审核", 剩余时限="1")
    share = Assignment.objects.get(case=case)
    assert (case.state, share.state) == ("in_audit", "replied")
    assert share.replies.get().account == "2019-05-29 受理\n2019-05-29 转供水公司"
    stage.later(hours=1)
    case = stage.pass_audit(case)
    assert case.state in {"closed", "in_callback"}
    assert Assignment.objects.get(case=case).on_time is True


def test_every_minute_since_the_acceptance_there_has_its_holder(tmp_path, stage):
    case = carried(tmp_path, stage)
    now = AT + timedelta(hours=4)
    account = spans.account(case.pk, now)
    held = {(row.holder, local(row.since)) for row in spans.Span.objects.filter(case_id=case.pk)}
    assert held == {(Holder.CENTRE, at(29, 10, month=5)), (Holder.UNIT, at(29, 11, month=5))}
    assert account.whole == (now - case.accepted_at) // timedelta(minutes=1)


def test_the_history_is_kept_as_texts_that_can_be_erased(tmp_path, stage):
    case = carried(tmp_path, stage, 办理经过="5月29日 受理\n\n5月29日 转供水公司\n5月30日 王某来电催办")
    event = Event.objects.get(verb="case.carry_over", case_id=case.pk)
    texts = dict(Remark.objects.filter(event_id=event.id).values_list("id", "text"))
    said = [texts[type(next(iter(texts)))(entry["text"]["remark"])] for entry in event.said["history"]]
    assert said == ["5月29日 受理", "5月29日 转供水公司", "5月30日 王某来电催办"]
    assert "催办" not in str(event.said)


def test_the_same_file_again_changes_nothing(tmp_path, stage):
    rows = [open_case(工单编号=f"OLD-{n}") for n in range(3)]
    carry(tmp_path, stage, *rows)
    before = (Event.objects.count() - 2, Clock.objects.count(), Assignment.objects.count())
    again = carry(tmp_path, stage, *rows)
    assert (again.accepted, again.repeated) == (0, 3)
    assert (Event.objects.count() - 4, Clock.objects.count(), Assignment.objects.count()) == before


def test_a_case_carried_over_is_not_imported_again_as_a_new_one(tmp_path, kaifeng):
    carried(tmp_path, kaifeng, 受理渠道="市长信箱", 工单编号="M-1")
    row = {"编号": "M-1", "渠道": "市长信箱", "内容": "柳巷口水管漏水三天。", "时间": "2019-05-29 10:00"}
    outcome = import_cases(csv_file(tmp_path / "a.csv", [row]))
    assert (outcome.accepted, outcome.repeated) == (0, 1)


def test_a_workbook_is_carried_over_too(tmp_path, stage):
    row = open_case() | {"受理时间": datetime(2019, 5, 29, 10), "剩余时限": 3}  # noqa: DTZ001
    outcome = import_open(xlsx_file(tmp_path / "open.xlsx", [row]), stage.city)
    assert outcome.accepted == 1
    assert local(Case.objects.get().unit_due_at) == at(6, 9, 30)


def test_only_the_units_people_and_the_centre_see_it(tmp_path, stage):
    case = carried(tmp_path, stage)
    assert visible_to(stage.who("water.handler")).contains(case)
    assert visible_to(stage.who("dispatcher")).contains(case)
    assert not visible_to(stage.who("bureau.handler")).contains(case)
    assert not visible_to(stage.who("stranger")).contains(case)


def test_nobody_but_the_import_can_take_these_moves(tmp_path, stage):
    case = carried(tmp_path, stage, 状态="待签收", 签收时间="")
    share = Assignment.objects.get(case=case)
    with pytest.raises(NotYours):
        ASSIGNMENT_DOOR.move(share.pk, "carry_signature", {}, actor=stage.who("water.handler"), at=AT)
    with pytest.raises(NotYours):
        move_case(case.pk, "carry_over", {}, actor=stage.who("director"), at=AT)


def test_the_law_is_that_of_the_day_of_the_acceptance(tmp_path, kaifeng):
    later = datetime(2025, 3, 3, 9, 30, tzinfo=CITY_TZ)
    rows = [open_case(), open_case(工单编号="OLD-2", 受理时间="2025-02-27 10:00", 转办时间="", 签收时间="")]
    carry(tmp_path, kaifeng, *rows, at=later)
    books = dict(Case.objects.values_list("source_ref", "book"))
    assert books == {"OLD-1": "kaifeng/2018-01-01", "OLD-2": "kaifeng/2025-01-01"}


# -- the unit ------------------------------------------------------------------------------------------------------


def lead_of(tmp_path, stage, name):
    return Unit.objects.get(pk=carried(tmp_path, stage, 承办单位=name).lead_unit_id)


@pytest.mark.parametrize("name", ["市清源供水公司", "清源供水", " 市清源 供水公司 ", "市清源供水公司\u3000"])
def test_a_unit_is_known_by_its_full_and_its_short_name(tmp_path, kaifeng, name):
    assert lead_of(tmp_path, kaifeng, name) == kaifeng.units["water"]


def test_a_unit_is_known_by_its_former_name(tmp_path, kaifeng):
    rename(kaifeng.units["water"].pk, name="市清源水务集团", day=date(2019, 6, 1), actor=kaifeng.who("admin"), at=AT)
    assert lead_of(tmp_path, kaifeng, "市清源供水公司") == kaifeng.units["water"]


def test_a_unit_that_is_gone_leads_to_its_successor(tmp_path, kaifeng):
    merge(
        [kaifeng.units["water"].pk], into_id=kaifeng.units["bureau"].pk, day=date(2019, 6, 1), levels=3,
        actor=kaifeng.who("admin"), at=AT,
    )  # fmt: skip
    assert lead_of(tmp_path, kaifeng, "市清源供水公司") == kaifeng.units["bureau"]


def test_a_unit_that_is_gone_without_a_successor_is_told(tmp_path, kaifeng):
    close(kaifeng.units["water"].pk, day=date(2019, 6, 1), actor=kaifeng.who("admin"), at=AT)
    assert reasons(tmp_path, kaifeng, 承办单位="市清源供水公司") == "“承办单位”：该单位已撤销，没有承接单位"


def test_two_units_of_one_name_are_told_apart_by_the_one_above(tmp_path, kaifeng):
    from huiyin.units.tests.trees import make_unit

    twin = make_unit("市容科", kaifeng.units["east"])
    assert "有几个单位叫这个名称" in reasons(tmp_path, kaifeng, 承办单位="市容科")
    assert lead_of(tmp_path, kaifeng, "东岸区/市容科") == twin


# -- what cannot be carried over -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"状态": "已办结"}, "不是规则簿列出的在办环节"),
        ({"状态": ""}, "请填写“状态”"),
        ({"承办单位": ""}, "请填写“承办单位”"),
        ({"承办单位": "没有的单位"}, "“承办单位”：没有叫这个名称的单位"),
        ({"剩余时限": ""}, "请填写“剩余时限”或“截止时间”"),
        ({"剩余时限": "不多了"}, "“剩余时限”看不懂"),
        ({"工单编号": ""}, "请填写“工单编号”"),
        ({"受理时间": ""}, "请填写“受理时间”"),
        ({"受理时间": "2019-06-03 09:31", "转办时间": "", "签收时间": ""}, "不能晚于现在"),
        ({"转办时间": "2019-05-28 10:00"}, "转办时间早于受理时间"),
        ({"签收时间": "2019-05-29 10:30"}, "签收时间早于转办时间"),
        ({"诉求内容": ""}, "请填写“诉求内容”"),
    ],
)
def test_a_row_that_cannot_be_carried_over_says_why(tmp_path, kaifeng, row, reason):
    assert reason in reasons(tmp_path, kaifeng, **row)
