"""The room `notices` as a Django app."""

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class NoticesConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.notices"
    verbose_name = "消息"

    def ready(self) -> None:
        """Enter the page into the navigation, with the count of what is unread."""
        from huiyin.notices.message_views import KEEPERS
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("消息", "notices:list", "bell", order=20, count=_unread),
            Entry("未发出短信", "notices:texts", "envelope-x", frozenset(KEEPERS), order=85, count=_unsent),
        )


def _unread(actor: Actor) -> int:
    from huiyin.notices.queries import unread

    return unread(actor).count()


def _unsent(actor: Actor) -> int:
    from huiyin.notices.queries import unsent

    return unsent().count()
