"""The room `escalation` as a Django app."""

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class EscalationConfig(AppConfig):
    """Registers the room and enters its pages into the navigation."""

    name = "huiyin.escalation"
    verbose_name = "升级与问责"

    def ready(self) -> None:
        """Enter the pages."""
        from huiyin.escalation.who import READERS
        from huiyin.flow.posts import UNIT_POSTS
        from huiyin.ui.navigation import Entry, register

        register(
            Entry(
                "升级与问责",
                "escalation:index",
                "bar-chart-steps",
                READERS,
                order=64,
                count=_to_decide,
                on_own_line=True,
            ),
            Entry("督促与通报", "escalation:own", "exclamation-triangle", UNIT_POSTS, order=64, count=_to_do),
        )


def _to_decide(actor: Actor) -> int:
    from huiyin.escalation.queries import corrections_to_accept, handovers_to_take_up, waiting_for

    return sum(rows.count() for rows in (waiting_for(actor), corrections_to_accept(actor), handovers_to_take_up(actor)))


def _to_do(actor: Actor) -> int:
    from huiyin.escalation.queries import corrections_owed_by, unread_by

    return unread_by(actor).count() + corrections_owed_by(actor).count() if actor.unit_ids else 0
