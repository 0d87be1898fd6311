"""The room `intake` as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.intake"
    verbose_name = "登记受理"

    def ready(self) -> None:
        """Enter the pages into the navigation."""
        from huiyin.intake.views import COLLECTORS, REGISTRARS
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("登记受理", "intake:new", "telephone-inbound", frozenset(REGISTRARS), order=20),
            Entry("网络舆情", "intake:screening", "globe", frozenset(COLLECTORS), order=25),
        )
