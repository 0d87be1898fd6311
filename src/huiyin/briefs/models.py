"""Rows of this room: papers, their figures, what was signed, who reads them, what was said of them before signing."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from huiyin.briefs.states import GONE, NUMBERED, TONES, BriefState
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import Post
from huiyin.flow.times import ONE_DAY
from huiyin.instructions.models import Matter
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.registers.models import Entry
from huiyin.rulebook.papers import BriefKind
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit

FINE = 40
WIDE = 200


class Brief(Subject):
    """A paper of one kind over one period, or two ("上半年暨七月份").

    `source` is what the editor writes: entries with live references to measures. `blocks` is what it says with the
    figures as they were last counted: the content of page, PDF and DOCX. `until` is the first day after the period, and
    `hour` the time of day at which it begins and ends. `begun_from` is the issue whose prose it began with.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    kind = models.CharField("种类", max_length=FINE)
    title = models.CharField("标题", max_length=120)
    period = models.CharField("时段", max_length=60)
    rhythm = models.CharField(max_length=12)
    since = models.DateField("自")
    until = models.DateField("止于")
    hour = models.TimeField(null=True)
    second: Any = models.JSONField("另一时段", null=True)
    source: Any = models.JSONField(default=list)
    blocks: Any = models.JSONField(default=list)
    counted_at = models.DateTimeField("数字统计时间", null=True)
    begun_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    written_at = models.DateTimeField("起草时间")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="起草人")
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="审核人"
    )
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="审批人"
    )
    words = models.CharField("审批意见", max_length=500, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    issue = models.PositiveIntegerField("期号", null=True)
    total = models.PositiveIntegerField("总期号", null=True)
    sign = models.CharField("期号或文号", max_length=60, blank=True)
    signed_at = models.DateTimeField("签发时间", null=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="签发人"
    )
    distributed_at = models.DateTimeField("发送时间", null=True)

    class Meta:
        verbose_name = "公文简报"
        indexes = [
            models.Index(fields=["kind", "-until"], name="brief_kind"),
            models.Index(fields=["state", "-number"], name="brief_state"),
            models.Index(fields=["signed_at"], name="brief_signed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="brief_days"),
            models.UniqueConstraint(
                fields=["kind", "since", "until"], name="brief_once_a_period",
                condition=~Q(rhythm="none") & Q(corrects__isnull=True) & ~Q(state__in=sorted(GONE)),
            ),
            models.UniqueConstraint(fields=["kind", "year", "issue"], name="brief_issue_once"),
            models.UniqueConstraint(fields=["kind", "total"], name="brief_total_once"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(NUMBERED)) | ~Q(sign=""), name="brief_signed_has_number"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "第3期（总第54期）" once it is signed, "J12" before."""
        return self.sign or f"稿{self.number}"

    @property
    def standing(self) -> BriefState:
        """The state with its label."""
        return next(state for state in BriefState if state == self.state)

    @property
    def tone(self) -> str:
        """The tint of its chip."""
        return TONES.get(self.standing, "neutral")

    @property
    def rules(self) -> BriefKind:
        """What the rulebook says of its kind."""
        return book_named(self.book).papers.kind(self.kind)

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.until if self.hour else self.until - ONE_DAY


class BriefFigure(models.Model):
    """One figure of a paper as it was counted: what it means, over what, and the cases behind it.

    `value` is exact ("11557/12167", "524"), empty where there is nothing to divide by. `parts` are what it is made of:
    numerator and denominator of a rate, both sides of a comparison. `cases` holds the ids of the cases, 16 bytes each;
    it is None where they are too many to keep, or no cases. A figure from outside has a `source`, and no measure.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brief = models.ForeignKey(Brief, models.CASCADE, related_name="figures", db_index=False)
    key = models.CharField(max_length=WIDE)
    measure = models.CharField("指标", max_length=80, blank=True)
    form = models.CharField(max_length=16, default="value")
    label = models.CharField("名称", max_length=WIDE)
    text = models.CharField("数值", max_length=60)
    value = models.CharField(max_length=80, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    definition = models.CharField("口径", max_length=500, blank=True)
    scope: Any = models.JSONField("范围", default=dict)
    parts: Any = models.JSONField(default=list)
    cases = models.BinaryField(null=True)
    source = models.CharField("来源", max_length=WIDE, blank=True)
    counted_at = models.DateTimeField("统计时间")
    frozen = models.BooleanField(default=False)

    class Meta:
        verbose_name = "公文中的数字"
        constraints = [
            models.UniqueConstraint(fields=["brief", "key"], name="brief_figure_once"),
            models.CheckConstraint(condition=~Q(measure="") | ~Q(source=""), name="brief_figure_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text}"


class SignedBrief(models.Model):
    """What was signed: the whole document with its figures, findings and explanations. Written once, never changed."""

    brief = models.OneToOneField(Brief, models.PROTECT, primary_key=True, related_name="signed")
    document: Any = models.JSONField()
    figures: Any = models.JSONField()
    findings: Any = models.JSONField(default=list)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "签发稿"

    def __str__(self) -> str:
        return self.hash


class BriefNote(models.Model):
    """What was said of a paper before it was signed: a remark of the review, or why a finding of the check stands."""

    class Kind(models.TextChoices):
        """A remark or an explanation."""

        REMARK = "remark", "审稿意见"
        EXPLANATION = "explanation", "核对说明"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brief = models.ForeignKey(Brief, models.CASCADE, related_name="notes", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=WIDE, blank=True)
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "审稿意见"
        indexes = [models.Index(fields=["brief", "kind", "at"], name="brief_note")]

    def __str__(self) -> str:
        return self.text


class BriefReader(models.Model):
    """Somebody who is to read a paper: a person in a post, the post alone where nobody held it, or a unit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brief = models.ForeignKey(Brief, models.CASCADE, related_name="readers", db_index=False)
    post = models.CharField("岗位", max_length=24, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="阅读人")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="单位")
    read_at = models.DateTimeField("阅读时间", null=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "公文阅读"
        indexes = [
            models.Index(fields=["brief"], name="brief_reader"),
            models.Index(fields=["post", "user"], name="brief_reader_post"),
            models.Index(fields=["unit", "read_at"], name="brief_reader_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(post="") | Q(unit__isnull=False), name="brief_reader_is_somebody"),
            models.UniqueConstraint(
                fields=["brief", "unit"], name="brief_reader_unit_once", condition=Q(unit__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["brief", "user"], name="brief_reader_once", condition=Q(user__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id or self.unit_id or self.post)

    @property
    def post_label(self) -> str:
        """The word for the post, for a line that means whoever holds it."""
        return Post(self.post).label if self.post else ""


class BriefEntry(models.Model):
    """A paper that was entered into a register when it was signed; a correction shares the entry of what it corrects."""

    brief = models.OneToOneField(Brief, models.PROTECT, primary_key=True, related_name="entered")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "公文登记"

    def __str__(self) -> str:
        return f"{self.brief_id} {self.entry_id}"


class BriefMatter(models.Model):
    """A paper that was laid before leaders, whose words on it are instructions."""

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="matters", db_index=False)
    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        verbose_name = "公文呈阅"
        indexes = [models.Index(fields=["brief"], name="brief_matter")]

    def __str__(self) -> str:
        return f"{self.brief_id} {self.matter_id}"
