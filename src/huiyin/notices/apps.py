"""The room `notices` as a Django app."""

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class NoticesConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.notices"
    verbose_name = "消息"

    def ready(self) -> None:
        """Enter the page into the navigation, with the count of what is unread."""
        from huiyin.ui.navigation import Entry, register

        register(Entry("消息", "notices:list", "bell", order=20, count=_unread))


def _unread(actor: Actor) -> int:
    from huiyin.notices.queries import unread

    return unread(actor).count()
