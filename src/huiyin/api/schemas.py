"""What the API answers, typed: the OpenAPI description is made from these."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class Problem(Schema):
    """Why a request was not answered: every reason at once, and what belongs beside a field."""

    status: int
    reasons: list[str]
    fields: dict[str, str] = {}


class Unit(Schema):
    """A unit by id and by its name now."""

    id: UUID
    name: str


class CaseRow(Schema):
    """One case in a list. `seen` is the count of its events, to be sent along with the next move."""

    id: UUID
    number: str
    state: str
    label: str
    seen: int
    title: str
    channel: str
    family: str
    kind: str
    category: str
    territory: str
    urgency: str
    important: bool
    lead_unit: Unit | None
    received_at: datetime
    accepted_at: datetime | None
    dispatched_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    unit_due_at: datetime | None
    is_late: bool
    extended: bool
    suspended: bool
    outcome: str
    result: str


class ShareRow(Schema):
    """One unit's share of a case."""

    id: UUID
    case: str
    unit: Unit
    role: str
    above: UUID | None
    state: str
    label: str
    seen: int
    dispatched_at: datetime
    sign_due_at: datetime | None
    signed_at: datetime | None
    due_at: datetime | None
    replied_at: datetime | None
    passed_at: datetime | None
    on_time: bool | None
    extended: bool
    suspended: bool


class ApplicationRow(Schema):
    """One application of a unit."""

    id: UUID
    case: str
    assignment: UUID
    unit: Unit
    kind: str
    state: str
    label: str
    seen: int
    asked_at: datetime
    reason: str
    basis: str
    plan: str
    until: datetime | None
    review_on: date | None
    decider: str
    decided_at: datetime | None
    decision: str


class Petitioner(Schema):
    """Who asks, as far as the viewer may know: always masked here."""

    kind: str
    name: str
    phone: str
    address: str
    anonymous: bool
    confidential: bool


class Wish(Schema):
    """One wish and what became of it."""

    ordinal: int
    text: str
    result: str
    audited: bool | None
    petitioner_says: bool | None


class Answer(Schema):
    """One answer that the petitioner got."""

    at: datetime
    by_unit: bool
    way: str
    text: str
    link: str


class FileRow(Schema):
    """One attachment; its content is below `/file/<id>`."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    kind: str
    name: str
    content_type: str
    size: int
    at: datetime


class CaseWhole(CaseRow):
    """One case with everything that the viewer may read of it."""

    book: str
    text: str
    occurred: str
    place: str
    object: str
    refusal_reason: str
    transfer_target: str
    outside_receipt: str
    returns: int
    rejections: int
    redos: int
    urges: int
    hurries: int
    petitioner: Petitioner | None
    wishes: list[Wish]
    answers: list[Answer]
    shares: list[ShareRow]
    applications: list[ApplicationRow]
    files: list[FileRow]


class EventRow(Schema):
    """One act. `said` holds codes and ids, `words` the texts that the viewer may read."""

    id: UUID
    seq: int
    at: datetime
    verb: str
    subject_kind: str
    subject_id: UUID
    who: str
    post: str
    state_before: str
    state_after: str
    said: dict[str, Any]
    words: dict[str, str]


class CasePage(Schema):
    """One page of cases, with the cursors of the pages beside it."""

    rows: list[CaseRow]
    previous: str
    next: str


class SharePage(Schema):
    """One page of shares."""

    rows: list[ShareRow]
    previous: str
    next: str


class ApplicationPage(Schema):
    """One page of applications."""

    rows: list[ApplicationRow]
    previous: str
    next: str


class Registered(Schema):
    """A case just made. The query code is told this once; for a repeated request it is empty."""

    id: UUID
    number: str
    query_code: str
    state: str
    label: str
    seen: int
    due_at: datetime | None
    event: UUID


class Form(Schema):
    """What a registration asks today, with the codes that can be chosen."""

    book: str
    asks: dict[str, Any]


class Me(Schema):
    """Who calls, in which posts."""

    id: UUID
    name: str
    posts: list[str]
    units: list[UUID]


NO: dict[int, type[Schema]] = dict.fromkeys((401, 403, 404, 422, 429), Problem)
"""How every endpoint may refuse."""
