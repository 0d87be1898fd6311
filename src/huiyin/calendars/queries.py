"""Questions about the calendar's notices."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from huiyin.calendars.models import Notice


def in_force() -> QuerySet[Notice]:
    """Return the notice in force for each year, the latest year first."""
    newest = Notice.objects.filter(year=OuterRef("year")).order_by("-version").values("version")[:1]
    return Notice.objects.filter(version=Subquery(newest)).order_by("-year")


def of_year(year: int) -> Notice | None:
    """Return the notice in force for the year, or None while the year is provisional."""
    return Notice.objects.filter(year=year).order_by("-version").first()


NOTICES_COME_IN = 11
"""The State Council tells the next year's days in late autumn."""


def year_lacking_notice(today: date) -> int | None:
    """Return the year whose notice somebody should bring now, or None: due times that reach into it are only provisional."""
    wanted = [today.year, *([today.year + 1] if today.month >= NOTICES_COME_IN else [])]
    there = set(Notice.objects.filter(year__in=wanted).values_list("year", flat=True))
    return next((year for year in wanted if year not in there), None)
