"""Rows of the incidents: the incident, its wordings, the cases gathered in it, tasks of units, the log of resources."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.incidents.states import EntryState, IncidentState, TaskState
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.units.models import Unit

SCALE = 1000
"""Amounts are kept in thousandths, so that tonnes add up exactly."""


class Incident(Subject):
    """One flood, outage or large event. `territories` and `categories` are codes; without any it means all of them."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    kind = models.CharField("种类", max_length=24)
    title = models.CharField("名称", max_length=80)
    area = models.CharField("范围", max_length=200, blank=True)
    territories = models.JSONField("属地", default=list)
    categories = models.JSONField("事项分类", default=list)
    began_at = models.DateTimeField("发生时间")
    whole_day_duty = models.BooleanField("24 小时值班", default=False)
    wording = models.TextField("口径", blank=True)
    edition = models.PositiveSmallIntegerField("版次", default=0)
    declared_at = models.DateTimeField("登记时间")
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人")
    in_force_at = models.DateTimeField("启动时间", null=True)
    stood_down_at = models.DateTimeField("解除时间", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)
    summary = models.TextField("总结", blank=True)

    class Meta:
        verbose_name = "突发事件"
        indexes = [models.Index(fields=["state", "-began_at", "-id"], name="incident_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=IncidentState.IN_FORCE.value) | ~Q(wording=""), name="incident_in_force_has_wording"
            ),
            models.CheckConstraint(
                condition=~Q(state=IncidentState.CLOSED.value) | ~Q(summary=""), name="incident_closed_has_summary"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "SJ12"."""
        return f"SJ{self.number}"

    @property
    def standing(self) -> IncidentState:
        """The state with its label."""
        return next(state for state in IncidentState if state == self.state)


class Wording(models.Model):
    """What the centre said about the incident from one moment on. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="wordings", db_index=False)
    number = models.PositiveSmallIntegerField("版次")
    text = models.TextField("口径")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="发布人")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="incident_wording_once")]

    def __str__(self) -> str:
        return f"第{self.number}版"


class How(models.TextChoices):
    """How a case came to an incident."""

    BY_HAND = "by_hand", "逐件关联"
    BATCH = "batch", "批量关联"
    OFFERED = "offered", "按提示关联"
    AT_COUNTER = "at_counter", "登记时关联"


class Gathered(models.Model):
    """A case that belongs to an incident, from one moment on; `left_at` where it was taken out again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="gathered", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    how = models.CharField("方式", max_length=12, choices=How.choices)
    at = models.DateTimeField("关联时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="关联人")
    left_at = models.DateTimeField("移出时间", null=True)

    class Meta:
        indexes = [models.Index(fields=["case"], name="incident_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "case"], condition=Q(left_at__isnull=True), name="incident_case_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.case_id}"


class Task(Subject):
    """What one unit has to do in an incident, until when, and what it reported."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="tasks", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    words = models.TextField("任务")
    on_site = models.BooleanField("须到现场", default=False)
    due_at = models.DateTimeField("期限")
    given_at = models.DateTimeField("下达时间")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="下达人")
    taken_at = models.DateTimeField("接收时间", null=True)
    reported_at = models.DateTimeField("报告时间", null=True)
    done = models.TextField("处置情况", blank=True)
    place = models.CharField("现场地点", max_length=200, blank=True)
    leader = models.CharField("现场负责人", max_length=50, blank=True)
    people = models.PositiveIntegerField("现场人数", null=True)
    arrived_at = models.DateTimeField("到达时间", null=True)
    late_told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "事件任务"
        indexes = [
            models.Index(fields=["incident", "state"], name="incident_task_state"),
            models.Index(fields=["unit", "state", "due_at"], name="incident_task_unit"),
            models.Index(
                fields=["due_at"],
                name="incident_task_late",
                condition=Q(state__in=[TaskState.GIVEN.value, TaskState.WORKING.value]),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def standing(self) -> TaskState:
        """The state with its label."""
        return next(state for state in TaskState if state == self.state)

    @property
    def is_open(self) -> bool:
        """Whether the unit still has something to do."""
        return self.state in (TaskState.GIVEN, TaskState.WORKING)


class Resource(Subject):
    """One entry in the log of an incident: so much of something, for what. `scaled` is the amount in thousandths."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="resources", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="单位")
    kind = models.CharField("种类", max_length=24)
    scaled = models.BigIntegerField("数量")
    words = models.CharField("用途", max_length=200)
    on = models.DateTimeField("时间")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人")

    class Meta:
        verbose_name = "资源记录"
        indexes = [models.Index(fields=["incident", "kind", "on"], name="incident_resource_kind")]
        constraints = [models.CheckConstraint(condition=Q(scaled__gt=0), name="incident_resource_is_something")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    @property
    def amount(self) -> Decimal:
        """The amount as it was told."""
        return Decimal(self.scaled) / SCALE

    @property
    def standing(self) -> EntryState:
        """The state with its label."""
        return next(state for state in EntryState if state == self.state)
