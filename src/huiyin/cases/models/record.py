"""Contacts with and answers to the petitioner: one shared log, so that nobody rings twice for the same."""

from django.db import models

from huiyin.cases.models.assignment import Assignment
from huiyin.cases.models.case import Case
from huiyin.flow.ids import uuid7
from huiyin.people.models import User


class ContactKind(models.TextChoices):
    """Why the petitioner was contacted."""

    FIRST = "first", "先行联系"
    PROGRESS = "progress", "进展告知"
    CALLBACK = "callback", "回访"
    SITE = "site", "现场察看"
    TRACKING = "tracking", "跟踪了解"
    OTHER = "other", "其他"


class ContactEntry(models.Model):
    """One contact with the petitioner, or one look at the place, by unit or centre."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts", db_index=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="contacts", db_index=False)
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=24, blank=True)
    reached = models.BooleanField(default=True)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="contact_case")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Answer(models.Model):
    """One answer given to the petitioner: when, by which way, by whom; on a message board also where."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    by_unit = models.BooleanField(default=False)
    way = models.CharField(max_length=24)
    person = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    link = models.URLField(max_length=400, blank=True)
    published_on = models.DateField(null=True)
    final = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.way
