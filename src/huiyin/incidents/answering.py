"""What lies ready at the counter while an incident is in force: its wording as an answer, and joining a matter to it."""

from datetime import datetime
from uuid import UUID

from huiyin.cases.ready import Ready
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.incidents.act import gather
from huiyin.incidents.models import How, Incident
from huiyin.incidents.queries import book_on, in_force
from huiyin.incidents.topics import with_all_below

JOIN = "join"


def ready_of(which: str, at: datetime) -> Ready | None:
    """Return "3" as an answer with the wording of incident 3, "3.join" as a matter that only joins it."""
    number, _, only = which.partition(".")
    incident = in_force().filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
    if incident is None or only not in {"", JOIN}:
        return None

    def joins(case_id: UUID, actor: Actor, moment: datetime, caused_by: UUID) -> None:
        gather(incident, [case_id], how=How.AT_COUNTER, actor=actor, at=moment, caused_by=caused_by)

    if only:
        # What the caller reports himself is typed; only where it is filed may be left to the incident.
        return Ready(_filed(incident, at), joins=joins)
    said = {"title": f"咨询{incident.title}"[:120], "text": f"咨询{incident.title}的情况。", **_filed(incident, at)}
    return Ready(said, answer=incident.wording, joins=joins)


def _filed(incident: Incident, at: datetime) -> dict[str, str]:
    """Return the first topic of the incident that can be chosen today."""
    book = book_on(at)
    topics = with_all_below(incident.categories, book)
    leaves = [one.code for one in book.category_leaves(local_day(at)) if one.code in topics]
    return {"category": leaves[0]} if leaves else {}
