"""One case with everything that its viewer may read of it, in a number of statements that does not grow with it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from huiyin.api import told
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.sight import Sight, sight_of
from huiyin.files.models import Attachment
from huiyin.files.queries import present
from huiyin.flow.actor import Actor


def whole_of(case: Case, actor: Actor) -> dict[str, Any]:
    """Return a case that the actor may see at all: five statements."""
    shares = list(Assignment.objects.filter(case_id=case.pk).select_related("unit").order_by("dispatched_at", "id"))
    sight = sight_of(actor, case, shares)
    seen = {share.pk: share for share in shares if sight.sees_share(share)}
    for share in shares:
        share.case = case
    read = told.reader_of(sight, case)
    return {
        **told.case_told(case, actor), **told.matter_told(case, sight),
        "wishes": [told.wish_told(wish, read) for wish in case.wishes.order_by("ordinal")],
        "answers": [told.answer_told(answer, read) for answer in case.answers.order_by("at", "id")],
        "shares": [told.share_told(share) for share in seen.values()],
        "applications": [told.application_told(one, read) for one in _asked(case, seen)],
        "files": [told.file_told(one) for one in _papers(case, sight, seen)],
    }  # fmt: skip


def _asked(case: Case, seen: dict[UUID, Assignment]) -> list[Application]:
    asked = list(Application.objects.filter(assignment_id__in=list(seen)).order_by("asked_at", "id")) if seen else []
    for one in asked:
        one.case, one.assignment = case, seen[one.assignment_id]
    return asked


def _papers(case: Case, sight: Sight, seen: Iterable[UUID]) -> list[Attachment]:
    readable: set[tuple[str, UUID]] = {("assignment", pk) for pk in seen}
    if sight.sees_matter and sight.sees_petitioner:
        readable.add(("case", case.pk))
    rows = present().filter(case_id=case.pk).order_by("id")
    return [row for row in rows if sight.is_centre or (row.subject_kind, row.subject_id) in readable]
