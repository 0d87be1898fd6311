"""Rows of this room: clocks that run for a subject, and spans in which somebody held a case."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from huiyin.flow.ids import uuid7
from huiyin.rulebook.section import Labelled

RUNNING = Q(met_at__isnull=True, stopped_at__isnull=True)


class ClockSet(models.QuerySet["Clock"]):
    """Clocks, with the words in which they are asked for."""

    def running(self) -> "ClockSet":
        """Clocks that were neither met nor stopped; a paused clock is running, it only stands."""
        return self.filter(RUNNING)


class Clock(models.Model):
    """One time limit of one subject: when it began, when it is due, and when it was met or annulled.

    `steps` tells how the due time came about after the limit itself (pauses, extensions), so that a new calendar can
    reckon it anew. Cases, units and subjects are rooms above or beside, hence plain ids.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=32)
    unit_id = models.UUIDField(null=True)

    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    paused_at = models.DateTimeField(null=True)
    paused_for: Any = models.JSONField(default=list)
    paused_minutes = models.PositiveIntegerField(default=0)
    extended = models.BooleanField(default=False)
    forfeited = models.BooleanField(default=False)
    waits_for_centre = models.BooleanField(default=False)

    limit = models.CharField(max_length=60)
    steps: Any = models.JSONField(default=list)
    book = models.CharField(max_length=40)
    calendar_version = models.PositiveIntegerField()
    provisional = models.BooleanField(default=False)

    next_point_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    passed_points: Any = models.JSONField(default=list)
    urges = models.PositiveSmallIntegerField(default=0)
    last_urged_at = models.DateTimeField(null=True)

    objects = ClockSet.as_manager()

    class Meta:
        verbose_name = "时限"
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "kind"], condition=RUNNING, name="clock_runs_once"),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="clock_due_after_start"),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(met_at__gte=F("started_at")), name="clock_met_after_start"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="clock_stopped_after_start",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(stopped_at__isnull=True), name="clock_met_or_stopped"
            ),
            models.CheckConstraint(
                condition=RUNNING | Q(paused_at__isnull=True, next_point_at__isnull=True), name="clock_ended_is_quiet"
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(paused_at__gte=F("started_at")), name="clock_paused_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["case_id"], name="clock_case"),
            models.Index(fields=["due_at"], condition=RUNNING, name="clock_due"),
            models.Index(fields=["next_point_at"], condition=Q(next_point_at__isnull=False), name="clock_point"),
            models.Index(fields=["calendar_version"], condition=RUNNING, name="clock_calendar"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self) -> bool:
        """Whether it was neither met nor stopped."""
        return self.met_at is None and self.stopped_at is None


class Holder(Labelled):
    """Who holds a case; every minute from acceptance to the end belongs to exactly one of them."""

    CENTRE = "centre", "中心"
    APPROVAL = "approval", "呈批"
    RETURN = "return", "退单审核"
    UNIT = "unit", "承办单位"
    EXTENSION = "extension", "延期"
    CALLBACK = "callback", "回访"


class Span(models.Model):
    """A stretch of time in which one holder had the case; open while `until` is empty."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField()
    holder = models.CharField(max_length=12)
    unit_id = models.UUIDField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "时间账"
        constraints = [
            models.UniqueConstraint(fields=["case_id"], condition=Q(until__isnull=True), name="span_one_open"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="span_runs_forward"
            ),
            models.CheckConstraint(condition=Q(holder__in=[h.value for h in Holder]), name="span_holder_known"),
        ]
        indexes = [
            models.Index(fields=["case_id", "since"], name="span_case"),
            models.Index(fields=["unit_id", "since"], condition=Q(unit_id__isnull=False), name="span_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.since:%Y-%m-%d %H:%M}"
