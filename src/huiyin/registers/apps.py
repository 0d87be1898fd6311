"""The room `registers` as a Django app."""

from uuid import UUID

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class RegistersConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.registers"
    verbose_name = "台账"

    def ready(self) -> None:
        """Say who reads the files of an entry, and enter the pages into the navigation."""
        from huiyin.files.ports import readers_of
        from huiyin.flow.posts import Post
        from huiyin.moves.opening import for_posts, stands_on
        from huiyin.registers.act import KIND
        from huiyin.ui.navigation import Entry, register

        readers_of(KIND, _reads)
        register(Entry("台账", "registers:index", "journals", frozenset(Post), order=610, count=_owed))
        stands_on("report", "定期报送", for_posts("registers:due", frozenset(Post)))


def _reads(actor: Actor, subject_id: UUID) -> bool:
    from huiyin.registers.queries import visible_to

    return visible_to(actor).filter(pk=subject_id).exists()


def _owed(actor: Actor) -> int:
    from huiyin.flow import times
    from huiyin.registers.due import owed_by
    from huiyin.registers.following import to_approve

    day = times.local_day(times.now())
    return (len(list(owed_by(actor, day))) if actor.unit_ids else 0) + to_approve(actor, day).count()
