"""Why something in an incident is refused: each guard answers the reason in the user's words, or None."""

from datetime import timedelta
from typing import Any

from huiyin.flow.table import At, Said
from huiyin.incidents.amounts import scaled
from huiyin.incidents.facts import IncidentFacts, ResourceFacts, TaskFacts
from huiyin.incidents.states import RUNNING, IncidentState
from huiyin.incidents.topics import code_of

LONGEST_TASK = timedelta(days=60)


def beginning_is_past(facts: IncidentFacts, said: Said, book: Any) -> str | None:
    """An incident that has not begun is none; a large event is declared on its day."""
    return At("began_at", "发生时间不能在将来") if said["began_at"] > facts.now else None


def categories_are_known(facts: IncidentFacts, said: Said, book: Any) -> str | None:
    """Only topics of the rulebook are offered for linking."""
    unknown = [word for word in said["categories"] if code_of(word, book) is None]
    return At("categories", f"没有这个分类：{'、'.join(unknown)}") if unknown else None


def wording_is_there(facts: IncidentFacts, said: Said, book: Any) -> str | None:
    """Agents answer from the moment an incident is in force."""
    return None if facts.wording else "还没有对外口径，话务员无法答复"


def wording_is_new(facts: IncidentFacts, said: Said, book: Any) -> str | None:
    """An edition says something else than the one before."""
    return At("wording", "口径没有变化") if said["wording"] == facts.wording else None


def tasks_are_over(facts: IncidentFacts, said: Said, book: Any) -> str | None:
    """An incident ends when nobody has anything to do in it."""
    left = facts.open_tasks + facts.waiting_reports
    return f"还有 {left} 项任务没有完成或撤销" if left else None


def incident_runs(facts: TaskFacts | ResourceFacts, said: Said, book: Any) -> str | None:
    """Tasks and entries belong to an incident that is not over."""
    open_ones = {IncidentState.DECLARED, *RUNNING}
    return None if facts.incident_state in open_ones else "事件已结束"


def incident_is_in_force(facts: TaskFacts, said: Said, book: Any) -> str | None:
    """Tasks are given while the incident runs."""
    return None if facts.incident_state in RUNNING else "事件还没有启动，或已结束"


def due_is_ahead(facts: TaskFacts, said: Said, book: Any) -> str | None:
    """A due time lies ahead, and within the time of an incident."""
    if said["due_at"] <= facts.now:
        return At("due_at", "期限须在将来")
    return At("due_at", "期限最长 60 天") if said["due_at"] > facts.now + LONGEST_TASK else None


def on_site_is_told(facts: TaskFacts, said: Said, book: Any) -> str | None:
    """Who had to go there says where he was and who led."""
    if not facts.on_site:
        return None
    if not said["place"]:
        return At("place", "这项任务须到现场，请写现场地点")
    return None if said["leader"] else At("leader", "这项任务须到现场，请写现场负责人")


def arrival_is_possible(facts: TaskFacts, said: Said, book: Any) -> str | None:
    """Nobody has arrived after now."""
    is_ahead = said["arrived_at"] is not None and said["arrived_at"] > facts.now
    return At("arrived_at", "到达时间不能在将来") if is_ahead else None


def people_are_some(facts: TaskFacts, said: Said, book: Any) -> str | None:
    """A number of people is not below nothing."""
    return At("people", "人数不能小于0") if said["people"] is not None and said["people"] < 0 else None


def amount_is_something(facts: ResourceFacts, said: Said, book: Any) -> str | None:
    """An amount is a number above nothing."""
    return None if scaled(said["amount"]) is not None else At("amount", "数量应是大于0的数字，小数最多三位")


def moment_is_within(facts: ResourceFacts, said: Said, book: Any) -> str | None:
    """What is logged has happened, and since the day before the incident began."""
    if said["on"] > facts.now:
        return At("on", "时间不能在将来")
    return At("on", "时间早于事件发生的前一天") if said["on"] < facts.began_at - timedelta(days=1) else None
