"""The room `rollups` as a Django app."""

from django.apps import AppConfig


class RollupsConfig(AppConfig):
    """Registers the room and enters its page into the navigation."""

    name = "huiyin.rollups"
    verbose_name = "预汇总"

    def ready(self) -> None:
        """Enter the page of the checks."""
        from huiyin.flow.posts import Post
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("统计核对", "rollups:checks", "check2-square", frozenset({Post.DIRECTOR, Post.ADMIN}), order=715)
        )
