"""The room `rollups` as a Django app."""

from django.apps import AppConfig


class RollupsConfig(AppConfig):
    """Registers the room and enters its page into the navigation."""

    name = "huiyin.rollups"
    verbose_name = "预汇总"

    def ready(self) -> None:
        """Enter the page of the checks."""
        from huiyin.flow.posts import Post
        from huiyin.moves.opening import for_posts, stands_on
        from huiyin.ui.navigation import Entry, register

        readers = frozenset({Post.DIRECTOR, Post.ADMIN})
        register(Entry("统计核对", "rollups:checks", "check2-square", readers, order=715))
        stands_on("recount", "统计核对", for_posts("rollups:checks", readers))
