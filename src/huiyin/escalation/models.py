"""Rows of this room: steps of the ladder, problems of units, circulars with their readers, hand-overs, corrections."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.escalation.states import CircularState, CorrectionState, HandoverState, StepState
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.rulebook.escalation import Rung
from huiyin.units.models import Unit

FINE = 40


class StepTaken(Subject):
    """One step of the ladder that was reached: a card that was shown, or what was proposed and is decided by a person.

    `about` is what brought it about: a clock, a case, or a unit (with the period); so that no step is taken twice.
    `step` is the step of the rulebook, empty where a person proposed it. `supervised_by` is the order that it became.
    `centre` is the unit on whose own line, or under whose supervision, it was reached: its people decide. Empty for the city.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    step = models.CharField("规则", max_length=FINE, blank=True)
    rung = models.CharField("级别", max_length=16)
    weight = models.PositiveSmallIntegerField("轻重")
    about = models.UUIDField()
    period = models.CharField(max_length=10, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="escalations", verbose_name="工单")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="单位")
    unit_path = models.CharField(max_length=120, blank=True)
    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    whom = models.CharField("约谈对象", max_length=FINE, blank=True)
    why = models.CharField("事由", max_length=300)
    figures: Any = models.JSONField("数据", default=dict)
    reached_at = models.DateTimeField("时间")
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="提请人"
    )
    supervised_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="决定人"
    )
    decision = models.CharField("决定", max_length=500, blank=True)
    carry_out_by = models.DateField("落实期限", null=True)
    carried_out_on = models.DateField("落实日期", null=True)
    outcome = models.CharField("落实情况", max_length=1000, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        verbose_name = "升级措施"
        indexes = [
            models.Index(fields=["state", "-weight", "reached_at", "id"], name="escalation_work"),
            models.Index(fields=["unit_path", "reached_at"], name="escalation_unit"),
            models.Index(fields=["rung", "reached_at"], name="escalation_rung"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "step", "period"], condition=~Q(step=""), name="escalation_step_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.SET_ASIDE) | ~Q(decision=""), name="escalation_set_aside_says_why"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(unit__isnull=False), name="escalation_about_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "S12"."""
        return f"S{self.number}"

    @property
    def standing(self) -> StepState:
        """The state with its label."""
        return next(state for state in StepState if state == self.state)

    @property
    def kind(self) -> Rung:
        """The rung with its label."""
        return Rung(self.rung)


class CaseBehind(models.Model):
    """One of the cases for which a step was taken against a unit as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    taken = models.ForeignKey(StepTaken, models.CASCADE, related_name="behind", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taken", "case"], name="escalation_case_behind_once")]

    def __str__(self) -> str:
        return f"{self.taken_id} {self.case_id}"


class ProblemFound(models.Model):
    """How one unit stood in one problem in a month, as it was last counted.

    `centre` is the unit with a line of its own to which it answers, and whose cases were counted; empty for the city's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    problem = models.CharField("问题", max_length=FINE)
    period = models.CharField("月份", max_length=10)
    since = models.DateField()
    until = models.DateField()
    bad = models.PositiveIntegerField("问题件")
    of = models.PositiveIntegerField("总件数")
    over = models.BooleanField("突出")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "突出问题"
        constraints = [models.UniqueConstraint(fields=["period", "problem", "unit"], name="escalation_problem_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.problem} {self.period}"


class CircularKind(models.TextChoices):
    """Praise or criticism."""

    PRAISE = "praise", "通报表扬"
    CRITICISM = "criticism", "通报批评"


class Circular(Subject):
    """A circular (通报): who is praised or criticised, with which cases, and which units read it.

    `owner` is the unit that issues it to those below, None for the centre. `to_all` says that all units of the next
    level read it; else only those that it names.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    sign = models.CharField("文号", max_length=60, blank=True)
    kind = models.CharField("种类", max_length=12, choices=CircularKind.choices)
    owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="发文单位"
    )
    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    causes: Any = models.JSONField("原因", default=list)
    to_all = models.BooleanField("发至全部单位", default=True)
    follows = models.ForeignKey(StepTaken, models.PROTECT, null=True, related_name="circulars", db_index=False)
    written_at = models.DateTimeField("起草时间")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="起草人")
    approved_at = models.DateTimeField("批准时间", null=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="批准人"
    )
    words = models.CharField("审批意见", max_length=500, blank=True)
    issued_at = models.DateTimeField("印发时间", null=True)

    class Meta:
        verbose_name = "通报"
        indexes = [models.Index(fields=["state", "-written_at", "-id"], name="circular_work")]
        constraints = [
            models.UniqueConstraint(fields=["sign"], condition=~Q(sign=""), name="circular_sign_once"),
            models.CheckConstraint(
                condition=~Q(state=CircularState.ISSUED) | Q(issued_at__isnull=False, approved_by__isnull=False),
                name="circular_issued_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: its number of issue, before that "T12"."""
        return self.sign or f"TB{self.number}"

    @property
    def standing(self) -> CircularState:
        """The state with its label."""
        return next(state for state in CircularState if state == self.state)


class CircularUnit(models.Model):
    """A unit that a circular names, or that has to read it; and when somebody of it did."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circular = models.ForeignKey(Circular, models.CASCADE, related_name="units", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    named = models.BooleanField("被通报", default=False)
    reads = models.BooleanField("收文", default=False)
    read_at = models.DateTimeField("阅读时间", null=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "unit"], name="circular_unit_once")]

    def __str__(self) -> str:
        return f"{self.circular_id} {self.unit_id}"


class CircularCase(models.Model):
    """A case that a circular tells of, with nothing by which the petitioner is known."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circular = models.ForeignKey(Circular, models.CASCADE, related_name="cases", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    summary = models.CharField("摘要", max_length=200)

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["circular", "case"], name="circular_case_once")]

    def __str__(self) -> str:
        return self.summary


class Handover(Subject):
    """A matter of responsibility handed to the body that decides about people: evidence, receipt, outcome.

    `centre` is the unit on whose own line it came up, which proposed it to the city; empty for the city's own.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    follows = models.ForeignKey(StepTaken, models.PROTECT, null=True, related_name="handovers", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    centre = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="提请单位"
    )
    situation = models.CharField("情形", max_length=FINE)
    body = models.CharField("移送机关", max_length=FINE)
    facts = models.TextField("事实")
    responsible = models.CharField("责任岗位", max_length=120, blank=True)
    written_at = models.DateTimeField("登记时间")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人")
    handed_at = models.DateTimeField("移送时间", null=True)
    handed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="移送人"
    )
    received_on = models.DateField("受理日期", null=True)
    receipt = models.CharField("受理文号或经办人", max_length=120, blank=True)
    outcome = models.CharField("处理结果", max_length=FINE, blank=True)
    result = models.CharField("处理情况", max_length=1000, blank=True)
    concluded_on = models.DateField("处理日期", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        verbose_name = "问责移送"
        indexes = [models.Index(fields=["state", "-written_at", "-id"], name="handover_work")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[HandoverState.CONCLUDED, HandoverState.CLOSED]) | ~Q(outcome=""),
                name="handover_concluded_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "W12"."""
        return f"W{self.number}"

    @property
    def standing(self) -> HandoverState:
        """The state with its label."""
        return next(state for state in HandoverState if state == self.state)


class Evidence(models.Model):
    """A case that stands behind a hand-over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="evidence", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["handover", "case"], name="handover_case_once")]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.case_id}"


class Correction(Subject):
    """What a unit has to correct (整改), until when, what it reported, and whether that was accepted."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    unit_path = models.CharField(max_length=120)
    follows = models.ForeignKey(StepTaken, models.PROTECT, null=True, related_name="corrections", db_index=False)
    title = models.CharField("整改事项", max_length=120)
    wanted = models.CharField("整改要求", max_length=1000)
    due_on = models.DateField("期限")
    first_due_on = models.DateField("首次期限")
    set_at = models.DateTimeField("下达时间")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="下达人")
    report = models.CharField("整改报告", max_length=2000, blank=True)
    reported_at = models.DateTimeField("报告时间", null=True)
    first_reported_on = models.DateField(null=True)
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="报告人"
    )
    back = models.PositiveSmallIntegerField("退回次数", default=0)
    opinion = models.CharField("验收意见", max_length=500, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    urges = models.PositiveSmallIntegerField("催办次数", default=0)
    urged_on = models.DateField(null=True)

    class Meta:
        verbose_name = "整改"
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="correction_work"),
            models.Index(fields=["unit_path", "state"], name="correction_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[CorrectionState.SET, CorrectionState.CANCELLED]) | Q(reported_at__isnull=False),
                name="correction_was_reported",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "G12"."""
        return f"G{self.number}"

    @property
    def standing(self) -> CorrectionState:
        """The state with its label."""
        return next(state for state in CorrectionState if state == self.state)

    def is_late(self, today: date) -> bool:
        """Whether the unit has not reported in time."""
        return self.state == CorrectionState.SET and self.due_on < today
