"""Questions about the calendar's notices."""

from django.db.models import OuterRef, QuerySet, Subquery

from huiyin.calendars.models import Notice


def in_force() -> QuerySet[Notice]:
    """Return the notice in force for each year, the latest year first."""
    newest = Notice.objects.filter(year=OuterRef("year")).order_by("-version").values("version")[:1]
    return Notice.objects.filter(version=Subquery(newest)).order_by("-year")


def of_year(year: int) -> Notice | None:
    """Return the notice in force for the year, or None while the year is provisional."""
    return Notice.objects.filter(year=year).order_by("-version").first()
