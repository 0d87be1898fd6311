"""More time: told in Dandong, granted in Kaifeng, by the leader who instructed in Haiyan; always told to the petitioner."""

from datetime import datetime, timedelta

import pytest

from huiyin.cases.models import Application, Case
from huiyin.cases.queries import case_facts
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock

WHY = {"reason": "管网老化须开挖", "plan": "三日内完成管网更换"}


def longest(stage: Stage, case: Case, due: datetime) -> datetime:
    return case_facts(case, case, stage.at).due(due, stage.book.extension.max_amount)


def ask(stage: Stage, case: Case | None = None) -> tuple[Case, Application]:
    """Return a case whose unit asks for as much as the city gives, and the application."""
    case = case or stage.dispatch(stage.register().case)
    stage.later(minutes=5)
    share = stage.sign(case)
    until = longest(stage, case, share.due_at)
    stage.move_share(share, "ask_extension", "water.handler", until=until, **WHY)
    return case, Application.objects.get(case=case)


@pytest.mark.mission(76)
def test_dandong_only_wants_to_be_told_and_tells_the_petitioner(dandong: Stage) -> None:
    case, application = ask(dandong)
    assert (application.state, application.petitioner_told_at) == ("granted", dandong.at)
    share = dandong.share(case)
    assert (share.due_at, share.extended, share.asks_for) == (application.until, True, "")


def test_kaifeng_decides_and_the_unit_is_protected_meanwhile(kaifeng: Stage) -> None:
    case, application = ask(kaifeng)
    assert (application.state, kaifeng.share(case).asks_for) == ("asked", "extension")
    kaifeng.later(hours=1)
    kaifeng.decide(application, "grant_extension", "dispatcher", decision="同意")
    case, share = kaifeng.reload(case), kaifeng.share(case)
    assert share.extended and case.extended
    assert share.due_at == application.until
    assert case.due_at >= application.until


def test_a_centre_that_decides_late_does_not_let_the_unit_pay_for_it(kaifeng: Stage) -> None:
    case, application = ask(kaifeng)
    left = kaifeng.share(case).due_at
    kaifeng.later(days=20)
    kaifeng.decide(application, "refuse_extension", "dispatcher", decision="请按期办理")
    assert kaifeng.share(case).due_at > max(left, kaifeng.at)


def test_who_instructed_decides_and_nobody_else(haiyan: Stage) -> None:
    case = haiyan.dispatch(haiyan.register().case)
    case = haiyan.move(case, "instruct", "vice_mayor", words="请抓紧办理")
    case, application = ask(haiyan, case)
    assert application.decider == "instructor"
    assert Clock.objects.running().filter(subject_id=application.pk, kind="centre_extension").exists()
    for who in ("dispatcher", "director", "city_leader", "water.head"):
        haiyan.refused_application(application, "grant_extension", who, decision="同意")
    assert haiyan.decide(application, "grant_extension", "vice_mayor", decision="同意").state == "granted"


def test_without_an_instruction_the_centre_decides_in_the_same_city(haiyan: Stage) -> None:
    _, application = ask(haiyan)
    assert application.decider == "centre"
    assert haiyan.decide(application, "grant_extension", "dispatcher", decision="同意").state == "granted"


def test_a_refused_extension_gives_back_the_time_of_the_deliberation_and_is_told_too(kaifeng: Stage) -> None:
    case, application = ask(kaifeng)
    before = kaifeng.share(case).due_at
    kaifeng.later(hours=1)
    application = kaifeng.decide(application, "refuse_extension", "dispatcher", decision="请按期办理")
    assert kaifeng.share(case).due_at == before + timedelta(hours=1)
    assert not kaifeng.share(case).extended
    assert application.petitioner_told_at == kaifeng.at


def test_silence_grants_nothing(kaifeng: Stage) -> None:
    case, application = ask(kaifeng)
    kaifeng.later(days=60)
    assert Application.objects.get(pk=application.pk).state == "asked"
    assert not kaifeng.reload(case).extended


