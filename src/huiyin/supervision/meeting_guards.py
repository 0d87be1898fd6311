"""Why a meeting cannot be called, or its minutes cannot be written down: the reason in the user's words, or None."""

from typing import Any

from huiyin.flow.table import At, Said
from huiyin.supervision.facts import MeetingFacts


def day_is_ahead(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """One is called to what is still to come; what took place already is called for the moment at which it was."""
    is_new = facts.state == "birth"
    return None if is_new or said["planned_at"] > facts.at else At("planned_at", "改期须改到现在之后")


def summoned_unit_is_named(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """Who summons says whom."""
    if book.meeting_kind(said["kind"]).summons and not facts.units:
        return At("units", "约谈须选择被约谈的单位")
    missing = len(said["units"]) - len(facts.units)
    closed = [unit.name for unit in facts.units if not unit.active]
    if missing or closed:
        return At("units", f"{closed[0]}已撤销" if closed else "没有这个单位")
    return None


def units_are_below_the_centre(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """A unit calls itself and those below it."""
    strange = [unit.name for unit in facts.units if not unit.path.startswith(facts.centre_path)]
    return At("units", f"只能通知本单位和下级单位：{strange[0]}不是") if strange else None


def accused_is_not_invited(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """Against whom a case speaks does not sit at the table where it is spoken of."""
    for case in facts.cases.values():
        for unit in facts.units:
            if case.accused_path and unit.path.startswith(case.accused_path):
                return At("units", f"{case.number}举报的就是{unit.name}，不能通知它参加")
    return None


def meeting_was_held(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """Minutes are written of what was said."""
    return At("held_at", "召开时间不能在将来") if said["held_at"] > facts.at else None


def units_of_tasks_are_known(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """Each task has a unit in use, of the own part of the tree, and none against which its case speaks."""
    for number, task in enumerate(said["tasks"], 1):
        unit = facts.unit_called(task["unit"])
        if unit is None:
            return At("tasks", f"第{number}项：没有这个单位，或有几个单位同名：{task['unit']}")
        if not unit.path.startswith(facts.centre_path):
            return At("tasks", f"第{number}项：只能交给本单位和下级单位：{unit.name}不是")
        for case in facts.cases.values():
            if case.accused_path and unit.path.startswith(case.accused_path):
                return At("tasks", f"第{number}项：{case.number}举报的就是{unit.name}，不能交给它")
    return None


def cases_of_tasks_are_of_the_meeting(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """A task belongs to one of the cases of which the meeting spoke; where it spoke of one it need not be named."""
    for number, task in enumerate(said["tasks"], 1):
        if task["case"] and task["case"] not in facts.cases:
            return At("tasks", f"第{number}项：会议议题里没有这件工单：{task['case']}")
    return None


def tasks_lie_ahead(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """What is agreed is to be done from now on."""
    for number, task in enumerate(said["tasks"], 1):
        if task["until"] < facts.today:
            return At("tasks", f"第{number}项：完成日期已过")
    return None


def minutes_are_there(facts: MeetingFacts, said: Said, book: Any) -> str | None:
    """Nothing is closed that was not written."""
    return None if facts.has_minutes else "还没有登记纪要"
