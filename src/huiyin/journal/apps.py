"""The room `journal` as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    """Registers the room and finds the followers of all rooms."""

    name = "huiyin.journal"

    def ready(self) -> None:
        """Import every room's `followers`, so that owed work is written from the first event on."""
        autodiscover_modules("followers")
