"""Rows of this room: what is laid before leaders, what each leader wrote on it, its cases, and what units have to do."""

from typing import Any

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import Post
from huiyin.instructions.states import TONES, InstructionState, Mark, TaskState, mark_of
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.units.models import Unit

CASES = "cases"
"""The kind of a matter that is nothing but cases; all other kinds are papers of the rulebook."""


class Matter(models.Model):
    """What leaders read: cases, or a paper with its text. Written once; each leader's word on it is an instruction."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField("编号", unique=True)
    kind = models.CharField("材料", max_length=24)
    title = models.CharField("标题", max_length=120)
    about = models.CharField("所属时段", max_length=80, blank=True)
    text = models.TextField("内容", blank=True)
    day = models.DateField("材料日期", null=True)
    channel = models.CharField("渠道", max_length=24, blank=True)
    advice = models.CharField("拟办意见", max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "呈阅材料"

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """How people call it: "C12"."""
        return f"C{self.number}"


class Instruction(Subject):
    """One leader's word on one matter. Several leaders on the same matter, or one leader twice, are several rows.

    `centre` is the unit on whose own line its leader wrote; empty for the city's leaders.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="instructions", verbose_name="事由")
    leader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="领导")
    leader_post = models.CharField("职务", max_length=24)
    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    presented_at = models.DateTimeField("呈阅时间", null=True)

    mark = models.CharField("签批", max_length=12, blank=True)
    kind = models.CharField("类型", max_length=24, blank=True)
    words = models.TextField("批示内容", blank=True)
    on_paper = models.BooleanField("纸质", default=False)
    written_on = models.DateField("批示日期", null=True)
    wished_on = models.DateField("要求反馈日期", null=True)
    wished_units: Any = models.JSONField("涉及单位", default=list)
    onward = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    stood_at = models.DateTimeField("生效时间", null=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    source_event = models.UUIDField(null=True, unique=True)

    class Meta:
        verbose_name = "领导批示"
        indexes = [
            models.Index(fields=["state", "-number"], name="instruction_state"),
            models.Index(fields=["written_on", "mark"], name="instruction_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mark=Mark.INSTRUCTED.value) | ~Q(words=""), name="instruction_has_words"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=models.F("entered_by")),
                name="instruction_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "P12"."""
        return f"P{self.number}"

    @property
    def standing(self) -> InstructionState:
        """The state with its label."""
        return next(state for state in InstructionState if state == self.state)

    @property
    def tone(self) -> str:
        """The tint of its chip."""
        return TONES.get(self.standing, "neutral")

    @property
    def mark_label(self) -> str:
        """The word for the mark, empty before there is one."""
        return mark_of(self.mark).label if self.mark else ""

    @property
    def post_label(self) -> str:
        """The word for the leader's post."""
        return Post(self.leader_post).label


class About(models.Model):
    """A case that an instruction is on: laid before the leader with it, linked later, or opened because of it."""

    class How(models.TextChoices):
        """How the case came to the instruction."""

        PRESENTED = "presented", "呈阅"
        LINKED = "linked", "关联"
        OPENED = "opened", "据批示立案"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instruction = models.ForeignKey(Instruction, models.CASCADE, related_name="abouts", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    how = models.CharField(max_length=12, choices=How.choices)
    marked = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instruction", "case"], name="instruction_case_once")]

    def __str__(self) -> str:
        return str(self.case_id)


class Task(Subject):
    """What one unit has to do about an instruction and to feed back, by a day of its own."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    what = models.CharField("交办事项", max_length=500, blank=True)
    given_at = models.DateTimeField("交办时间")
    due_at = models.DateTimeField("反馈期限")
    remind_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    account = models.TextField("反馈", blank=True)
    reported_at = models.DateTimeField("反馈时间", null=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    rejections = models.PositiveSmallIntegerField(default=0)
    urges = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "批示交办"
        indexes = [
            models.Index(fields=["unit", "state", "due_at"], name="task_of_unit"),
            models.Index(fields=["due_at"], name="task_due", condition=Q(state=TaskState.OWED.value)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "J12"."""
        return f"J{self.number}"

    @property
    def standing(self) -> TaskState:
        """The state with its label."""
        return next(state for state in TaskState if state == self.state)

    @property
    def tone(self) -> str:
        """The tint of its chip: late is late until it is fed back."""
        if self.late_at and self.state == TaskState.OWED:
            return "late"
        return TONES.get(self.standing, "neutral")
