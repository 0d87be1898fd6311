"""The place where the house is put together, as a Django app: it has no tables, only commands."""

from django.apps import AppConfig


class PuttingTogetherConfig(AppConfig):
    """Lets Django find the commands of an installation."""

    name = "huiyin.config"

    def ready(self) -> None:
        """Tell the room that counts ahead where all measures are found, on a storey above it; make SQLite use its indexes."""
        from huiyin.config.beginnings import ask_by_beginnings
        from huiyin.rollups.known import count_measures_of
        from huiyin.statistics.collecting import registry_for

        count_measures_of(registry_for)
        ask_by_beginnings()
