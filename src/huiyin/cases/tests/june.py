"""A month in which everything happens once: one case for each way in which a matter can go, by name."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.cases.act import collect, register
from huiyin.cases.models import Application, Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import CITY_TZ

Played = dict[str, Case]


def on(day: int, hour: int = 9, minute: int = 30, month: int = 6) -> datetime:
    """Return a moment of 2018, in June unless another month is given."""
    return datetime(2018, month, day, hour, minute, tzinfo=CITY_TZ)


def play_june(city: str) -> tuple[Stage, dict[str, Case]]:
    """Play the month and return the stage and the cases by name as they stand afterwards."""
    stage = set_stage(city)
    cases = {name: play(stage) for name, play in STORY.items()}
    parent, child = cases["joined_by_another"], cases["joined"]
    stage.at = on(6)
    stage.move(child, "merge", "agent", parent=parent.pk)
    stage.dispatch(parent)
    _answer(stage, parent, on(7))
    return stage, {name: stage.reload(case) for name, case in cases.items()}


def _heard(stage: Stage, at: datetime, **said: Any) -> Case:
    # Every petitioner calls from another number: the same caller's second matter would be a supplement.
    stage.at = at
    phone = f"138{Case.objects.count():08d}"
    return stage.register(phone=phone, **said).case


def _with_unit(stage: Stage, at: datetime, *, unit: str = "water", signs: bool = True, **said: Any) -> Case:
    case = _heard(stage, at, **said)
    stage.later(hours=1)
    case = stage.dispatch(case, unit)
    if signs:
        stage.sign(case, unit)
    return case


def _answer(stage: Stage, case: Case, at: datetime, unit: str = "water", **said: Any) -> Case:
    stage.at = at
    if stage.share(case, unit).signed_at is None:
        stage.sign(case, unit)
    stage.reply(case, unit)
    stage.later(hours=1)
    return stage.pass_audit(case, **said)


def carried_in(stage: Stage) -> Case:
    """Accepted at the end of May, answered in June before the promise ran out."""
    case = _with_unit(stage, on(28, month=5))
    return _answer(stage, case, on(1))


def plain(stage: Stage) -> Case:
    """Promised to be done at once, under a leader's wing, followed by the centre, and answered within two days."""
    case = _with_unit(stage, on(4), tags=["八需八难"], immediate=True)
    stage.move(case, "sponsor", "water.head", sponsor="总经理")
    names = {"charge_leader": "副总经理", "charge_section": "维修部", "charge_handler": "班长"}
    stage.move_share(stage.share(case), "charge", "water.leader", **names)
    stage.move_share(stage.share(case), "instruct_inside", "water.head", words="今天修好")
    for kind in ("tracking", "site"):
        said = {"contact_kind": kind, "way": "visit", "reached": True, "words": "已到现场"}
        stage.move(case, "follow_up", "supervisor", **said)
    return _answer(stage, case, on(5))


def late(stage: Stage) -> Case:
    """Signed too late and answered after the promise ran out."""
    case = _with_unit(stage, on(4), signs=False)
    stage.at = on(7)
    stage.sign(case)
    return _answer(stage, case, on(25))


def extended(stage: Stage) -> Case:
    """The unit asked for more time, got it, and answered within it."""
    case = _with_unit(stage, on(4))
    stage.at = on(5)
    share = stage.share(case)
    stage.move_share(share, "ask_extension", "water.handler", until=on(14, 16).isoformat(), reason="需采购灯具",
                     plan="十四日前安装完毕")  # fmt: skip
    if stage.book.extension.mode != "inform":
        stage.decide(Application.objects.get(assignment=share), "grant_extension", "dispatcher", decision="同意")
    return _answer(stage, case, on(14))


def returned(stage: Stage) -> Case:
    """The first unit was the wrong one; the second answered."""
    case = _with_unit(stage, on(4), unit="west", signs=False)
    stage.at = on(4, 14, 40)
    share = stage.move_share(
        stage.share(case, "west"), "ask_return", "west.handler", reason="不属本区", basis="属地规定"
    )
    stage.decide(Application.objects.get(assignment=share), "reassign", "dispatcher", decision="由清源供水办理",
                 lead=stage.units["water"].pk)  # fmt: skip
    return _answer(stage, case, on(5))


def rejected(stage: Stage) -> Case:
    """The first reply was sent back, the second passed."""
    case = _with_unit(stage, on(4))
    stage.at = on(5)
    stage.reply(case)
    stage.later(hours=1)
    stage.move(case, "reject_reply", "auditor", cause="unclear_inquiry", reason="没有说明原因")
    return _answer(stage, case, on(6))


