"""The rows of this room: long cases with their reviews, hard matters of a month with their notes, season reminders."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.hardcases.states import OPEN_HARD, FocusState, HardState
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.units.models import Unit


class HardCase(Subject):
    """One case on the ledger: why, what has to come about for it to come off, who owns it, when it is looked at again.

    `source` is the application by which a unit suspended the case; `told_soon` and `told_late` are the review days of
    which the owner was reminded already.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="hard")
    kind = models.CharField("种类", max_length=24)
    reason = models.CharField("列入理由", max_length=500)
    condition = models.CharField("销账条件", max_length=500, blank=True)
    source = models.UUIDField(null=True, unique=True)
    owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="责任单位"
    )
    leader = models.CharField("责任领导", max_length=60, blank=True)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="提出人"
    )
    listed_at = models.DateTimeField("列入时间", null=True)
    review_on = models.DateField("复查日期", null=True)
    reviews = models.PositiveSmallIntegerField("复查次数", default=0)
    reviewed_at = models.DateTimeField("上次复查", null=True)
    urges = models.PositiveSmallIntegerField("催查次数", default=0)
    told_soon = models.DateField(null=True)
    told_late = models.DateField(null=True)
    ended_at = models.DateTimeField("销账时间", null=True)
    ending = models.CharField("销账说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "疑难台账"
        indexes = [
            models.Index(fields=["state", "review_on", "id"], name="hard_work"),
            models.Index(fields=["listed_at"], name="hard_listed"),
            models.Index(fields=["ended_at"], name="hard_ended"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=sorted(OPEN_HARD)), name="hard_one_open"),
            models.CheckConstraint(
                condition=~Q(state=HardState.LISTED) | Q(review_on__isnull=False, listed_at__isnull=False),
                name="hard_listed_has_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class Review(models.Model):
    """One look at a long case: how it stands, and when the next one is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hard = models.ForeignKey(HardCase, models.CASCADE, related_name="looks")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    ripe = models.BooleanField("销账条件已具备", default=False)
    words = models.CharField("复查情况", max_length=1000)
    next_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.hard_id} {self.due_on}"


class Focus(Subject):
    """One hard matter that is chosen for a month: owned by a unit and a leader, noted on, reported at the month's end."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField("月份")
    title = models.CharField("问题", max_length=120)
    why = models.CharField("为什么选它", max_length=500)
    aim = models.CharField("本月目标", max_length=500)
    category = models.CharField("类别", max_length=12, blank=True)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="牵头单位")
    leader = models.CharField("牵头领导", max_length=60)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    result = models.CharField("月末结果", max_length=16, blank=True)
    report = models.CharField("月末报告", max_length=2000, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "每月重点"
        indexes = [models.Index(fields=["month", "state"], name="focus_month")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=FocusState.REPORTED) | ~Q(report=""), name="focus_report_is_there"
            )
        ]

    def __str__(self) -> str:
        return self.title


class FocusNote(models.Model):
    """One note on how a hard matter gets on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    words = models.CharField("进展", max_length=1000)

    def __str__(self) -> str:
        return f"{self.focus_id} {self.at}"


class FocusCase(models.Model):
    """One case that belongs to a hard matter."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, models.PROTECT, related_name="focuses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["focus", "case"], name="focus_case_once")]

    def __str__(self) -> str:
        return f"{self.focus_id} {self.case_id}"


class SeasonReminder(models.Model):
    """A unit was reminded of a season that comes: once each year."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    season = models.CharField(max_length=40)
    begins = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["season", "begins", "unit"], name="season_reminded_once")]

    def __str__(self) -> str:
        return f"{self.season} {self.begins}"
