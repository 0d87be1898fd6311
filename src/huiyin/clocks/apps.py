"""The room `clocks` as a Django app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.clocks"
    verbose_name = "时限"

    def ready(self) -> None:
        """Enter the page of holidays into the navigation."""
        from huiyin.flow.posts import Post
        from huiyin.ui.navigation import Entry, register

        register(Entry("节假日", "clocks:holidays", "calendar-week", frozenset({Post.ADMIN, Post.DIRECTOR}), order=840))
