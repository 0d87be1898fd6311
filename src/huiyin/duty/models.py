"""Rows of the duty: who must be reached day and night, gaps told, checks, notes between shifts, answering days.

The shifts themselves stand in the room of the people, whom urgent notices are sent to by them.
"""

from django.db import models
from django.db.models import Q

from huiyin.duty.states import DayState, NoteState
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.units.models import Unit


class Demand(models.Model):
    """A unit must have somebody on duty day and night, from a moment on: an incident wants it. `until` once it is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    about = models.UUIDField()
    name = models.CharField("事件", max_length=24)
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "unit"], name="duty_demand_once")]
        indexes = [models.Index(fields=["unit"], name="duty_demand_open", condition=Q(until__isnull=True))]

    def __str__(self) -> str:
        return self.name


class GapTold(models.Model):
    """A gap on a day was told, to the unit and to the centre; once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+", db_index=False)
    place = models.CharField(max_length=40)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "day"], name="duty_gap_told_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.day}"


class Check(models.Model):
    """Somebody tried whether a unit, or the centre, answers. `user` is who was on duty then by the roster."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="单位")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="值班人")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="抽查人")
    reached = models.BooleanField("联系上")
    minutes = models.PositiveSmallIntegerField("几分钟后", default=0)
    words = models.CharField("情况", max_length=300, blank=True)

    class Meta:
        verbose_name = "值班抽查"
        indexes = [
            models.Index(fields=["-at", "-id"], name="duty_check_at"),
            models.Index(fields=["unit", "at"], name="duty_check_unit"),
        ]

    def __str__(self) -> str:
        return "联系上" if self.reached else "未联系上"


class Note(Subject):
    """A point that a shift leaves to the next, carried on until it is done. Without a unit it is the centre's."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="单位")
    words = models.TextField("事项")
    written_at = models.DateTimeField("写下时间")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="写下人")
    carried = models.PositiveSmallIntegerField("交接次数", default=0)
    holder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="接班人")
    taken_at = models.DateTimeField("接班时间", null=True)
    done_at = models.DateTimeField("办结时间", null=True)
    outcome = models.CharField("结果", max_length=500, blank=True)

    class Meta:
        verbose_name = "交接事项"
        indexes = [models.Index(fields=["unit", "state", "-written_at"], name="duty_note_unit")]

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def standing(self) -> NoteState:
        """The state with its label."""
        return next(state for state in NoteState if state == self.state)


LETTERS, TAG = "LD", "领导接听日"


class AnswerDay(Subject):
    """A day on which a leader answers the telephone, or receives people."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    leader = models.CharField("领导", max_length=50)
    office = models.CharField("职务", max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="单位")
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    place = models.CharField("地点或电话", max_length=120)
    subjects = models.CharField("主要内容", max_length=300)
    account = models.TextField("情况", blank=True)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="安排人")

    class Meta:
        verbose_name = "领导接听日"
        indexes = [models.Index(fields=["state", "begins_at"], name="duty_answer_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("begins_at")), name="duty_answer_day_moments"),
            models.CheckConstraint(
                condition=~Q(state=DayState.HELD.value) | ~Q(account=""), name="duty_held_has_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "LD12"."""
        return f"{LETTERS}{self.number}"

    @property
    def tag(self) -> str:
        """The tag by which the cases of the day are known."""
        return f"{TAG}{self.name}"

    @property
    def standing(self) -> DayState:
        """The state with its label."""
        return next(state for state in DayState if state == self.state)
