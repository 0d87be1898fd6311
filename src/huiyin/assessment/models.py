"""Rows of the assessment: the round of a period, its sheets, the cases behind lost points, and units' claims."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from huiyin.assessment.states import OPEN_CLAIM, ClaimState, RoundState
from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.flow.times import ONE_DAY
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.rulebook.scheme import Scheme
from huiyin.units.models import Unit


class OwnScheme(models.Model):
    """One edition of a scheme that a unit made for the units below it; written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    edition = models.PositiveSmallIntegerField("版次")
    label = models.CharField("名称", max_length=60)
    kept: Any = models.JSONField("内容")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="制定人")

    class Meta:
        verbose_name = "单位考核办法"
        ordering = ["unit", "edition"]
        constraints = [models.UniqueConstraint(fields=["unit", "edition"], name="own_scheme_edition_once")]

    def __str__(self) -> str:
        return f"{self.label}（第{self.edition}版）"

    @property
    def scheme(self) -> Scheme:
        """The scheme itself."""
        return Scheme.read_back(self.kept)


class Round(Subject):
    """The assessment of one period. `kept` is the scheme by which it was computed, as it was then.

    `owner` is the unit that assesses those below it, None for the centre. `until` is the first day after the period.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="考核单位")
    since = models.DateField("自")
    until = models.DateField("止于")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    scheme_id = models.CharField("方案", max_length=80)
    kept: Any = models.JSONField("方案内容")
    computed_at = models.DateTimeField("计算时间")
    published_at = models.DateTimeField("公布时间", null=True)
    appeals_until = models.DateField("申诉截止", null=True)
    frozen_at = models.DateTimeField("定稿时间", null=True)

    class Meta:
        verbose_name = "考核期"
        indexes = [models.Index(fields=["-until", "-id"], name="round_until")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="round_days"),
            models.CheckConstraint(
                condition=~Q(state=RoundState.FROZEN) | Q(frozen_at__isnull=False), name="round_frozen_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "2018-06 考核"."""
        again = f"（第{self.edition}版）" if self.edition > 1 else ""
        return f"{period_name(self.since, self.last)}考核{again}"

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.until - ONE_DAY

    @property
    def standing(self) -> RoundState:
        """The state with its label."""
        return next(state for state in RoundState if state == self.state)

    @property
    def scheme(self) -> Scheme:
        """The scheme by which it was computed."""
        return Scheme.read_back(self.kept)


def period_name(since: date, last: date) -> str:
    """Return how people call a period: a year, a quarter, a month, else its days."""
    after = last + ONE_DAY
    months = (after.year - since.year) * 12 + after.month - since.month
    if since.day != 1 or after.day != 1:
        return f"{since:%Y-%m-%d} 至 {last:%Y-%m-%d}"
    if months == 12 and since.month == 1:
        return f"{since.year} 年"
    if months == 3 and since.month % 3 == 1:
        return f"{since.year} 年第 {since.month // 3 + 1} 季度"
    return f"{since.year} 年 {since.month} 月" if months == 1 else f"{since:%Y-%m} 至 {last:%Y-%m}"


class Sheet(models.Model):
    """The score sheet of one unit in one round: the total, the rank, and each indicator with its figures.

    What is final never changes: the database refuses, too.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="sheets", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    unit_path = models.CharField(max_length=80)
    unit_name = models.CharField("单位", max_length=100)
    group = models.CharField("分组", max_length=30, blank=True)
    score = models.DecimalField("得分", max_digits=12, decimal_places=4)
    rank = models.PositiveSmallIntegerField("名次", null=True)
    among = models.PositiveSmallIntegerField("参加排名", default=0)
    band = models.CharField("等次", max_length=30, blank=True)
    vetoed = models.BooleanField("一票否决", default=False)
    volume = models.PositiveIntegerField("承办件数", null=True)
    factor = models.DecimalField("件数系数", max_digits=8, decimal_places=4, default=1)
    lines: Any = models.JSONField("各项", default=list)
    final = models.BooleanField("已定稿", default=False)

    class Meta:
        verbose_name = "考核单"
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="sheet_unit_once")]

    def __str__(self) -> str:
        return self.unit_name


class Lost(models.Model):
    """One case behind a point that a unit lost, by the indicator and the measure that counted it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="lost", db_index=False)
    code = models.CharField(max_length=40)
    measure = models.CharField(max_length=80)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["sheet", "code", "id"], name="lost_sheet")]

    def __str__(self) -> str:
        return f"{self.code} {self.case_id}"


class ClaimKind(models.TextChoices):
    """What a unit claims."""

    APPEAL = "appeal", "扣分申诉"
    EXCLUSION = "exclusion", "不计考核"


class Claim(Subject):
    """A unit's claim that a point was lost wrongly, or that a case must not count: evidence, two reviewers.

    An appeal names the sheet, the indicator and the measure; an exclusion names a reason of the rulebook.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    kind = models.CharField("种类", max_length=12, choices=ClaimKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    case = models.ForeignKey(Case, models.PROTECT, related_name="claims", verbose_name="工单")
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="claims")
    code = models.CharField("扣分项", max_length=40, blank=True)
    why = models.CharField("情形", max_length=40, blank=True)
    reason = models.CharField("理由", max_length=500)
    evidence = models.CharField("证据", max_length=500)
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="申请人")
    opinion = models.CharField("初审意见", max_length=500, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    decision = models.CharField("复核决定", max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "考核申请"
        indexes = [models.Index(fields=["state", "asked_at", "id"], name="claim_work")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit"], name="claim_one_exclusion",
                condition=Q(kind=ClaimKind.EXCLUSION, state__in=sorted({*OPEN_CLAIM, ClaimState.GRANTED})),
            ),
            models.UniqueConstraint(
                fields=["sheet", "case", "code"], name="claim_one_appeal",
                condition=Q(kind=ClaimKind.APPEAL) & ~Q(state=ClaimState.WITHDRAWN),
            ),
            models.CheckConstraint(
                condition=Q(kind=ClaimKind.APPEAL, sheet__isnull=False) | Q(kind=ClaimKind.EXCLUSION, sheet__isnull=True),
                name="claim_appeal_has_sheet",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("reviewed_by")), name="claim_two_reviewers"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "K12"."""
        return f"K{self.number}"

    @property
    def standing(self) -> ClaimState:
        """The state with its label."""
        return next(state for state in ClaimState if state == self.state)
