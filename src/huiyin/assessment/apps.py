"""The room `assessment` as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class AssessmentConfig(AppConfig):
    """Registers the room and enters its pages into the navigation."""

    name = "huiyin.assessment"
    verbose_name = "考核"

    def ready(self) -> None:
        """Enter the pages, and the check of the schemes."""
        from huiyin.assessment.checks import schemes_can_be_counted
        from huiyin.assessment.who import PAGE_READERS
        from huiyin.ui.navigation import Entry, register

        checks.register(schemes_can_be_counted)
        post_migrate.connect(_refuse_changes, sender=self)
        register(
            Entry("考核", "assessment:rounds", "trophy", PAGE_READERS, order=710),
            Entry("考核申请", "assessment:claims", "chat-square-text", PAGE_READERS, order=715),
        )


def _refuse_changes(using: str, **kwargs: Any) -> None:
    from huiyin.assessment.frozen import refuse_changes

    refuse_changes(using)
