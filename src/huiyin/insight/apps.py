"""The room `insight` as a Django app."""

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class InsightConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.insight"
    verbose_name = "热点与预警"

    def ready(self) -> None:
        """Enter the pages into the navigation, and warnings as a reason for which other things are begun."""
        from huiyin.insight.begun import REASON
        from huiyin.insight.who import ALL, READERS
        from huiyin.ui import because
        from huiyin.ui.navigation import Entry, register

        because.register(REASON)
        register(
            Entry("热点", "insight:topics", "fire", READERS, order=566),
            Entry("预警", "insight:alerts", "bell", READERS, order=567, count=_alerts),
            Entry("季节准备", "insight:preparations", "calendar-check", READERS, order=568, count=_preparations),
            Entry("案例库", "insight:stories", "journal-bookmark", ALL, order=569, count=_stories),
        )


def _alerts(actor: Actor) -> int:
    from huiyin.insight.queries import alerts_visible_to, sees_all, tasks_owed_by
    from huiyin.insight.states import AlertState

    owed = 0 if sees_all(actor) else tasks_owed_by(actor).count()
    return alerts_visible_to(actor).filter(state=AlertState.FOUND).count() + owed


def _preparations(actor: Actor) -> int:
    from huiyin.insight.queries import preparations_visible_to, sees_all
    from huiyin.insight.states import PreparationState

    waiting = (PreparationState.ASKED, PreparationState.RETURNED)
    return 0 if sees_all(actor) else preparations_visible_to(actor).filter(state__in=waiting).count()


def _stories(actor: Actor) -> int:
    from huiyin.insight.queries import stories_visible_to
    from huiyin.insight.states import StoryState
    from huiyin.insight.who import APPROVERS

    if not actor.holds(*APPROVERS):
        return 0
    return stories_visible_to(actor).filter(state=StoryState.PROPOSED).exclude(proposed_by=actor.user_id).count()
