"""The doors of this room: hot topics, warnings, preparations for seasons, the library of cases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.flow.actor import Actor
from huiyin.insight.lifecycle import ALERT, PREPARATION, STORY, TOPIC
from huiyin.insight.models import Alert, Preparation, Story, Topic
from huiyin.insight.queries import alert_facts, preparation_facts, story_facts, topic_facts
from huiyin.journal.door import Door
from huiyin.journal.models import Event, Ledger

TOPICS, ALERTS, PREPARATIONS, STORIES = "topics", "alerts", "preparations", "stories"

TOPIC_DOOR = Door(TOPIC, Topic, topic_facts, head_model=Ledger, head_field="ledger_id")
ALERT_DOOR = Door(ALERT, Alert, alert_facts, head_model=Ledger, head_field="ledger_id")
PREPARATION_DOOR = Door(PREPARATION, Preparation, preparation_facts, head_model=Ledger, head_field="ledger_id")
STORY_DOOR = Door(STORY, Story, story_facts, head_model=Ledger, head_field="ledger_id")


def ledger(name: str) -> Ledger:
    """Return the chain of events of one of this room's lists."""
    Ledger.objects.bulk_create([Ledger(name=name)], ignore_conflicts=True)
    return Ledger.objects.get(name=name)


def propose_story(case: Case, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> Story:
    """Propose a case for the library. Raises Refused."""
    row = Story(case=case, book=case.book, ledger=ledger(STORIES))
    event = STORY_DOOR.begin(row, "propose", said, actor=actor, at=at, key=key)
    return Story.objects.get(pk=event.subject_id)


def move_topic(topic_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one hot topic, and count anew what an editor divided or joined."""
    from huiyin.insight.counting import count_anew

    event = TOPIC_DOOR.move(topic_id, action, said, **how)
    if action in {"merge", "split"}:
        row = Topic.objects.get(pk=topic_id)
        other = row.into_id or event.said.get("new")
        for changed in (row.pk, UUID(str(other))):
            count_anew(changed, how["at"])
    return event


def move_alert(alert_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one warning."""
    return ALERT_DOOR.move(alert_id, action, said, **how)


def move_preparation(preparation_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move what a unit was asked to prepare."""
    return PREPARATION_DOOR.move(preparation_id, action, said, **how)


def move_story(story_id: UUID, action: str, said: Mapping[str, Any], **how: Any) -> Event:
    """Move one case of the library."""
    return STORY_DOOR.move(story_id, action, said, **how)
