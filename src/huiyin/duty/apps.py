"""The room `duty` as a Django app."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.duty"
    verbose_name = "值班"

    def ready(self) -> None:
        """Enter the pages into the navigation."""
        from huiyin.duty.views import waiting
        from huiyin.duty.who import DAY_READERS, OPENERS, PLANNERS
        from huiyin.moves.opening import stands_on
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("值班", "duty:now", "person-badge", OPENERS, order=620, count=waiting),
            Entry("领导接听日", "duty:days", "telephone", DAY_READERS, order=625),
        )
        # Who cannot fill a gap sees who is on duty.
        stands_on("duty", "值班", lambda actor: "duty:gaps" if actor.holds(*PLANNERS) else "duty:now")
