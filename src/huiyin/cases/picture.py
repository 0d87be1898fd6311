"""The facts of cases and their parts, loaded for guards: for one row or for fifty in the same few statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from huiyin.calendars.current import almanac
from huiyin.cases import ready
from huiyin.cases.facts import ApplicationFacts, AskedFacts, AssignmentFacts, CaseFacts, PartFacts, UnitFacts, Wishes
from huiyin.cases.models import Application, Assignment, Case, Petitioner, Reply, Wish
from huiyin.cases.states import ApplicationState
from huiyin.files.queries import attachments_of
from huiyin.flow.posts import Post
from huiyin.flow.table import BIRTH
from huiyin.flow.times import local_day
from huiyin.journal.prepared import Prepared
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit
from huiyin.units.path import depth_of
from huiyin.units.queries import successor_on

FILLED = ("text", "title", "occurred", "place", "territory", "object", "received_at")


def case_facts(row: Case, head: Case, at: datetime) -> CaseFacts:
    """Return the facts of one case: none of a case that does not exist yet asks the database."""
    if row.state == BIRTH:
        return _facts(row, at, (), (), tuple)
    return facts_of([row], at)[row.pk]


def assignment_facts(row: Assignment, head: Case, at: datetime) -> AssignmentFacts:
    """Return the facts of one share within its case."""
    case = facts_of([head], at)[head.pk]
    return AssignmentFacts(case, case.part(row.pk), row.state, partial(_waits_for_paper_check, row.pk))


def application_facts(row: Application, head: Case, at: datetime) -> ApplicationFacts:
    """Return the facts of one application within its share and case."""
    case = facts_of([head], at)[head.pk]
    asked = next((a for a in case.applications if a.id == row.pk), None) or _asked(row)
    return ApplicationFacts(case, case.part(row.assignment_id), asked, row.state)


def facts_of(rows: Iterable[Case], at: datetime) -> dict[UUID, CaseFacts]:
    """Return the facts of one case or of fifty in two statements, and a third when a guard asks for the wishes."""
    cases = list(rows)
    parts: dict[UUID, list[PartFacts]] = defaultdict(list)
    asked: dict[UUID, list[AskedFacts]] = defaultdict(list)
    if handed_out := [c.pk for c in cases if c.dispatched_at]:
        for share in _shares_of(handed_out):
            parts[share.case_id].append(_part(share))
    if waiting := [case_id for case_id, shares in parts.items() if any(p.asks_for for p in shares)]:
        for application in Application.objects.filter(case_id__in=waiting, state=ApplicationState.ASKED):
            asked[application.case_id].append(_asked(application))
    wishes = _wishes_of([c.pk for c in cases])
    return {c.pk: _facts(c, at, parts[c.pk], asked[c.pk], partial(wishes, c.pk)) for c in cases}


_shares_of_one = Prepared(lambda case_id: Assignment.objects.filter(case_id=case_id).order_by("dispatched_at", "id"))


def _shares_of(case_ids: Sequence[UUID]) -> Iterable[Assignment]:
    if len(case_ids) == 1:
        return _shares_of_one(*case_ids)
    return Assignment.objects.filter(case_id__in=case_ids).order_by("dispatched_at", "id")


def _wishes_of(case_ids: Sequence[UUID]) -> Callable[[UUID], Wishes]:
    """Return a look-up of wishes that asks the database once for all cases, when it is first asked."""
    found: dict[UUID, list[tuple[int, str]]] = {}

    def look_up(case_id: UUID) -> Wishes:
        if not found:
            found.update({pk: [] for pk in case_ids})
            listed = Wish.objects.filter(case_id__in=case_ids).order_by("ordinal")
            for pk, ordinal, result in listed.values_list("case_id", "ordinal", "result"):
                found[pk].append((ordinal, result))
        return tuple(found[case_id])

    return look_up


def _facts(
    row: Case, at: datetime, parts: Sequence[PartFacts], asked: Sequence[AskedFacts], wishes: Callable[[], Wishes]
) -> CaseFacts:
    book, unit = book_named(row.book), unit_facts_at(at)
    return CaseFacts(
        id=row.pk, state=row.state, book=row.book, at=at, number=row.number, centre=row.centre_id, family=row.family,
        channel=row.channel,
        kind=row.kind, category=row.category, territory=row.territory, urgency=row.urgency, important=row.important,
        leader_signed=row.leader_signed, immediate=row.immediate, confidential=row.confidential, anonymous=row.anonymous,
        accused_path=row.accused_path, approval_role=row.approval_role, approval_post=_post_of(book, row.approval_role),
        instructor_post=row.instructor_post, signer_post=book.signer(row.important or row.leader_signed),
        approval_pending=row.approval_pending, approvals_left=bool(row.approval_rest), parts=tuple(parts),
        applications=tuple(asked), registered_by=row.registered_by_id, audited_by=row.audited_by_id,
        petitioner_id=row.petitioner_id, parent_id=row.parent_id, redos=row.redos, suspended=row.suspended,
        terminated=row.terminated, dissatisfied=_is_dissatisfied(book, row), accepted_at=row.accepted_at,
        closed_at=row.closed_at, ended_at=row.ended_at, answered_at=row.answered_at, review_on=row.review_on,
        taken_by=row.taken_by_id if row.taken_until and row.taken_until > at else None,
        objected_at=row.objected_at, filled=_filled(row),
        callback_comes_before_closing=book.callback.when == "before_close" and row.can_be_called,
        due=partial(_due, book), unit=unit, case_named=partial(_case_named, at),
        same_caller=partial(is_same_caller, row), has_children=partial(_has_children, row), find_wishes=wishes,
        needs_approval=partial(_needs_approval, book, row), declines_calls=partial(_declines_calls, row),
        limit=partial(limit_of_case, book, row), heir=partial(_heir, unit, at), has_scan=_has_scan,
        board_link_given=partial(_link_given, parts),
        is_citable=lambda item_id: ready.answers().is_citable(item_id, at),
    )  # fmt: skip


def _filled(row: Case) -> frozenset[str]:
    # A caller who is known already, such as of the case from which this one is split, is not typed again.
    known = ("name", "phone") if row.petitioner_id else ()
    return frozenset((*known, *(f for f in FILLED if getattr(row, f))))


def _part(share: Assignment) -> PartFacts:
    return PartFacts(
        id=share.pk, unit_id=share.unit_id, unit_path=share.unit_path, role=share.role, state=share.state,
        above_id=share.above_id, depth=depth_of(share.unit_path), due_at=share.due_at,
        dispatched_at=share.dispatched_at, signed_at=share.signed_at, contacted_at=share.contacted_at,
        replied_at=share.replied_at, returns=share.returns, extensions=share.extensions, bound=share.bound,
        suspended=share.suspended, asks_for=share.asks_for, question_to=share.question_to,
    )  # fmt: skip


def _asked(row: Application) -> AskedFacts:
    return AskedFacts(
        row.pk, row.assignment_id, row.kind, row.state, row.decider, row.decided_by_unit_id, row.asked_at, row.until
    )  # fmt: skip


def _post_of(book: Rulebook, role: str) -> Post | None:
    return next((r.post for r in book.approval.roles if r.code == role), None)


def _needs_approval(book: Rulebook, row: Case) -> bool:
    if not row.kind or not row.channel:
        return False
    chain = book.approval_chain(row.kind, row.family, row.channel, row.category or None, row.urgency, row.important)
    return bool(chain)


def limit_of_case(book: Rulebook, row: Case, clock: str, level: int | None = None) -> Limit | None:
    """Return the limit that the book sets for a clock of this case, and of a unit at this level."""
    return book.limit(
        clock, kind=row.kind, family=row.family, channel=row.channel, category=row.category or None,
        urgency=row.urgency, level=level, important=row.important or row.leader_signed,
    )  # fmt: skip


def _is_dissatisfied(book: Rulebook, row: Case) -> bool:
    return bool(row.satisfied) and any(g.code == row.satisfied and g.satisfied is False for g in book.callback.grades)


def _due(book: Rulebook, start: datetime, limit: Limit) -> datetime:
    return almanac().due(start, limit, book.office).at


def unit_facts_at(at: datetime) -> Callable[[UUID], UnitFacts | None]:
    """Return a look-up of units by id that asks the database once for each unit."""
    known: dict[UUID, UnitFacts | None] = {}

    def look_up(unit_id: UUID) -> UnitFacts | None:
        if unit_id not in known:
            known[unit_id] = _unit(unit_id, at)
        return known[unit_id]

    return look_up


_unit_by_id = Prepared(lambda unit_id: Unit.objects.filter(pk=unit_id))


def _unit(unit_id: UUID, at: datetime) -> UnitFacts | None:
    row = _unit_by_id.first(unit_id)
    if row is None:
        return None
    day = local_day(at)
    active = row.opened_on <= day and (row.closed_on is None or row.closed_on > day)
    return UnitFacts(row.pk, row.name, row.path, row.depth, active, row.accepts_cases, bool(row.line_code))


def _heir(unit: Callable[[UUID], UnitFacts | None], at: datetime, unit_id: UUID) -> UUID | None:
    found = unit(unit_id)
    if found and found.active:
        return unit_id
    return next((unit.pk for unit in successor_on(unit_id, local_day(at)) if unit.closed_on is None), None)


def _case_named(at: datetime, case_id: UUID) -> CaseFacts | None:
    row = Case.objects.filter(pk=case_id).first()
    return _facts(row, at, (), (), tuple) if row else None


def is_same_caller(row: Case, other_id: UUID) -> bool:
    """Whether the other case is of the same caller, by the keyed hash of the phone number."""
    mine = row.petitioner.phone_hash if row.petitioner_id and row.petitioner else None
    return bool(mine) and Case.objects.filter(pk=other_id, petitioner__phone_hash=mine).exists()


def _has_children(row: Case) -> bool:
    return Case.objects.filter(parent_id=row.pk, state="merged").exists()


def _declines_calls(row: Case) -> bool:
    return Petitioner.objects.filter(pk=row.petitioner_id, do_not_call=True).exists() if row.petitioner_id else False


def _has_scan(share_id: UUID, scan_id: UUID) -> bool:
    return attachments_of("assignment", share_id).filter(pk=scan_id, kind="scan").exists()


def _waits_for_paper_check(share_id: UUID) -> bool:
    replies = Reply.objects.filter(assignment_id=share_id, submitted_at__isnull=False)
    latest = replies.order_by("-ordinal").values_list("paper_signer", "paper_genuine").first()
    return latest is not None and bool(latest[0]) and latest[1] is None


def _link_given(parts: Sequence[PartFacts]) -> bool:
    """Whether the lead unit's latest reply says where its answer stands on the board."""
    lead = [p.id for p in parts if p.role == "lead"][-1:]
    latest = Reply.objects.filter(assignment_id__in=lead, submitted_at__isnull=False).order_by("-ordinal").first()
    return bool(latest and latest.answer_link)
