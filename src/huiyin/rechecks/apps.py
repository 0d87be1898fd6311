"""The room `rechecks` as a Django app."""

from uuid import UUID

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class RechecksConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.rechecks"
    verbose_name = "抽样复核"

    def ready(self) -> None:
        """Say who reads the photos of a recheck, and enter the pages into the navigation."""
        from huiyin.files.ports import readers_of
        from huiyin.rechecks.who import READERS
        from huiyin.ui.navigation import Entry, register

        readers_of("recheck", _reads)
        register(Entry("抽样复核", "rechecks:index", "patch-check", READERS, order=78, count=_waiting))


def _reads(actor: Actor, subject_id: UUID) -> bool:
    from huiyin.rechecks.queries import visible_to

    return visible_to(actor).filter(pk=subject_id).exists()


def _waiting(actor: Actor) -> int:
    from huiyin.rechecks.models import Recheck
    from huiyin.rechecks.queries import to_check_by
    from huiyin.rechecks.states import RecheckState
    from huiyin.rechecks.who import KEEPERS

    own = to_check_by(actor).count()
    if not actor.holds(*KEEPERS):
        return own
    return own + Recheck.objects.filter(state__in=(RecheckState.DRAWN, RecheckState.FOUND)).count()
