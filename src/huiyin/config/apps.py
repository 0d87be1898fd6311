"""The place where the house is put together, as a Django app: it has no tables, only commands."""

from django.apps import AppConfig


class PuttingTogetherConfig(AppConfig):
    """Lets Django find the commands of an installation."""

    name = "huiyin.config"
