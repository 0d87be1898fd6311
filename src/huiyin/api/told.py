"""From rows to answers: each put into plain values as its viewer may read them. Nothing here asks the database."""

from collections.abc import Callable
from functools import partial
from typing import Any

from huiyin.cases.lifecycle import CASE
from huiyin.cases.lifecycle_parts import APPLICATION, ASSIGNMENT
from huiyin.cases.models import Answer, Application, Assignment, Case, Wish
from huiyin.cases.petitioners import masked_contact_of
from huiyin.cases.queries import SEES_ALL
from huiyin.cases.sight import (
    HIDDEN_TITLE,
    Sight,
    hides_petitioner,
    is_above_accused,
    summary_for_superior,
    without_petitioner,
)
from huiyin.cases.states import OPEN_CASE
from huiyin.files.models import Attachment
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.privacy.texts import mask_text
from huiyin.units.models import Unit

Read = Callable[[str], str]

OF_CASE = (
    "id", "number", "state", "channel", "family", "kind", "category", "territory", "urgency", "important",
    "received_at", "accepted_at", "dispatched_at", "answered_at", "closed_at", "due_at", "unit_due_at", "extended",
    "suspended", "outcome", "result",
)  # fmt: skip
OF_SHARE = (
    "id", "role", "state", "dispatched_at", "sign_due_at", "signed_at", "due_at", "replied_at", "passed_at", "on_time",
    "extended", "suspended",
)  # fmt: skip
OF_APPLICATION = ("id", "kind", "state", "asked_at", "until", "review_on", "decider", "decided_at")
OF_MATTER = ("occurred", "place", "object")
COUNTED = (
    "book",
    "refusal_reason",
    "transfer_target",
    "outside_receipt",
    "returns",
    "rejections",
    "redos",
    "urges",
    "hurries",
)
OF_FILE = ("id", "subject_kind", "subject_id", "kind", "name", "content_type", "size", "at")


def case_told(case: Case, actor: Actor) -> dict[str, Any]:
    """Return one case for a list."""
    return {
        **_fields(case, OF_CASE), "label": CASE.label_of(case.state), "seen": case.event_count,
        "title": title_told(case, actor), "lead_unit": unit_told(case.lead_unit), "is_late": _is_late(case),
    }  # fmt: skip


def title_told(case: Case, actor: Actor) -> str:
    """Return the title as the viewer may read it: a superior of the accused none, other units no numbers of people."""
    if is_above_accused(actor, case.accused_path):
        return HIDDEN_TITLE
    is_centre = actor.is_platform or actor.holds(*SEES_ALL)
    return case.title if is_centre or not hides_petitioner(case) else mask_text(case.title)


def share_told(share: Assignment) -> dict[str, Any]:
    """Return one share, whose case and unit are loaded."""
    return {
        **_fields(share, OF_SHARE), "label": ASSIGNMENT.label_of(share.state), "case": share.case.number,
        "seen": share.case.event_count, "unit": unit_told(share.unit), "above": share.above_id,
    }  # fmt: skip


def application_told(one: Application, read: Read = str) -> dict[str, Any]:
    """Return one application, whose case and unit are loaded; `read` takes out what may not be read."""
    return {
        **_fields(one, OF_APPLICATION), "label": APPLICATION.label_of(one.state), "case": one.case.number,
        "assignment": one.assignment_id, "seen": one.case.event_count, "unit": unit_told(one.assignment.unit),
        **{name: read(getattr(one, name)) for name in ("reason", "basis", "plan", "decision")},
    }  # fmt: skip


def matter_told(case: Case, sight: Sight) -> dict[str, Any]:
    """Return what a list does not hold of a case: the matter and the petitioner, as far as the viewer sees them."""
    read = reader_of(sight, case)
    where = {name: read(getattr(case, name)) if sight.sees_matter else "" for name in OF_MATTER}
    return {
        **_fields(case, COUNTED), **where, "text": read(case.text),
        "petitioner": petitioner_told(case) if sight.sees_petitioner else None,
    }  # fmt: skip


def petitioner_told(case: Case) -> dict[str, Any] | None:
    """Return the petitioner, masked."""
    row = case.petitioner
    if row is None:
        return None
    shown = masked_contact_of(row)
    return {
        "kind": row.kind, "name": shown.name, "phone": shown.phone, "address": shown.address,
        "anonymous": row.anonymous, "confidential": row.confidential,
    }  # fmt: skip


def wish_told(wish: Wish, read: Read) -> dict[str, Any]:
    """Return one wish."""
    return {**_fields(wish, ("ordinal", "result", "audited", "petitioner_says")), "text": read(wish.text)}


def answer_told(answer: Answer, read: Read) -> dict[str, Any]:
    """Return one answer."""
    return {**_fields(answer, ("at", "by_unit", "way", "link")), "text": read(answer.text)}


def file_told(attachment: Attachment) -> dict[str, Any]:
    """Return one attachment."""
    return _fields(attachment, OF_FILE)


def unit_told(unit: Unit | None) -> dict[str, Any] | None:
    """Return a unit by id and name."""
    return {"id": unit.pk, "name": unit.name} if unit else None


def reader_of(sight: Sight, case: Case) -> Read:
    """Return how texts of the case are read: as they are, without who says them, or as a summary."""
    if not sight.sees_matter:
        return partial(summary_for_superior, case)
    return str if sight.sees_petitioner else partial(without_petitioner, case)


def _is_late(case: Case) -> bool:
    waits = case.state in OPEN_CASE and case.answered_at is None and not case.suspended
    return waits and case.due_at is not None and case.due_at < times.now()


def _fields(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
