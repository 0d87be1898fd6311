"""The case (工单): what is asked, by whom, where, how it stands; its wishes, approvals and tags."""

from django.db import models
from django.db.models import F, Q

from huiyin.cases.models.petitioner import Petitioner
from huiyin.cases.states import OPEN_CASE, CaseState
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Chained, Subject
from huiyin.people.models import User
from huiyin.units.models import Unit


class Outcome(models.TextChoices):
    """How a case ended, apart from its result code: what the counters of the yearly reports tell apart."""

    NONE = "", "未结"
    DIRECT_ANSWER = "direct_answer", "直接答复"
    DIRECT_HANDLED = "direct_handled", "直接办理"
    BY_UNIT = "by_unit", "单位办理"
    JUDGED = "judged", "研判终结"
    REFUSED = "refused", "不予受理"
    TRANSFERRED_OUT = "transferred_out", "转外部"
    VOIDED = "voided", "作废"
    WITHDRAWN = "withdrawn", "撤回"


class Case(Subject, Chained):
    """One matter of one petitioner. What work lists filter and sort by stands on this row.

    `centre` is the unit whose own line took it in and is the centre for it; empty for the city's own. A case that such
    a unit handed up to the city is another case, `raised_from` the first.
    """

    number = models.CharField(max_length=24, unique=True)
    query_hash = models.BinaryField(max_length=32, null=True)
    petitioner = models.ForeignKey(Petitioner, models.PROTECT, null=True, related_name="cases", db_index=False)
    anonymous = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    can_be_called = models.BooleanField(default=False)
    channel = models.CharField(max_length=24)
    family = models.CharField(max_length=16)
    source_ref = models.CharField(max_length=120, blank=True)
    source_hash = models.BinaryField(max_length=32, null=True)
    source_link = models.URLField(max_length=400, blank=True)
    source_due_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    text_hash = models.BinaryField(max_length=16, null=True)
    occurred = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=200, blank=True)
    object = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    category = models.CharField(max_length=12, blank=True)
    territory = models.CharField(max_length=16, blank=True)
    urgency = models.CharField(max_length=12, default="ordinary")
    important = models.BooleanField(default=False)
    leader_signed = models.BooleanField(default=False)
    instructor_post = models.CharField(max_length=24, blank=True)
    immediate = models.BooleanField(default=False)
    centre = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    accused_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    accused_path = models.CharField(max_length=120, blank=True)
    sponsor = models.CharField(max_length=60, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    taken_until = models.DateTimeField(null=True)

    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_day = models.DateField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    dispatched_day = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_day = models.DateField(null=True)
    first_closed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    audited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    unit_due_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    objected_at = models.DateTimeField(null=True)

    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    lead_path = models.CharField(max_length=120, blank=True)
    first_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    approval_role = models.CharField(max_length=24, blank=True)
    approval_rest = models.CharField(max_length=200, blank=True)
    approval_pending = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    result = models.CharField(max_length=32, blank=True)
    closed_on_time = models.BooleanField(null=True)
    to_publish = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    suspended = models.BooleanField(default=False)
    terminated = models.BooleanField(default=False)
    suggestion_adopted = models.BooleanField(default=False)
    refusal_reason = models.CharField(max_length=32, blank=True)
    transfer_target = models.CharField(max_length=32, blank=True)
    outside_receipt = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="splits", db_index=False)
    raised_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="raised_to", db_index=False)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated_by", db_index=False)

    returns = models.PositiveSmallIntegerField(default=0)
    rejections = models.PositiveSmallIntegerField(default=0)
    redos = models.PositiveSmallIntegerField(default=0)
    urges = models.PositiveSmallIntegerField(default=0)
    hurries = models.PositiveSmallIntegerField(default=0)
    callback_attempts = models.PositiveSmallIntegerField(default=0)
    satisfied_first = models.CharField(max_length=24, blank=True)
    satisfied = models.CharField(max_length=24, blank=True)
    misuse = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = [
            # With the rulebook and the centre, so that what waits for a post is found and sorted without reading the cases.
            models.Index(fields=["state", "due_at", "id", "book", "centre"], name="case_state_due"),
            models.Index(fields=["state", "-received_at", "-id"], name="case_state_received"),
            models.Index(fields=["-received_at", "-id"], name="case_received"),
            models.Index(fields=["accepted_day", "family", "channel"], name="case_accepted"),
            models.Index(fields=["category", "-received_at"], name="case_category"),
            # PostgreSQL looks for a beginning ("0001.%") only in an index of this class, whatever the locale.
            models.Index(
                fields=["lead_path", "state", "due_at"], name="case_lead", opclasses=["varchar_pattern_ops", "", ""]
            ),
            models.Index(
                fields=["due_at", "id"],
                name="case_late",
                condition=Q(state__in=sorted(OPEN_CASE), answered_at__isnull=True, suspended=False),
            ),
            models.Index(fields=["approval_role", "due_at"], name="case_approval", condition=Q(approval_pending=True)),
            models.Index(fields=["closed_day"], name="case_closed", condition=Q(closed_day__isnull=False)),
            models.Index(fields=["objected_at", "id"], name="case_objected", condition=Q(objected_at__isnull=False)),
            models.Index(fields=["answered_at", "id"], name="case_to_publish", condition=Q(to_publish=True)),
            models.Index(fields=["petitioner"], name="case_petitioner"),
            models.Index(fields=["text_hash"], name="case_text", condition=Q(text_hash__isnull=False)),
            models.Index(fields=["taken_by", "state"], name="case_taken", condition=Q(taken_by__isnull=False)),
            models.Index(fields=["review_on"], name="case_suspended", condition=Q(suspended=True)),
            models.Index(fields=["registered_by", "state", "due_at", "id"], name="case_registered_by"),
            models.Index(fields=["parent"], name="case_parent", condition=Q(parent__isnull=False)),
            models.Index(fields=["split_from"], name="case_split_from", condition=Q(split_from__isnull=False)),
            models.Index(fields=["raised_from"], name="case_raised_from", condition=Q(raised_from__isnull=False)),
            # The city's own cases have no centre: what the lines of units took in is found, and left out, by this one.
            models.Index(
                fields=["centre", "state", "due_at", "id"], name="case_centre", condition=Q(centre__isnull=False)
            ),
            models.Index(fields=["repeats"], name="case_repeats", condition=Q(repeats__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "source_hash"], name="case_source_once", condition=Q(source_hash__isnull=False)
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="case_not_own_parent"),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.CLOSED]) | Q(closed_at__isnull=False), name="case_closed_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.MERGED) | Q(parent__isnull=False), name="case_merged_has_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class WishResult(models.TextChoices):
    """What became of one wish, in the unit's word, later ticked by audit and by the petitioner."""

    PENDING = "", "未答复"
    SOLVED = "solved", "已解决"
    PARTLY = "partly", "部分解决"
    NOT_NOW = "not_now", "一时不具备解决条件"
    EXPLAINED = "explained", "已解释说明"
    UNREASONABLE = "unreasonable", "超越政策或不合理"


