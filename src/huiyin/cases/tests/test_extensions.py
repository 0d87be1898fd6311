"""More time: told in Dandong, granted in Kaifeng, always before expiry and always told to the petitioner."""

from datetime import timedelta

from huiyin.cases.models import Application
from huiyin.cases.tests.stage import Stage


def ask(stage: Stage, days: int = 3) -> tuple[object, Application]:
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    share = stage.share(case)
    said = {"until": share.due_at + timedelta(days=days), "reason": "管网老化须开挖", "plan": "完成管网更换"}
    stage.move_share(share, "ask_extension", "water.handler", **said)
    return case, Application.objects.get(case=case)


def test_dandong_only_wants_to_be_told_and_tells_the_petitioner(dandong: Stage) -> None:
    case, application = ask(dandong)
    assert application.state == "granted"
    assert application.petitioner_told_at is not None
    share = dandong.share(dandong.reload(case))
    assert share.due_at == application.until
    assert share.extended
    assert share.asks_for == ""


def test_kaifeng_decides_and_the_unit_is_protected_meanwhile(kaifeng: Stage) -> None:
    case, application = ask(kaifeng)
    assert application.state == "asked"
    assert kaifeng.share(case).asks_for == "extension"
    kaifeng.later(hours=3)
    kaifeng.decide(application, "grant_extension", "dispatcher", decision="同意")
    share = kaifeng.share(case)
    assert share.due_at == application.until
    assert kaifeng.reload(case).extended
    assert kaifeng.reload(case).due_at >= share.due_at


def test_a_refused_extension_gives_back_the_time_of_the_deliberation(kaifeng: Stage) -> None:
    case, application = ask(kaifeng)
    before = kaifeng.share(case).due_at
    kaifeng.later(hours=2)
    kaifeng.decide(application, "refuse_extension", "dispatcher", decision="请按期办理")
    assert kaifeng.share(case).due_at > before
    assert not kaifeng.share(case).extended


def test_after_expiry_nobody_asks(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.later(days=40)
    share = stage.share(case)
    said = {"until": stage.at + timedelta(days=2), "reason": "人手不足", "plan": "完成"}
    no = stage.refused_share(share, "ask_extension", "water.handler", **said)
    assert "已经超期，不能再申请延期" in no.reasons


def test_every_reason_is_told_at_once(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    no = stage.refused_share(stage.share(case), "ask_extension", "water.handler", until="明天")
    assert set(no.fields) == {"until", "reason", "plan"}
