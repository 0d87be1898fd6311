"""The room `portal` as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """Registers the room, and enters the page on which the public statistics are drawn up."""

    name = "huiyin.portal"
    verbose_name = "市民页面"

    def ready(self) -> None:
        """Enter the page, the check of what is published, and what the database refuses."""
        from huiyin.portal.checks import what_is_published_can_be_counted
        from huiyin.portal.publication_who import PREPARERS
        from huiyin.ui.navigation import Entry, register

        checks.register(what_is_published_can_be_counted)
        post_migrate.connect(_refuse_changes, sender=self)
        register(Entry("公开统计", "portal:publications", "megaphone-fill", frozenset(PREPARERS), order=707))


def _refuse_changes(using: str, **kwargs: Any) -> None:
    from huiyin.portal.frozen import refuse_changes

    refuse_changes(using)
