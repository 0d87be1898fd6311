"""The check at start-up: every scheme that a rulebook names can be counted with the measures of that rulebook."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from huiyin.assessment.computing import refuse_what_has_own_value
from huiyin.measures.registry import UnknownMeasure
from huiyin.rulebook.scheme_shelf import editions_of
from huiyin.rulebook.shelf import all_books
from huiyin.statistics.collecting import registry_for


def schemes_can_be_counted(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each edition of a scheme that names a measure which is unknown, or no number of rows."""
    found: list[CheckMessage] = []
    for book in all_books():
        for scheme in editions_of(book.assessment.scheme):
            try:
                refuse_what_has_own_value(scheme, registry_for(book))
            except UnknownMeasure as wrong:
                found.append(Error(f"规则簿 {book.id} 的考核方案 {scheme.id}：{wrong.args[0]}", id="assessment.E001"))
    return found
