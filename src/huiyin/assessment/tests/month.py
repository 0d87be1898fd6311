"""A June in which much goes wrong: late, sent back, dissatisfied, handed on, joint, left open; played by the moves."""

from datetime import date, datetime

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import CITY_TZ

JUNE = (date(2018, 6, 1), date(2018, 6, 30))
AFTER = datetime(2018, 7, 2, 9, 30, tzinfo=CITY_TZ)


def eventful(city: str) -> tuple[Stage, dict[str, Case]]:
    """Play the month and return the stage on the second of July, and the cases by what happened to them."""
    stage = set_stage(city)
    cases = {
        "good": stage.handled("water", phone="13800000001"),
        "good too": stage.handled("water", phone="13800000002"),
        **late(stage),
        "sent back": sent_back(stage, "bureau", "13800000005", "untrue_feedback"),
        "delayed": sent_back(stage, "west", "13800000006", "delay"),
        "dissatisfied": stage.hear(stage.handled("west", phone="13800000007"), satisfied=False),
        "satisfied": stage.hear(stage.handled("west", phone="13800000008"), satisfied=True),
        "joint": joint(stage),
        "open": stage.dispatch(stage.register(phone="13800000010").case, "west"),
        "below": below(stage),
    }
    stage.at = AFTER
    return stage, cases


def busier(stage: Stage) -> dict[str, Case]:
    """Let more happen in the last days of that June, so that rates come out with an endless row of digits."""
    stage.at = datetime(2018, 6, 26, 9, 30, tzinfo=CITY_TZ)
    cases = {
        "satisfied too": stage.hear(stage.handled("west", phone="13800000021"), satisfied=True),
        "delayed of the water": sent_back(stage, "water", "13800000022", "delay"),
    }
    hasty = stage.dispatch(stage.register(phone="13800000023").case, "west")
    stage.later(days=2)
    stage.sign(hasty, "west")
    stage.at = AFTER
    return {**cases, "signed late": hasty}


def late(stage: Stage) -> dict[str, Case]:
    """Two units sign and answer far too late."""
    units = {"late": "water", "late of the bureau": "bureau"}
    cases = {
        name: stage.dispatch(stage.register(phone=f"1380000010{len(unit)}").case, unit) for name, unit in units.items()
    }
    stage.later(days=3)
    for name, unit in units.items():
        stage.sign(cases[name], unit)
    stage.later(days=14)
    for name, unit in units.items():
        stage.reply(cases[name], unit)
    return {name: stage.finish(stage.pass_audit(stage.reload(case))) for name, case in cases.items()}


def sent_back(stage: Stage, unit: str, phone: str, cause: str) -> Case:
    case = stage.dispatch(stage.register(phone=phone).case, unit)
    stage.later(hours=1)
    stage.sign(case, unit)
    stage.later(hours=2)
    stage.reply(case, unit)
    case = stage.move(case, "reject_reply", "auditor", cause=cause, reason="情况说明")
    stage.later(hours=1)
    stage.reply(case, unit)
    return stage.finish(stage.pass_audit(case))


def joint(stage: Stage) -> Case:
    case = stage.dispatch(stage.register(phone="13800000009").case, "water", ("west",))
    stage.later(hours=1)
    for unit in ("west", "water"):
        stage.sign(case, unit)
        stage.reply(case, unit)
    return stage.finish(stage.pass_audit(case))


def below(stage: Stage) -> Case:
    """The bureau hands a matter down to its office."""
    case = stage.dispatch(stage.register(phone="13800000011").case, "bureau")
    stage.sign(case, "bureau")
    stage.move_share(stage.share(case, "bureau"), "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    stage.later(hours=1)
    stage.sign(case, "office")
    stage.move_share(stage.share(case, "office"), "reply", "office.handler", **stage.reply_said(case))
    return stage.reload(case)


def more_below(stage: Stage) -> None:
    """The office answers too late, as a joint unit's part, and at the centre's own asking: each counts otherwise."""
    stage.at = datetime(2018, 6, 11, 9, 30, tzinfo=CITY_TZ)
    late, part, asked = (stage.register(phone=f"1380000003{n}").case for n in range(3))
    stage.dispatch(late, "bureau")
    stage.dispatch(part, "water", ("bureau",))
    stage.dispatch(asked, "water", ("office",))
    for case in (late, part):
        stage.sign(case, "bureau")
        stage.move_share(stage.share(case, "bureau"), "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    stage.later(days=12)
    for case in (late, part, asked):
        stage.sign(case, "office")
        stage.move_share(stage.share(case, "office"), "reply", "office.handler", **stage.reply_said(case))
    stage.at = AFTER
