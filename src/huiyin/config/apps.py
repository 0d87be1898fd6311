"""The place where the house is put together, as a Django app: it has no tables, only commands."""

from django.apps import AppConfig


class PuttingTogetherConfig(AppConfig):
    """Lets Django find the commands of an installation."""

    name = "huiyin.config"

    def ready(self) -> None:
        """Tell rooms below where all measures are found and whose hotline it is; make SQLite use its indexes."""
        from huiyin.config.beginnings import ask_by_beginnings
        from huiyin.config.context import city
        from huiyin.rollups.known import count_measures_of
        from huiyin.statistics.collecting import registry_for
        from huiyin.ui.errors import tell_on_every_page

        count_measures_of(registry_for)
        tell_on_every_page(city)
        ask_by_beginnings()