def redone(stage: Stage) -> Case:
    """The petitioner was rightly not satisfied; the unit did it again."""
    case = _answer(stage, _with_unit(stage, on(4)), on(5))
    stage.at = on(8)
    stage.move(case, "redo", "callback_agent", reasonable=True, reason="灯又不亮了")
    return _answer(stage, case, on(12))


def suspended(stage: Stage) -> Case:
    """Conditions are not ripe: it stands on the ledger beyond the end of the month."""
    case = _with_unit(stage, on(4))
    stage.at = on(5)
    share = stage.share(case)
    stage.move_share(share, "ask_suspension", "water.handler", reason="管网改造未立项", plan="列入明年计划",
                     review_on="2018-07-20")  # fmt: skip
    stage.decide(Application.objects.get(assignment=share), "grant_suspension", "dispatcher", decision="同意")
    return case


def forgotten(stage: Stage) -> Case:
    """The unit never did anything; it was urged once and the petitioner asked again."""
    case = _with_unit(stage, on(4), signs=False)
    stage.at = on(20)
    stage.move(case, "urge", "supervisor", urge_way="phone")
    stage.move(case, "hurry", "agent")
    return case


def answered_directly(stage: Stage) -> Case:
    """A question that the agent could answer."""
    case = _heard(stage, on(4), kind="consult")
    return stage.move(case, "answer_directly", "agent", answer="请带身份证。", way="phone", result="answered")


def handled_directly(stage: Stage) -> Case:
    """A matter that the centre settled with one call."""
    case = _heard(stage, on(4))
    return stage.move(case, "handle_directly", "agent", whom="物业值班室", done="已通知开灯", answer="灯已开。",
                      way="phone", result="solved")  # fmt: skip


def refused(stage: Stage) -> Case:
    """A matter for the courts."""
    case = _heard(stage, on(4))
    return stage.move(case, "refuse", "agent", refusal="judicial", route_told="请向人民法院提出")


def handed_on(stage: Stage) -> Case:
    """A matter for the police."""
    return stage.move(_heard(stage, on(4)), "transfer_out", "agent", target="police")


def voided(stage: Stage) -> Case:
    """A test call."""
    return stage.move(_heard(stage, on(4)), "void", "reviewer", void_reason="test")


def withdrawn(stage: Stage) -> Case:
    """The petitioner took it back."""
    return stage.move(_heard(stage, on(4)), "withdraw", "agent", heard_how="来电确认")


def joined_by_another(stage: Stage) -> Case:
    """A matter about which two people call."""
    return _heard(stage, on(4))


def joined(stage: Stage) -> Case:
    """The second caller."""
    return _heard(stage, on(5))


def _message(stage: Stage, at: datetime, channel: str, **said: Any) -> Case:
    stage.at = at
    asked = {"channel": channel, "title": "夜间施工噪声", "text": "工地夜里两点还在打桩。", "received_at": at, **said}
    return collect(asked, actor=stage.who("opinion_clerk"), at=at, city=stage.city).case


def _screened(stage: Stage, case: Case) -> Case:
    stage.later(minutes=20)
    said = {name: value for name, value in stage.said().items() if name not in {"channel", "name", "phone"}}
    return stage.move(case, "screen", "opinion_clerk", **said)


def board(stage: Stage) -> Case:
    """A message whose wish could only be explained away."""
    case = _screened(stage, _message(stage, on(4), "message_board"))
    stage.dispatch(case)
    stage.at = on(5)
    stage.sign(case)
    stage.reply(case, result="explained", resolved=False, unresolved_reason="规划未定",
                wish_results=[{"ordinal": 1, "result": "explained"}])  # fmt: skip
    stage.later(hours=1)
    return stage.pass_audit(case, result="explained", answer_link="https://board.example/1")


def kept_by_centre(stage: Stage) -> Case:
    """A letter that was accepted, and that nobody dispatched."""
    return _screened(stage, _message(stage, on(4), "mayor_mailbox"))


def never_screened(stage: Stage) -> Case:
    """A message that nobody looked at."""
    return _message(stage, on(4), "message_board")


def next_month(stage: Stage) -> Case:
    """Accepted in July: no figure of June knows it."""
    stage.at = on(2, month=7)
    said = stage.said(phone="13900000000", kind="consult")
    return register(said, actor=stage.who("agent"), at=stage.at, city=stage.city).case


STORY: dict[str, Callable[[Stage], Case]] = {
    play.__name__: play
    for play in (
        carried_in, plain, late, extended, returned, rejected, redone, suspended, forgotten, answered_directly,
        handled_directly, refused, handed_on, voided, withdrawn, joined_by_another, joined, board, kept_by_centre,
        never_screened, next_month,
    )
}  # fmt: skip
