"""The place of a test call: how pages and API move one."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.linetests.act import move_test
from huiyin.linetests.lifecycle import LINETEST
from huiyin.linetests.models import LineTest
from huiyin.linetests.queries import line_facts, visible_to
from huiyin.moves.place import Place, register


def _facts(row: LineTest, at: datetime) -> Any:
    return line_facts(row, row.ledger, at)


LINETESTS = register(
    Place(
        LINETEST,
        move_test,
        lambda actor: visible_to(actor).select_related("unit", "ledger", "tester", "round"),
        _facts,
        lambda row: reverse("linetests:one", args=[row.pk]),
        lambda row, actor: f"{row.unit.short_name} {row.number}",
        head=lambda row: row.ledger,
    )
)
