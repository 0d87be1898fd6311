"""The rows of the room `cases`, one module for each part of a case."""

from huiyin.cases.models.application import Application, Precedent
from huiyin.cases.models.assignment import Assignment, Reply
from huiyin.cases.models.case import Approval, Case, Tag, Wish
from huiyin.cases.models.petitioner import Petitioner
from huiyin.cases.models.record import Answer, ContactEntry

__all__ = [
    "Answer", "Application", "Approval", "Assignment", "Case", "ContactEntry", "Petitioner", "Precedent", "Reply",
    "Tag", "Wish",
]  # fmt: skip
