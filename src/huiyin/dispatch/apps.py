"""The room `dispatch` as a Django app."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.dispatch"
    verbose_name = "派单"

    def ready(self) -> None:
        """Enter the catalogue into the navigation."""
        from huiyin.dispatch.who import CENTRE_KEEPERS, READERS
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("派单目录", "dispatch:catalogue", "signpost-split", CENTRE_KEEPERS, order=620),
            Entry("诉求类别", "dispatch:categories", "tags", READERS, order=625),
        )
