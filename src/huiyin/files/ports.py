"""Who may read the attachments of a thing: the room of the thing says so, and where none does, nobody may."""

from collections.abc import Callable
from uuid import UUID

from huiyin.flow.actor import Actor

Reader = Callable[[Actor, UUID], bool]
"""Answers whether the actor may read the attachments of the subject with this id."""

_readers: dict[str, Reader] = {}


def readers_of(subject_kind: str, reader: Reader) -> None:
    """Register the rule for one kind of subject, at start-up. Raises ValueError for a second rule."""
    if _readers.get(subject_kind, reader) is not reader:
        raise ValueError(f"two rules say who reads the attachments of {subject_kind}")
    _readers[subject_kind] = reader


def may_read(subject_kind: str) -> Reader:
    """Return the rule for this kind of subject; for an unknown kind the one that denies."""
    return _readers.get(subject_kind, _nobody)


def _nobody(actor: Actor, subject_id: UUID) -> bool:
    return False
