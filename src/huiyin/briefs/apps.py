"""The room `briefs` as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from huiyin.flow.actor import Actor


class BriefsConfig(AppConfig):
    """Registers the room and enters its pages into the navigation."""

    name = "huiyin.briefs"
    verbose_name = "公文简报"

    def ready(self) -> None:
        """Enter the pages, and what the database refuses."""
        from huiyin.briefs.who import PAGE_READERS
        from huiyin.ui.navigation import Entry, register

        post_migrate.connect(_refuse_changes, sender=self)
        register(Entry("公文简报", "briefs:papers", "newspaper", PAGE_READERS, order=708, count=_waiting))


def _waiting(actor: Actor) -> int:
    from huiyin.briefs.queries import waiting_for

    return waiting_for(actor)


def _refuse_changes(using: str, **kwargs: Any) -> None:
    from huiyin.briefs.frozen import refuse_changes

    refuse_changes(using)
