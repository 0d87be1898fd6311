"""The room `calendars` as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CalendarsConfig(AppConfig):
    """Registers the room and sees that the product's notices are in the table."""

    name = "huiyin.calendars"
    verbose_name = "工作日历"

    def ready(self) -> None:
        """Seed the notices after migrations."""
        from huiyin.calendars.seeding import seed_missing_years

        post_migrate.connect(seed_missing_years, sender=self, dispatch_uid="calendars.seed")
