"""The check at start-up: with a rulebook that cannot be used the house does not open."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from huiyin.rulebook import shelf
from huiyin.rulebook.errors import RulebookError


def rulebooks_are_sound(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each problem of a rulebook, and one if the installation's city has none.

    A city may keep its rulebooks outside the product, in the directories of the setting `RULEBOOK_SHELVES`.
    """
    try:
        for directory in getattr(settings, "RULEBOOK_SHELVES", ()):
            shelf.register_shelf(Path(directory))
        books = shelf.all_books()
    except RulebookError as error:
        return [Error(str(problem), id="rulebook.E001") for problem in error.problems]
    if not any(book.city_code == settings.CITY for book in books):
        cities = "、".join(sorted({book.city_code for book in books}))
        return [Error(f"没有城市 {settings.CITY} 的规则簿（HUIYIN_CITY），现有：{cities}", id="rulebook.E002")]
    return []


def refuse_to_start_without_rulebooks() -> None:
    """Raise ImproperlyConfigured with every problem. Servers and workers run no checks: a check alone is too late."""
    problems = rulebooks_are_sound(None)
    if problems:
        raise ImproperlyConfigured("规则簿有误，不能启动：\n" + "\n".join(problem.msg for problem in problems))
