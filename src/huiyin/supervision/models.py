"""Rows of this room: supervision orders with their cases, urges and traces; verifications; meetings with their tasks."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Assignment, Case
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.supervision.states import About, OrderState, Origin, Outcome, Side, Trace, Verdict
from huiyin.units.models import Unit


def _words(labels: type) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in labels]  # type: ignore[attr-defined]


class Order(Subject):
    """A supervision order (督办单): one unit is asked to bring one or several cases to an end, until a day.

    `centre` is the unit that supervises those below it; empty for the city's centre. `late` stays once a report came
    late, also where a later one is accepted.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    paper = models.CharField("文号", max_length=60, unique=True)
    kind = models.CharField("督办方式", max_length=24)
    origin = models.CharField("缘由", max_length=8, choices=_words(Origin))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="被督办单位")
    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    asked = models.CharField("督办要求", max_length=1000)
    issued_at = models.DateTimeField("下达时间")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="督办人")
    due_at = models.DateTimeField("反馈期限")
    received_at = models.DateTimeField("签收时间", null=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    reported_at = models.DateTimeField("反馈时间", null=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    report = models.CharField("落实情况", max_length=2000, blank=True)
    finding = models.CharField("督办所见", max_length=2000, blank=True)
    found_at = models.DateTimeField(null=True)
    late = models.BooleanField("逾期反馈", default=False)
    sent_back = models.PositiveSmallIntegerField("退回", default=0)
    urges = models.PositiveSmallIntegerField("催办", default=0)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField("督办结果", max_length=8, blank=True, choices=_words(Outcome))
    judged = models.CharField("认可意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "督办单"
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="supervision_work"),
            models.Index(fields=["unit", "state", "due_at"], name="supervision_unit"),
            models.Index(fields=["issued_at", "id"], name="supervision_issued"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=OrderState.CLOSED.value) | Q(closed_at__isnull=False, outcome__gt=""),
                name="supervision_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.paper

    @property
    def standing(self) -> OrderState:
        """The state with its label."""
        return next(state for state in OrderState if state == self.state)


class Supervised(models.Model):
    """One case of a supervision order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="supervised", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="supervised")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "case"], name="supervised_once")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.case_id}"


class Urge(models.Model):
    """A unit was urged in writing (催办通知书) to report on a supervision order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="urged", db_index=False)
    ordinal = models.PositiveSmallIntegerField("第几次")
    paper = models.CharField("文号", max_length=60, unique=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    words = models.CharField("催办说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "催办通知书"
        constraints = [models.UniqueConstraint(fields=["order", "ordinal"], name="supervision_urge_once")]

    def __str__(self) -> str:
        return self.paper


class Followed(models.Model):
    """One entry of the follow-up of a supervision order: asked how it goes, looked at the place, rang the petitioner."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="followed")
    kind = models.CharField("类型", max_length=10, choices=_words(Trace))
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    words = models.CharField("情况", max_length=500)

    class Meta:
        verbose_name = "跟踪记录"

    def __str__(self) -> str:
        return self.get_kind_display()


class Check(Subject):
    """A verification (核实): a centre sends somebody to see what is true about a case.

    `centre` is the unit that sends somebody about a case of its own line; empty for the city's centre, which looks at its
    own cases and may look at those of a line.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="checks")
    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    about = models.CharField("核实什么", max_length=12, choices=_words(About))
    what = models.CharField("核实要求", max_length=500)
    place = models.CharField("核实地点", max_length=200)
    checker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="核实人")
    sent_at = models.DateTimeField("派出时间")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField("期限")
    visited_at = models.DateTimeField("到场时间", null=True)
    done_at = models.DateTimeField("登记时间", null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    met = models.CharField("在场人员", max_length=200, blank=True)
    verdict = models.CharField("核实结论", max_length=8, blank=True, choices=_words(Verdict))
    found = models.CharField("核实情况", max_length=2000, blank=True)

    class Meta:
        verbose_name = "核实"
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="check_work"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="check_done"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, verdict="") | Q(done_at__isnull=False, verdict__gt=""),
                name="check_done_with_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.about}"


class Meeting(Subject):
    """A meeting about cases: a unit's leader is summoned, people meet on the spot, several units agree.

    `centre` is the unit that called it; empty for the city's centre.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    kind = models.CharField("种类", max_length=24)
    title = models.CharField("议题", max_length=100)
    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    planned_at = models.DateTimeField("召开时间")
    place = models.CharField("地点", max_length=100)
    chair = models.CharField("主持人", max_length=60)
    agenda = models.CharField("要解决的问题", max_length=1000)
    called_at = models.DateTimeField("发起时间")
    called_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    held_at = models.DateTimeField("实际召开时间", null=True)
    minutes = models.CharField("纪要", max_length=4000, blank=True)
    paper = models.CharField("文号", max_length=60, blank=True)
    closed_at = models.DateTimeField("定稿时间", null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    why_cancelled = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "会议"
        indexes = [
            models.Index(fields=["state", "planned_at", "id"], name="meeting_work"),
            models.Index(fields=["held_at"], condition=Q(held_at__isnull=False), name="meeting_held"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["paper"], condition=Q(paper__gt=""), name="meeting_paper_once"),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingCase(models.Model):
    """One case that a meeting is about."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="about", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="meetings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "case"], name="meeting_case_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.case_id}"


class MeetingUnit(models.Model):
    """A unit that is summoned or invited."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invited", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "unit"], name="meeting_unit_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.unit_id}"


class Attendant(models.Model):
    """Somebody who was there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendants")
    ordinal = models.PositiveSmallIntegerField()
    side = models.CharField("身份", max_length=12, choices=_words(Side))
    name = models.CharField("姓名、职务", max_length=60)
    of = models.CharField("单位", max_length=60, blank=True)

    class Meta:
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return self.name


class Agreed(models.Model):
    """One task on which a meeting agreed. When the minutes are closed it becomes a joint share of the case, or an order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agreed")
    ordinal = models.PositiveSmallIntegerField()
    what = models.CharField("事项", max_length=400)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="责任单位")
    owner = models.CharField("责任人", max_length=40, blank=True)
    until = models.DateField("完成日期")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False)
    share = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(order__isnull=True), name="agreed_one_way_only"),
        ]

    def __str__(self) -> str:
        return self.what
