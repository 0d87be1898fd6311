"""How often something was done from one place, as a keyed hash and a number; who asks for a new query code; what is published."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from huiyin.flow.ids import uuid7
from huiyin.flow.times import ONE_DAY
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.portal.states import ON_RECORD, PublicationState


class Tally(models.Model):
    """One count within one stretch of time. The key holds the stretch, so that two of them cannot be linked."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}={self.count}"


class CodeAsked(models.Model):
    """Somebody asks for a new query code. What was typed lies sealed for the minute until a worker looks at it.

    Whether it is right is not asked while the citizen waits: the page takes as long for a stranger as for the right one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    typed = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class Publication(Subject):
    """The public statistic of one period, counted once: its figures stand in `kept` as they were, with their definitions.

    `until` is the first day after the period. `signed_on` is the day of the paper, `published_at` the moment in which it came
    before the public. A correction `replaces` the edition before it.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    period = models.CharField("期间", max_length=7)
    since = models.DateField("自")
    until = models.DateField("止于")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections", db_index=False)
    kept: Any = models.JSONField("内容")
    counted_at = models.DateTimeField("统计时间")
    reason = models.CharField("更正原因", max_length=300, blank=True)
    signed_on = models.DateField("落款日期", null=True)
    published_at = models.DateTimeField("公布时间", null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    published_as = models.CharField("公布人岗位", max_length=20, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawal = models.CharField("撤回原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "公开统计"
        indexes = [models.Index(fields=["-until", "-id"], name="publication_until")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="publication_days"),
            models.UniqueConstraint(
                fields=["period"], condition=Q(state=PublicationState.PUBLISHED), name="publication_one_is_shown"
            ),
            models.UniqueConstraint(
                fields=["period"], condition=Q(state=PublicationState.DRAFT), name="publication_one_draft"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ON_RECORD)) | Q(published_at__isnull=False, signed_on__isnull=False),
                name="publication_has_both_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "2018年6月"."""
        return str(self.kept.get("name", self.period))

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.until - ONE_DAY

    @property
    def standing(self) -> PublicationState:
        """The state with its label."""
        return next(state for state in PublicationState if state == self.state)
