"""The key of a write: the same key sent again gives the event of the first time and writes nothing."""

from datetime import datetime
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.journal.models import Event, Told
from huiyin.journal.rows import insert


def done_before(actor: Actor, key: str, event_id: UUID, subject_id: UUID, verb: str, at: datetime) -> Event | None:
    """Claim the actor's key for the event about to be written; return the event of the first time if it is taken.

    Who sends the same at the same moment waits here until the other is through. Raises Refused where the key was
    used for something else.
    """
    if insert([Told(actor_id=actor.user_id, key=key, event_id=event_id, subject_id=subject_id, at=at)], once=True):
        return None
    told = Told.objects.get(actor_id=actor.user_id, key=key)
    done = Event.objects.get(id=told.event_id)
    # A birth has no id to compare before it is written, only what is born.
    if done.verb != verb or (done.state_before and done.subject_id != subject_id):
        raise Refused(["这一提交编号已用于另一项操作，请刷新页面再提交"])
    return done