def test_a_shorter_extension_than_asked_may_be_granted_but_no_longer_one(kaifeng: Stage) -> None:
    case, application = ask(kaifeng)
    longer = {"until": application.until + timedelta(days=1), "decision": "同意"}
    assert "不能晚于申请的时间" in kaifeng.refused_application(
        application, "grant_extension", "dispatcher", **longer
    ).fields["until"]  # fmt: skip
    shorter = application.until - timedelta(days=2)
    kaifeng.decide(application, "grant_extension", "dispatcher", until=shorter, decision="同意两天")
    assert kaifeng.share(case).due_at == shorter


def test_after_expiry_nobody_asks(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.later(days=40)
    no = stage.refused_share(
        stage.share(case), "ask_extension", "water.handler", until=stage.at + timedelta(days=2), **WHY
    )  # fmt: skip
    assert "已经超期，不能再申请延期" in no.reasons


def test_it_is_asked_with_what_will_be_done_by_when_and_not_for_longer_than_the_city_gives(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    share = stage.sign(case)
    no = stage.refused_share(share, "ask_extension", "water.handler", until="明天")
    assert set(no.fields) == {"until", "reason", "plan"}
    until = longest(stage, case, share.due_at) + timedelta(minutes=1)
    no = stage.refused_share(share, "ask_extension", "water.handler", until=until, **WHY)
    assert "每次最多延期" in no.fields["until"]


def test_it_is_asked_only_so_often(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    share = stage.sign(case)
    for _ in range(stage.book.extension.max_times):
        until = longest(stage, case, share.due_at)
        stage.move_share(share, "ask_extension", "water.handler", until=until, **WHY)
        if asked := Application.objects.filter(case=case, state="asked").first():
            stage.decide(asked, "grant_extension", "dispatcher", decision="同意")
        share = stage.share(case)
    no = stage.refused_share(
        share, "ask_extension", "water.handler", until=share.due_at + timedelta(minutes=30), **WHY
    )  # fmt: skip
    assert any("最多延期" in reason for reason in no.reasons)


def test_an_extended_case_is_on_time_and_shown_apart(stage: Stage) -> None:
    case, application = ask(stage)
    if application.state == "asked":
        stage.decide(application, "grant_extension", "dispatcher", decision="同意")
    stage.at = stage.share(case).due_at - timedelta(minutes=1)
    stage.reply(case)
    case = stage.finish(stage.pass_audit(stage.reload(case)))
    assert (stage.share(case).on_time, case.closed_on_time, case.extended) == (True, True, True)


def test_a_unit_takes_its_application_back(kaifeng: Stage) -> None:
    case, application = ask(kaifeng)
    kaifeng.later(hours=1)
    assert kaifeng.decide(application, "take_back", "water.handler").state == "withdrawn"
    assert kaifeng.share(case).asks_for == ""


def test_a_lower_units_extension_is_for_the_unit_above_to_grant_inside_its_own_limit(kaifeng: Stage) -> None:
    case = kaifeng.dispatch(kaifeng.register().case, "bureau")
    above = kaifeng.sign(case, "bureau")
    kaifeng.move_share(above, "sub_dispatch", "bureau.handler", unit=kaifeng.units["office"].pk, limit="1wd")
    below = kaifeng.sign(case, "office")
    beyond = {"until": above.due_at + timedelta(hours=1), **WHY}
    no = kaifeng.refused_share(below, "ask_extension", "office.handler", **beyond)
    assert "不能晚于上级单位的期限" in no.fields["until"]
    kaifeng.move_share(below, "ask_extension", "office.handler", until=below.due_at + timedelta(hours=2), **WHY)
    asked = Application.objects.get(case=case)
    kaifeng.refused_application(asked, "grant_extension", "dispatcher", decision="同意")
    asked = kaifeng.decide(asked, "grant_extension", "bureau.handler", decision="同意")
    assert (asked.state, asked.petitioner_told_at) == ("granted", None)
    assert not kaifeng.reload(case).extended
