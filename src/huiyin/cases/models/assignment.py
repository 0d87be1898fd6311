"""The assignment (承办): one unit's share of a case, and its replies (反馈)."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models.case import Case
from huiyin.cases.states import OPEN_ASSIGNMENT
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Subject
from huiyin.people.models import User
from huiyin.units.models import Unit


class Role(models.TextChoices):
    """Lead (主办), joint (协办), or handed down by the unit above (下派)."""

    LEAD = "lead", "主办"
    JOINT = "joint", "协办"
    SUB = "sub", "下派"


class Assignment(Subject):
    """One unit's share of a case, with its own state and its own times; the unit's path is as it was then."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    unit_path = models.CharField(max_length=120)
    role = models.CharField(max_length=8, choices=Role.choices)
    above = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    cycle = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True)
    dispatched_at = models.DateTimeField()
    dispatched_day = models.DateField()
    sign_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    signed_late = models.BooleanField(default=False)
    charge_leader = models.CharField(max_length=40, blank=True)
    charge_section = models.CharField(max_length=40, blank=True)
    charge_handler = models.CharField(max_length=40, blank=True)
    contacted_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    replied_day = models.DateField(null=True)
    passed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    untrue = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    suspended = models.BooleanField(default=False)
    bound = models.BooleanField(default=False)
    asks_for = models.CharField(max_length=12, blank=True)
    question_to = models.CharField(max_length=8, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    rejections = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            # PostgreSQL looks for a beginning ("0001.%") only in an index of this class, whatever the locale.
            models.Index(
                fields=["unit_path", "state", "due_at"],
                name="assignment_work",
                opclasses=["varchar_pattern_ops", "", ""],
            ),
            models.Index(fields=["state", "due_at"], name="assignment_state_due"),
            models.Index(fields=["case", "state"], name="assignment_case"),
            # Few shares wait for an answer at any moment: with the others in it SQLite would not look into the index.
            models.Index(fields=["question_to", "state"], name="assignment_question", condition=Q(question_to__gt="")),
            models.Index(fields=["unit", "dispatched_day"], name="assignment_unit_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role=Role.LEAD, state__in=sorted(OPEN_ASSIGNMENT)),
                name="assignment_one_lead",
            ),
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(state__in=sorted(OPEN_ASSIGNMENT)), name="assignment_unit_once"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.SUB, above__isnull=False) | (~Q(role=Role.SUB) & Q(above__isnull=True)),
                name="assignment_sub_has_above",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id}"


class Reply(models.Model):
    """One answer of a unit: the internal account, the public answer, and who signed it off."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="replies", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    account = models.TextField()
    public = models.TextField()
    result = models.CharField(max_length=32)
    true_matter = models.BooleanField(null=True)
    contacted = models.BooleanField()
    contacted_how = models.CharField(max_length=60, blank=True)
    resolved = models.BooleanField()
    unresolved_reason = models.CharField(max_length=500, blank=True)
    answered_petitioner = models.BooleanField(default=False)
    answer_way = models.CharField(max_length=24, blank=True)
    answer_link = models.URLField(max_length=400, blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    drafted_at = models.DateTimeField()
    signed_off_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    signed_off_at = models.DateTimeField(null=True)
    paper_signer = models.CharField(max_length=40, blank=True)
    paper_day = models.DateField(null=True)
    paper_scan = models.UUIDField(null=True)
    paper_drawn = models.BooleanField(default=False)
    paper_genuine = models.BooleanField(null=True)
    submitted_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    reject_cause = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "ordinal"], name="reply_ordinal_once")]
        indexes = [
            models.Index(
                fields=["assignment"], condition=Q(paper_drawn=True, paper_genuine__isnull=True), name="reply_to_check"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.ordinal}"
