"""Rows of the registers: entries with their editions, what each adds to the figures, and reminders of what is due."""

from django.db import models
from django.db.models import Q

from huiyin.flow.ids import uuid7
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.registers.states import EntryState
from huiyin.units.models import Unit


class Entry(Subject):
    """One line of a register. `day` is the day, or the first day of the period, to which it belongs.

    `content` holds the values by the codes of the fields, as the book of the entry declares them. `once` says that it
    is a report that a unit owes once a period; `fingerprint` is equal for two entries that say the same.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    register = models.CharField("台账", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="单位")
    day = models.DateField("日期")
    once = models.BooleanField(default=False)
    content = models.JSONField("内容", default=dict)
    words = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)
    edition = models.PositiveSmallIntegerField("版次", default=0)
    made_at = models.DateTimeField("登记时间")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人")
    changed_at = models.DateTimeField("修改时间")
    due_on = models.DateField("报送期限", null=True)
    late = models.BooleanField("迟报", default=False)
    deadline = models.DateField("整改期限", null=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="申请销号"
    )
    cleared_on = models.DateField("销号日期", null=True)

    class Meta:
        verbose_name = "台账记录"
        indexes = [
            models.Index(fields=["register", "state", "-day", "-id"], name="register_by_day"),
            models.Index(fields=["unit", "register", "day"], name="register_of_unit"),
            models.Index(fields=["fingerprint"], name="register_fingerprint"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "unit", "day"],
                condition=Q(once=True, state=EntryState.KEPT.value),
                name="register_reported_once",
            ),
            models.CheckConstraint(condition=Q(once=False) | Q(unit__isnull=False), name="register_owed_by_a_unit"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.CLEARED.value) | Q(asked_by__isnull=False, cleared_on__isnull=False),
                name="register_cleared_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "T12"."""
        return f"T{self.number}"

    @property
    def standing(self) -> EntryState:
        """The state with its label."""
        return next(state for state in EntryState if state == self.state)

    @property
    def tone(self) -> str:
        """How its chip is tinted."""
        return {"kept": "good", "clearing": "wait", "cleared": "good"}.get(self.state, "neutral")


class Edition(models.Model):
    """The entry as it was once. Written once: what was amended can still be read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="editions", db_index=False)
    number = models.PositiveSmallIntegerField("版次")
    day = models.DateField("日期")
    content = models.JSONField("内容")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人")

    class Meta:
        verbose_name = "台账版次"
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="register_edition_once")]

    def __str__(self) -> str:
        return f"第{self.number}版"


class Amount(models.Model):
    """What an entry adds to one figure of its register, in ten-thousandths; of a choice there is one by option."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="amounts", db_index=False)
    field = models.CharField(max_length=40)
    option = models.CharField(max_length=40, blank=True)
    scaled = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field", "option"], name="register_amount_once")]

    def __str__(self) -> str:
        return f"{self.field}={self.scaled}"


class ReminderKind(models.TextChoices):
    """Why a unit is reminded of what it owes."""

    BEFORE = "before", "到期前提醒"
    LATE = "late", "逾期提醒"
    URGED = "urged", "催报"


class Reminder(models.Model):
    """A unit was reminded of a report of a period: by the clock once before and once after the due day, or by hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    register = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=ReminderKind.choices)
    at = models.DateTimeField()
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "催报"
        indexes = [models.Index(fields=["register", "day", "unit"], name="register_reminders")]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "unit", "day", "kind"],
                condition=~Q(kind="urged"),
                name="register_reminded_once",
            ),
            models.UniqueConstraint(
                fields=["register", "unit", "day", "on"], condition=Q(kind="urged"), name="register_urged_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.day}"
