"""The room `journal` as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    """Registers the room and finds the followers of all rooms."""

    name = "huiyin.journal"

    def ready(self) -> None:
        """Import every room's `followers`, so that owed work is written from the first event on."""
        autodiscover_modules("followers")
        post_migrate.connect(_plan_tasks, sender=self)


def _plan_tasks(using: str, **kwargs: Any) -> None:
    from django.db import connections

    from huiyin.flow import times
    from huiyin.journal.schedules import plans, register_schedules

    if plans()._meta.db_table in connections[using].introspection.table_names():
        register_schedules(times.now())
