"""The room `moves` as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MovesConfig(AppConfig):
    """Registers the room and finds the places of all rooms."""

    name = "huiyin.moves"
    verbose_name = "操作"

    def ready(self) -> None:
        """Import every room's `places`, so that each of their things can be moved by page and by API."""
        autodiscover_modules("places")
