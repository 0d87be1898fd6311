"""The room `supervision` as a Django app."""

from uuid import UUID

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class SupervisionConfig(AppConfig):
    """Registers the room with those below it, and enters its pages into the navigation."""

    name = "huiyin.supervision"
    verbose_name = "督办"

    def ready(self) -> None:
        """Say who reads the files, follow calendars and reorganisations, enter the page."""
        from huiyin.clocks import ports as clock_ports
        from huiyin.files.ports import readers_of
        from huiyin.supervision import succession
        from huiyin.supervision.who import READERS
        from huiyin.ui.navigation import Entry, register
        from huiyin.units import ports

        readers_of("supervision", _reads_order)
        readers_of("verification", _reads_check)
        readers_of("meeting", _reads_meeting)
        clock_ports.on_due_changed.append(succession.follow_calendar)
        ports.on_succession(succession.hand_over_open_orders)
        ports.before_close_without_successor(succession.why_it_cannot_close)
        register(Entry("督办", "supervision:orders", "eye", READERS, order=77, count=_waiting))


def _reads_order(actor: Actor, order_id: UUID) -> bool:
    from huiyin.supervision.queries import visible_to

    return visible_to(actor).filter(pk=order_id).exists()


def _reads_check(actor: Actor, check_id: UUID) -> bool:
    from huiyin.supervision.queries import checks_visible_to

    return checks_visible_to(actor).filter(pk=check_id).exists()


def _reads_meeting(actor: Actor, meeting_id: UUID) -> bool:
    from huiyin.supervision.queries import meetings_visible_to

    return meetings_visible_to(actor).filter(pk=meeting_id).exists()


def _waiting(actor: Actor) -> int:
    from huiyin.supervision.queries import checks_waiting_for, meetings_waiting_for, waiting_for

    return sum(rows.count() for rows in (waiting_for(actor), checks_waiting_for(actor), meetings_waiting_for(actor)))
