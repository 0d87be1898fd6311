"""The room `desk` as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        """Enter the pages into the navigation, and say who reads the papers that stay in the centre."""
        from huiyin.cases.queries import SEES_ALL
        from huiyin.desk.case_page import PRIVATE
        from huiyin.desk.menu import DAILY, FOR_ALL, GROUPS
        from huiyin.desk.papers import may_read_private
        from huiyin.desk.urge_views import URGERS
        from huiyin.desk.views import waits_for
        from huiyin.desk.wall import VIEWERS
        from huiyin.desk.who_saw import MAY_ASK_WHO_SAW
        from huiyin.files.ports import readers_of
        from huiyin.flow.posts import UNIT_POSTS, Post
        from huiyin.moves.opening import for_posts, stands_on
        from huiyin.ui.navigation import Entry, arrange, register

        readers_of(PRIVATE, may_read_private)
        deciders = UNIT_POSTS | {Post.DISPATCHER, Post.DIRECTOR, Post.ARBITER}
        register(
            Entry("我的待办", "desk:home", "inbox", order=10, count=waits_for),
            Entry("今日一览", "desk:morning", "sunrise", frozenset({Post.DIRECTOR}), order=15),
            Entry("运行大屏", "desk:wall", "display", frozenset(VIEWERS), order=709),
            Entry("显示屏", "desk:wall_displays", "tv", frozenset({Post.ADMIN}), order=709),
            Entry("承办", "desk:shares", "clipboard-check", UNIT_POSTS, order=30),
            Entry("工单", "desk:cases", "file-text", SEES_ALL | UNIT_POSTS, order=40),
            Entry("谁看过诉求人信息", "desk:who_saw", "shield-lock", frozenset(MAY_ASK_WHO_SAW), order=95),
            Entry("申请审批", "desk:applications", "patch-question", deciders, order=50),
            Entry("按单位催办", "desk:urge", "megaphone", frozenset(URGERS), order=60, on_own_line=True),
        )
        arrange(GROUPS, DAILY, FOR_ALL)
        stands_on("unit", "承办", for_posts("desk:shares", UNIT_POSTS))
