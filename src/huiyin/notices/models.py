"""The rows of this room: notices inside the product, and text messages on their way out."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case, Petitioner
from huiyin.flow.ids import uuid7
from huiyin.notices.kinds import MessageKind, MessageState, NoticeKind
from huiyin.people.models import POST_CHOICES, User
from huiyin.units.models import Unit


class Notice(models.Model):
    """One notice: to one person, or to whoever holds a post, in a unit or in the centre. Who reads it first, read it.

    `once` makes it one however often its event is delivered. The text comes from a template and names nobody. It leads to the
    thing that it is `about`, of the kind `about_kind`, or to the case. Of an urgent one `turn` counts the people told before;
    an ordinary one was told to the unit's phone at `pooled_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    once = models.CharField(max_length=120, unique=True)
    event_id = models.UUIDField()
    about = models.UUIDField()
    about_kind = models.CharField(max_length=24, blank=True)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="notices")
    kind = models.CharField("类型", max_length=20, choices=[(kind.value, kind.label) for kind in NoticeKind])
    text = models.CharField(max_length=200)
    at = models.DateTimeField()
    to_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.CharField(max_length=24, blank=True, choices=POST_CHOICES)
    urgent = models.BooleanField(default=False)
    turn = models.PositiveSmallIntegerField(default=0)
    passed_on_at = models.DateTimeField(null=True)
    pooled_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "消息"
        indexes = [
            models.Index(fields=["to_user", "-at"], condition=Q(to_user__isnull=False), name="notice_person"),
            models.Index(fields=["unit", "post", "-at"], condition=Q(to_user__isnull=True), name="notice_post"),
            models.Index(fields=["about"], name="notice_about"),
            models.Index(
                fields=["at"],
                condition=Q(urgent=True, read_at__isnull=True, passed_on_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(
                fields=["unit"],
                condition=Q(urgent=False, unit__isnull=False, pooled_at__isnull=True, read_at__isnull=True),
                name="notice_to_pool",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(to_user__isnull=False) | ~Q(post=""), name="notice_is_addressed"),
        ]

    def __str__(self) -> str:
        return self.text


class Outgoing(models.Model):
    """One text message on its way out. The number is looked up when it is sent and not kept here, only its hash.

    `send_at` is the moment before which nobody sends it; while a worker does, it is the end of the worker's lease.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    once = models.CharField(max_length=120, unique=True)
    kind = models.CharField("类型", max_length=20, choices=[(kind.value, kind.label) for kind in MessageKind])
    about = models.UUIDField()
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="messages")
    petitioner = models.ForeignKey(Petitioner, models.CASCADE, null=True, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    send_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=MessageState.WAITING, choices=[(state.value, state.label) for state in MessageState]
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    sent_day = models.DateField(null=True)
    number_hash = models.BinaryField(max_length=32, null=True)
    receipt = models.CharField(max_length=80, blank=True)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = "短信"
        indexes = [
            models.Index(fields=["send_at", "id"], condition=Q(state=MessageState.WAITING), name="outgoing_work"),
            models.Index(
                fields=["made_at", "id"],
                condition=Q(state__in=[MessageState.HELD, MessageState.FAILED]),
                name="outgoing_unsent",
            ),
            models.Index(fields=["number_hash", "sent_day"], name="outgoing_cap"),
            models.Index(fields=["about"], name="outgoing_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(petitioner__isnull=False) | Q(user__isnull=False) | Q(unit__isnull=False),
                name="outgoing_is_addressed",
            ),
        ]

    def __str__(self) -> str:
        return self.once
