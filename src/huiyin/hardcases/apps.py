"""The room `hardcases` as a Django app."""

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class HardcasesConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.hardcases"
    verbose_name = "疑难台账"

    def ready(self) -> None:
        """Enter the pages into the navigation."""
        from huiyin.hardcases.who import ALL, READERS
        from huiyin.moves.opening import for_posts, stands_on
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("疑难台账", "hardcases:index", "hourglass-split", READERS, order=560, count=_waiting),
            Entry("每月重点", "hardcases:focuses", "bullseye", ALL, order=565),
        )
        stands_on("season", "季节日历", for_posts("hardcases:seasons", ALL))


def _waiting(actor: Actor) -> int:
    from huiyin.flow import times
    from huiyin.hardcases.queries import review_due, visible_to
    from huiyin.hardcases.states import HardState
    from huiyin.hardcases.who import KEEPERS

    due = review_due(times.local_day(times.now())).filter(pk__in=visible_to(actor).values("pk")).count()
    if not actor.holds(*KEEPERS):
        return due
    return due + visible_to(actor).filter(state=HardState.PROPOSED).exclude(proposed_by=actor.user_id).count()