class WishFound(models.TextChoices):
    """What the petitioner finds was done about one wish, whatever the unit reported."""

    UNSAID = "", "未评价"
    DONE = "done", "办好了"
    PARTLY = "partly", "办了一部分"
    NOT_DONE = "not_done", "没有办"


class Wish(models.Model):
    """One wish (诉求点) of a case: answered with a result and evidence, ticked by audit and by the petitioner.

    `found` and `grade` are the petitioner's own, said on the citizens' page; the rates count what call-backs heard.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="wishes", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    result = models.CharField(max_length=16, choices=WishResult.choices, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    audited = models.BooleanField(null=True)
    petitioner_says = models.BooleanField(null=True)
    found = models.CharField(max_length=12, choices=WishFound.choices, blank=True)
    grade = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ordinal"], name="wish_ordinal_once")]

    def __str__(self) -> str:
        return self.text


class Approval(models.Model):
    """One decision in the approval chain (请示、呈批), with the words of the one who decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="approvals")
    role = models.CharField(max_length=24)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    approved = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    on_paper = models.BooleanField(default=False)
    afterwards = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.role


class Tag(models.Model):
    """A campaign tag (专项标签) on a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tags", db_index=False)
    name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="tag_once")]
        indexes = [models.Index(fields=["name", "case"], name="tag_name")]

    def __str__(self) -> str:
        return self.name
