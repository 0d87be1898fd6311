"""The check at start-up: every figure that a rulebook publishes can be counted with the measures of that rulebook."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from huiyin.rulebook.shelf import all_books
from huiyin.statistics.collecting import registry_for


def what_is_published_can_be_counted(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:  # fmt: skip
    """Return an error for each name that is no measure."""
    found: list[CheckMessage] = []
    for book in all_books():
        registry, told = registry_for(book), book.publicity
        names = [(name, where) for where in ("calls", "figures", "rates", "left_out") for name in getattr(told, where)]
        found += [
            Error(f"规则簿 {book.id} 的 publicity.{where}：没有指标 {name}", id="portal.E001")
            for name, where in names
            if name not in registry
        ]
    return found
