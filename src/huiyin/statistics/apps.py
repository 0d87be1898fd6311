"""The room `statistics` as a Django app."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Registers the room and enters its page into the navigation."""

    name = "huiyin.statistics"
    verbose_name = "统计"

    def ready(self) -> None:
        """Enter the page of figures."""
        from huiyin.cases.queries import SEES_LINES
        from huiyin.statistics.viewing import READERS
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("办理情况统计", "statistics:figures", "bar-chart", READERS, order=700),
            Entry("单位专线", "statistics:lines", "signpost-split", SEES_LINES, order=705, on_own_line=True),
        )
