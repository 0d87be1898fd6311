"""The application (申请) of a unit for more time, a return or a suspension; and the precedents (职责判例)."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models.assignment import Assignment
from huiyin.cases.models.case import Case
from huiyin.cases.states import ApplicationState
from huiyin.journal.models import Subject
from huiyin.people.models import User
from huiyin.units.models import Unit


class Kind(models.TextChoices):
    """What is applied for."""

    EXTENSION = "extension", "延期"
    RETURN = "return", "退单"
    SUSPENSION = "suspension", "挂账"
    EXCLUSION = "exclusion", "不计考核"


class Application(Subject):
    """One application: asked with reasons, decided by the unit above or the centre, both sides told."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="applications", db_index=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=500)
    basis = models.CharField(max_length=500, blank=True)
    plan = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    suggested_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    leader_signed = models.CharField(max_length=40, blank=True)
    decided_by_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    decider = models.CharField(max_length=16)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    decision = models.CharField(max_length=500, blank=True)
    arbitrated = models.BooleanField(default=False)
    was_free = models.BooleanField(default=True)
    petitioner_told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "decider", "asked_at"], name="application_work"),
            models.Index(fields=["case"], name="application_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "kind"], condition=Q(state=ApplicationState.ASKED), name="application_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Precedent(models.Model):
    """A dated ruling on whose duty a matter is, or is not, quoted when a like case is dispatched."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="precedents", db_index=False)
    category = models.CharField(max_length=12)
    territory = models.CharField(max_length=16, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    not_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    ruling = models.CharField(max_length=500)
    arbitrated = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["category", "territory", "-at"], name="precedent_like")]

    def __str__(self) -> str:
        return self.ruling
