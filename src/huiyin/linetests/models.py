"""The rows of this room: the rounds of test calls, and one call to one unit's phone."""

from django.db import models
from django.db.models import Q

from huiyin.flow.ids import uuid7
from huiyin.journal.models import Ledger, Subject
from huiyin.linetests.states import Heard, LineState
from huiyin.people.models import User
from huiyin.units.models import Unit


class Round(models.Model):
    """The test calls of one month: which share of how many units was drawn, by which seed. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    month = models.DateField("月份", unique=True)
    seed = models.CharField("种子", max_length=40)
    share = models.FloatField("比例")
    frame = models.PositiveIntegerField("单位数")
    drawn = models.PositiveIntegerField("抽中")
    book = models.CharField(max_length=40)
    at = models.DateTimeField("列出时间")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="列出人")

    class Meta:
        verbose_name = "拨测轮次"

    def __str__(self) -> str:
        return str(self.month)


class LineTest(Subject):
    """One test call. `number` is the office phone as it stood in the directory; the unit's place is as it was then.

    `words` is the tester's note, `explanation` what the unit says to a missed call.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="tests", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    unit_path = models.CharField(max_length=120)
    number = models.CharField("电话", max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField("拨打次数", default=0)
    last_try_at = models.DateTimeField(null=True)
    tester = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="拨测人")
    tested_at = models.DateTimeField("拨测时间", null=True)
    heard = models.CharField("结果", max_length=16, choices=[(h.value, h.label) for h in Heard], blank=True)
    discourteous = models.BooleanField("用语不规范", default=False)
    words = models.CharField("备注", max_length=500, blank=True)
    explanation = models.CharField("单位说明", max_length=500, blank=True)
    explained_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "拨测"
        indexes = [
            models.Index(fields=["state", "last_try_at"], name="linetest_work"),
            models.Index(fields=["tested_at", "id"], name="linetest_tested"),
            models.Index(fields=["unit", "tested_at"], name="linetest_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="linetest_once_a_round"),
            models.CheckConstraint(
                condition=~Q(state__in=[LineState.ANSWERED, LineState.MISSED]) | Q(tested_at__isnull=False),
                name="linetest_result_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"
