"""The rows of this room: call-backs, with what people were not content, and what they object to an answer."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from huiyin.callbacks.states import OPEN_CALLBACK, CallbackState, ObjectionState
from huiyin.cases.models import Answer, Case
from huiyin.journal.models import Subject
from huiyin.people.models import User


class Callback(Subject):
    """One call-back for one closing of a case. `after` is the event that closed it, so none is made twice; its place
    in the chain of the case tells whether a later act has overtaken it.

    `satisfied` and `score` say what the grade counts in the book of the case. Of the answers to one case the first
    and the last one are marked; `words` is what the petitioner said, and may have to be erased one day.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="callbacks")
    after = models.UUIDField(unique=True)
    after_seq = models.PositiveIntegerField()
    caller_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried: Any = models.JSONField(default=list)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    taken_until = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    reached_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    grade = models.CharField(max_length=24, blank=True)
    satisfied = models.BooleanField(null=True)
    score = models.FloatField(null=True)
    words = models.CharField(max_length=500, blank=True)
    reasonable = models.BooleanField(null=True)
    redone = models.BooleanField(default=False)
    first = models.BooleanField(default=False)
    final = models.BooleanField(default=False)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    why_dropped = models.CharField(max_length=24, blank=True)

    class Meta:
        verbose_name = "回访"
        indexes = [
            models.Index(fields=["state", "next_at", "id"], name="callback_work"),
            models.Index(fields=["caller_hash"], condition=Q(state=CallbackState.WAITING), name="callback_caller"),
            models.Index(fields=["reached_at"], condition=Q(reached_at__isnull=False), name="callback_reached"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="callback_ended"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(OPEN_CALLBACK)), name="callback_one_open"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(first=True), name="callback_one_first"),
            models.UniqueConstraint(fields=["case"], condition=Q(final=True), name="callback_one_final"),
            models.CheckConstraint(
                condition=Q(grade="") | Q(reached_at__isnull=False), name="callback_grade_needs_call"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"

    @property
    def tries(self) -> list[tuple[date, int]]:
        """The attempts that counted: local day and number of the slot."""
        return [(date.fromisoformat(day), slot) for day, slot in self.tried]


class Discontent(models.Model):
    """One side (result, attitude, speed, policy) with which somebody was not content."""

    callback = models.ForeignKey(Callback, models.CASCADE, related_name="discontents")
    dimension = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["callback", "dimension"], name="discontent_once")]
        indexes = [models.Index(fields=["dimension"], name="discontent_dimension")]

    def __str__(self) -> str:
        return self.dimension


class Objection(Subject):
    """What a petitioner objects to one answer, so that the matter be done again; each answer can be objected to once.

    `undone` is the claim that nothing was done although the unit says so. It is a fact that it was claimed; whether it
    is so the centre finds, and only what it finds counts against the unit.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    answer = models.OneToOneField(Answer, models.PROTECT, related_name="objection")
    undone = models.BooleanField(default=False)
    words = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    decision = models.CharField(max_length=500, blank=True)
    upheld = models.BooleanField(default=False)

    class Meta:
        verbose_name = "诉求人异议"
        indexes = [
            models.Index(fields=["state", "asked_at", "id"], name="objection_work"),
            models.Index(fields=["asked_at"], name="objection_asked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=ObjectionState.ASKED), name="objection_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"
