"""The place of a recheck: how pages and API move one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.cases.sight import HIDDEN_TITLE, is_above_accused
from huiyin.files.act import Prepared, keep, prepare
from huiyin.files.limits import allowed_in_words
from huiyin.flow.actor import Actor
from huiyin.moves.place import Aid, Asking, Pairs, Place, Uploads, register
from huiyin.people.models import User
from huiyin.rechecks.act import move_recheck
from huiyin.rechecks.lifecycle import RECHECK
from huiyin.rechecks.models import Recheck
from huiyin.rechecks.queries import recheck_facts, visible_to
from huiyin.rechecks.shown import matter_of

KIND = RECHECK.kind


def page_of(row: Recheck) -> str:
    """Return the address of the page of a recheck."""
    return reverse("rechecks:one", args=[row.pk])


def _facts(row: Recheck, at: datetime) -> Any:
    return recheck_facts(row, row.case, at)


def _title(row: Recheck, actor: Actor) -> str:
    return f"{row.case.number} {HIDDEN_TITLE if is_above_accused(actor, row.case.accused_path) else row.case.title}"


def _checkers(asking: Asking) -> Pairs:
    people = User.objects.filter(pk__in=asking.facts.checkers).order_by("username")
    return [(str(pk), name) for pk, name in people.values_list("pk", "name")]


def _keep_photos(asking: Asking, files: Sequence[Prepared]) -> Mapping[str, Any]:
    for file in files:
        keep(file, subject_kind=KIND, subject_id=asking.row.pk, kind="photo", actor=asking.actor, at=asking.at,
             case=asking.row.case)  # fmt: skip
    return {}


def _matter(asking: Asking) -> Mapping[str, Any]:
    return matter_of(asking.row)


RECHECKS = register(
    Place(
        RECHECK,
        move_recheck,
        lambda actor: visible_to(actor).select_related("case", "unit", "checker", "draw"),
        _facts,
        page_of,
        _title,
        head=lambda row: row.case,
        choices={"checker": _checkers},
        aids={action: Aid("rechecks/aids/matter.html", _matter) for action in ("check", "do_again", "leave")},
        uploads={"check": Uploads("现场照片", allowed_in_words(), prepare, _keep_photos)},
    )
)
