"""The rows of this room: one call as the telephone system tells it, and one caller who is to be rung back."""

from django.db import models
from django.db.models import Q

from huiyin.calls.states import RingState
from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.rulebook.calls import CallOutcome
from huiyin.units.models import Unit


class Call(models.Model):
    """One call that came in. Written once; only the case that it was about may be told later.

    `number` is the telephone system's own. `day` and `hour` are local, for figures. `waited` runs from the ringing to the
    answer, or to the end where nobody answered. The caller's number is sealed, and found by its keyed hash. `centre` is the
    unit on whose own line it came, empty for the city's: like a case it belongs to that line, and to no figure of the city.
    `line` is the called number; as long as no line has declared it, `line_known` is false and the call stands with the city's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("话单编号", max_length=64, unique=True)
    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="专线")
    line = models.CharField("被叫号码", max_length=24, blank=True)
    line_known = models.BooleanField("被叫号码已对上", default=True)
    queue = models.CharField("技能组", max_length=40, blank=True)
    began_at = models.DateTimeField("呼入时间")
    answered_at = models.DateTimeField("接听时间", null=True)
    ended_at = models.DateTimeField("挂断时间", null=True)
    day = models.DateField("日期")
    hour = models.PositiveSmallIntegerField("时段")
    waited = models.PositiveIntegerField("等待秒数", default=0)
    talked = models.PositiveIntegerField("通话秒数", default=0)
    outcome = models.CharField("结果", max_length=12, choices=[(o.value, o.label) for o in CallOutcome])
    agent = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="话务员")
    agent_number = models.CharField("工号", max_length=40, blank=True)
    caller = models.BinaryField(null=True)
    caller_hash = models.BinaryField(max_length=32, null=True)
    about = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="工单")
    event_id = models.UUIDField()

    class Meta:
        verbose_name = "来电"
        indexes = [
            models.Index(fields=["day", "outcome"], name="call_day"),
            models.Index(fields=["began_at", "id"], name="call_began"),
            models.Index(fields=["agent", "day"], name="call_agent", condition=Q(agent__isnull=False)),
            models.Index(fields=["caller_hash"], name="call_caller", condition=Q(caller_hash__isnull=False)),
            models.Index(fields=["about"], name="call_about", condition=Q(about__isnull=False)),
            models.Index(fields=["centre", "day"], name="call_centre", condition=Q(centre__isnull=False)),
            models.Index(fields=["line"], name="call_line_unknown", condition=Q(line_known=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=CallOutcome.ANSWERED.value, answered_at__isnull=False)
                | (~Q(outcome=CallOutcome.ANSWERED.value) & Q(answered_at__isnull=True)),
                name="call_answered_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RingBack(Subject):
    """One caller whom nobody answered: rung back once, however often the phone rang in vain. `call` is the latest of them.

    `centre` is the unit on whose own line it was, which rings back itself; empty for the city's.
    """

    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="专线")
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    caller_hash = models.BinaryField(max_length=32)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+", db_index=False, verbose_name="最近一次漏接")
    missed = models.PositiveIntegerField("漏接次数", default=1)
    first_at = models.DateTimeField("首次漏接")
    first_day = models.DateField()
    due_at = models.DateTimeField("回拨期限")
    attempts = models.PositiveSmallIntegerField("回拨次数", default=0)
    tried_at = models.DateTimeField("最近回拨", null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="回拨人")
    done_at = models.DateTimeField("了结时间", null=True)
    words = models.CharField("备注", max_length=500, blank=True)

    class Meta:
        verbose_name = "漏接回拨"
        indexes = [
            models.Index(fields=["state", "due_at"], name="ringback_work"),
            models.Index(fields=["first_day", "state"], name="ringback_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["caller_hash"],
                condition=Q(state=RingState.WAITING.value, centre__isnull=True),
                name="ringback_once_a_caller",
            ),
            models.UniqueConstraint(
                fields=["caller_hash", "centre"],
                condition=Q(state=RingState.WAITING.value, centre__isnull=False),
                name="ringback_once_a_caller_of_a_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_at:%Y-%m-%d %H:%M} {self.state}"
