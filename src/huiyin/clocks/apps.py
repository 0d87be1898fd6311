"""The room `clocks` as a Django app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.clocks"
    verbose_name = "时限"

    def ready(self) -> None:
        """Enter the page of holidays into the navigation; a year without its notice counts as one thing to do."""
        from huiyin.calendars.queries import year_lacking_notice
        from huiyin.flow import times
        from huiyin.flow.actor import Actor
        from huiyin.flow.posts import Post
        from huiyin.ui.navigation import Entry, register

        def waiting(actor: Actor) -> int:
            return int(actor.holds(Post.ADMIN) and year_lacking_notice(times.local_day(times.now())) is not None)

        readers = frozenset({Post.ADMIN, Post.DIRECTOR})
        register(Entry("节假日", "clocks:holidays", "calendar-week", readers, order=840, count=waiting))
