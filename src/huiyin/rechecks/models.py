"""The rows of this room: draws by lot, and the rechecks that came of them."""

from django.db import models
from django.db.models import F, Q

from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Subject
from huiyin.people.models import User
from huiyin.rechecks.states import OPEN_RECHECK, RecheckState, Verdict
from huiyin.units.models import Unit


class Draw(models.Model):
    """One drawing by lot: from which cases, by which seed, how many. Written once, so that it can be repeated.

    `until` is the first day that no longer counts; `frame` is the number of cases of which each had its chance, and
    `frame_hash` is equal for the same cases.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    since = models.DateField("自", unique=True)
    until = models.DateField("至")
    seed = models.CharField("种子", max_length=40)
    share = models.FloatField("比例")
    at_least = models.PositiveSmallIntegerField("至少")
    frame = models.PositiveIntegerField("抽样范围")
    frame_hash = models.CharField(max_length=64)
    drawn = models.PositiveIntegerField("抽中")
    last_lot = models.CharField(max_length=64)
    book = models.CharField(max_length=40)
    at = models.DateTimeField("抽取时间")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="抽取人")

    class Meta:
        verbose_name = "抽样"
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="recheck_draw_days")]

    def __str__(self) -> str:
        return f"{self.since} {self.until}"


class Recheck(Subject):
    """One drawn case that somebody apart looks at again. Unit and closing day are as they were when it was drawn.

    `words` is what was found, and may have to be erased one day.
    """

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="rechecks", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="rechecks")
    lot = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="承办单位")
    unit_path = models.CharField(max_length=120, blank=True)
    closed_day = models.DateField("办结日期")
    drawn_at = models.DateTimeField("抽中时间")
    checker = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="核实人"
    )
    assigned_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField("核实期限", null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    verdict = models.CharField("核实结论", max_length=16, choices=[(v.value, v.label) for v in Verdict], blank=True)
    way = models.CharField("核实方式", max_length=8, blank=True)
    words = models.CharField("核实情况", max_length=1000, blank=True)
    checked_at = models.DateTimeField("核实时间", null=True)
    again = models.BooleanField("已重新办理", default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "抽样复核"
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="recheck_work"),
            models.Index(fields=["draw", "lot"], name="recheck_of_draw"),
            models.Index(fields=["checker", "state"], name="recheck_of_checker"),
            models.Index(fields=["closed_day", "verdict"], name="recheck_closed_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draw", "case"], name="recheck_drawn_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(OPEN_RECHECK)), name="recheck_one_open"
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(checked_at__isnull=False), name="recheck_verdict_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=RecheckState.ASSIGNED) | Q(checker__isnull=False), name="recheck_has_its_checker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"
