"""Checking the chains: is every event there, unchanged and in its place, and does the head know its tail?"""

from typing import Any
from uuid import UUID

from huiyin.journal.models import Chained, Event
from huiyin.journal.writing import hash_of


def verify_chain(head_id: UUID, model: type[Chained]) -> list[str]:
    """Return what is wrong with one chain, in words; an empty list where it is whole."""
    head: Any = model._default_manager.get(pk=head_id)
    wrong, before, expected = [], b"", 0
    for event in Event.objects.filter(chain_id=head_id).order_by("seq").iterator():
        expected += 1
        if event.seq != expected:
            wrong.append(f"缺第{expected}条事件")
            expected = event.seq
        if bytes(event.previous_hash) != before or bytes(event.hash) != hash_of(event):
            wrong.append(f"第{event.seq}条事件被改动")
        before = bytes(event.hash)
    if expected != head.event_count or before != bytes(head.chain_head):
        wrong.append(f"末尾与记载不符：记载{head.event_count}条，现有{expected}条")
    return wrong
