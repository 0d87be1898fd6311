"""Rows of the journal: events, texts said with them, work owed, keys of writes already done, ledgers."""

from typing import Any

from django.db import models

from huiyin.flow.ids import uuid7


class Subject(models.Model):
    """A thing that moves through a lifecycle table. Only the door assigns `state`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=24)
    book = models.CharField(max_length=40)

    class Meta:
        abstract = True


class Chained(models.Model):
    """A row that heads a chain of events: the count and the last hash show a cut tail.

    `last_at` is the latest moment of an act in the chain: nobody acts on the thing before that.
    """

    chain_head = models.BinaryField(max_length=32, default=bytes)
    event_count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Ledger(Chained):
    """The chain of events that belong to no case: units, people, calendars."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One act. Written once in the transaction of the change, never updated, never deleted."""

    pk = models.CompositePrimaryKey("recorded_at", "id")
    id = models.UUIDField(default=uuid7)
    recorded_at = models.DateTimeField()
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    post = models.CharField(max_length=24, blank=True)
    acting_for = models.UUIDField(null=True)
    verb = models.CharField(max_length=48)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    chain_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    state_before = models.CharField(max_length=24, blank=True)
    state_after = models.CharField(max_length=24, blank=True)
    book = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    caused_by = models.UUIDField(null=True)
    said: Any = models.JSONField(default=dict)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["chain_id", "seq"], name="event_chain"),
            models.Index(fields=["id"], name="event_id"),
            models.Index(fields=["verb", "at"], name="event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id}"


class Remark(models.Model):
    """A free text said with an act. The event holds its id and a keyed hash, so that a text can be erased."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    field = models.CharField(max_length=32)
    text = models.TextField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_id"], name="remark_case"),
            models.Index(fields=["event_id"], name="remark_event"),
        ]

    def __str__(self) -> str:
        return self.field


class Owed(models.Model):
    """Work owed for one event that somebody follows; written in the same transaction as the event."""

    event_id = models.UUIDField(primary_key=True)
    recorded_at = models.DateTimeField()
    verb = models.CharField(max_length=48)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["recorded_at"], name="owed_order")]

    def __str__(self) -> str:
        return self.verb


class OwedAgain(models.Model):
    """One follower that failed on one event: tried again with growing pauses, without holding up the others."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    follower = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=1)
    next_at = models.DateTimeField(db_index=True)
    error = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "follower"], name="owed_again_once")]

    def __str__(self) -> str:
        return self.follower


class Told(models.Model):
    """The key of a write that was done: the same key again gives the same event and writes nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor_id = models.UUIDField()
    key = models.CharField(max_length=64)
    event_id = models.UUIDField()
    subject_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="told_once")]

    def __str__(self) -> str:
        return self.key


class Counter(models.Model):
    """A counter behind numbers of cases and papers, one row per name and period."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class Digest(models.Model):
    """A signed digest of the heads of all chains at one moment, to be kept elsewhere too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    chains = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
