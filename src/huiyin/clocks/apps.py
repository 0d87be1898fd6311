"""The room `clocks` as a Django app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.clocks"
    verbose_name = "时限"
