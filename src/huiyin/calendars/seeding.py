"""The notices that come with the product are put into the table after every migration that finds one missing."""

from typing import Any

from django.apps import apps as installed
from django.db import transaction

from huiyin.calendars.notices import shipped_notices
from huiyin.flow.ids import uuid7
from huiyin.flow.times import now


def seed_missing_years(using: str = "default", apps: Any = installed, **_: Any) -> None:
    """Add a first version for each year that comes with the product and is not in the table; imports stay.

    Connected to `post_migrate`, not a data migration, because an update of the product that brings next year's notice
    and a database that was emptied are served by it as well. Due times reckoned before are found by their version.
    """
    try:
        notices, stamps = apps.get_model("calendars", "Notice").objects, apps.get_model("calendars", "Stamp").objects
    except LookupError:
        return  # migrated back to before there was a calendar
    with transaction.atomic(using=using):
        known = set(notices.using(using).values_list("year", flat=True))
        missing = [facts for facts in shipped_notices() if facts.year not in known]
        rows = [_row(notices.model, facts) for facts in missing]
        if rows:
            notices.using(using).bulk_create(rows)
            version = stamps.using(using).values_list("version", flat=True).first() or 0
            stamps.using(using).update_or_create(pk=1, defaults={"version": version + 1, "token": uuid7()})


def _row(model: Any, facts: Any) -> Any:
    return model(
        year=facts.year, version=1, title=facts.title, number=facts.number, imported_at=now(),
        off=[rest.text for rest in facts.off], work=[str(day) for day in facts.work],
    )  # fmt: skip
