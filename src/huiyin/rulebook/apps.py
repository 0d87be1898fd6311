"""The room `rulebook` as a Django app."""

from django.apps import AppConfig
from django.core.checks import register


class RulebookConfig(AppConfig):
    """Reads the rulebooks when the house opens, and keeps it shut if one of them is wrong."""

    name = "huiyin.rulebook"

    def ready(self) -> None:
        """Read every rulebook. Raises ImproperlyConfigured naming each problem by file and key."""
        from huiyin.rulebook.checks import refuse_to_start_without_rulebooks, rulebooks_are_sound

        register(rulebooks_are_sound)
        refuse_to_start_without_rulebooks()
