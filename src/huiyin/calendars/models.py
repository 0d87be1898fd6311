"""Rows of the calendar: every version of every notice, and the stamp by which processes see that it changed."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from huiyin.calendars.notices import HolidayNotice
from huiyin.flow.ids import uuid7


class Notice(models.Model):
    """One version of the notice for one year. A later version replaces the earlier one; none is ever changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    year = models.PositiveSmallIntegerField("年份")
    version = models.PositiveSmallIntegerField("版本", default=1)
    title = models.CharField("标题", max_length=120)
    number = models.CharField("文号", max_length=60, blank=True)
    imported_at = models.DateTimeField("导入时间")
    off: Any = models.JSONField("放假", default=list)
    work: Any = models.JSONField("调休上班", default=list)

    class Meta:
        verbose_name = "节假日安排"
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="notice_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="notice_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"

    @classmethod
    def of(cls, facts: HolidayNotice, version: int, at: datetime) -> "Notice":
        """Return the unsaved row that keeps these facts."""
        return cls(
            year=facts.year, version=version, title=facts.title, number=facts.number, imported_at=at,
            off=[rest.text for rest in facts.off], work=[str(day) for day in facts.work],
        )  # fmt: skip

    @property
    def facts(self) -> HolidayNotice:
        """What the notice says, as the arithmetic reads it."""
        return HolidayNotice.model_validate(
            {"year": self.year, "title": self.title, "number": self.number, "off": self.off, "work": self.work}
        )


class Stamp(models.Model):
    """The one row that changes with the calendar: its version, and a token that no other change has."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(default=uuid7)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="calendar_stamp_only_one")]

    def __str__(self) -> str:
        return f"日历第{self.version}版"
