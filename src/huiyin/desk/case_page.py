"""Everything that the page of a case shows to one viewer, in a number of statements that does not grow with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from huiyin.callbacks.who import READERS
from huiyin.cases.choosing import perhaps_the_same
from huiyin.cases.links import web_link
from huiyin.cases.models import Answer, Approval, Case, ContactEntry, Tag, Wish
from huiyin.cases.petitioners import Contact, masked_contact_of
from huiyin.cases.queries import earlier_cases_of, readable_by, sees_every_case
from huiyin.cases.states import CaseState
from huiyin.clocks.models import Clock
from huiyin.clocks.queries import history
from huiyin.desk.time_bar import time_bar
from huiyin.desk.timeline import timeline_of
from huiyin.desk.units_part import application_parts, clock_parts, clocks_seen, share_parts
from huiyin.desk.viewed import Viewed
from huiyin.desk.words import category_word, label_of, tone_of, word
from huiyin.escalation.who import PAGE_READERS as ESCALATION_READERS
from huiyin.files.models import Attachment
from huiyin.files.queries import attachments_of_case
from huiyin.flow.times import local
from huiyin.hardcases.who import ALL as HARD_READERS
from huiyin.incidents.who import READERS as INCIDENT_READERS
from huiyin.insight.who import ALL as INSIGHT_READERS
from huiyin.journal.prepared import Prepared
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision.who import READERS as SUPERVISION_READERS

MOST_OTHERS, MOST_JOINED = 10, 100
PRIVATE = "case_private"
"""The kind of subject under which papers are kept that only the centre reads."""


_wishes_of = Prepared(lambda case_id: Wish.objects.filter(case_id=case_id).order_by("ordinal"))
_tags_of = Prepared(lambda case_id: Tag.objects.filter(case_id=case_id).values_list("name", flat=True))
_approvals_of = Prepared(
    lambda case_id: Approval.objects.filter(case_id=case_id).select_related("decided_by").order_by("decided_at")
)
_answers_of = Prepared(lambda case_id: Answer.objects.filter(case_id=case_id).select_related("by").order_by("at"))
_contacts_of = Prepared(
    lambda case_id: ContactEntry.objects.filter(case_id=case_id).select_related("by").order_by("at")
)
_clocks_of, _attachments_of = Prepared(history), Prepared(attachments_of_case)


def page_of(seen: Viewed, revealed: Contact | None = None) -> dict[str, Any]:
    """Return what the template of the page is given."""
    case, every_clock = seen.case, _clocks_of(seen.case.pk)
    clocks = clocks_seen(seen, every_clock)
    attachments = _by_subject(_attachments_of(case.pk))
    shares, applications = share_parts(seen, every_clock, attachments), application_parts(seen)
    parts = [*seen.mine, *(one.row.pk for one in applications), *(clock.pk for clock in clocks)]
    return {
        "title": seen.title, "state": label_of(CaseState, case.state), "tone": tone_of(case.state),
        "steps": [(step.label, case.state in step.states) for step in book_named(case.book).steps(case.family)],
        "taken": _taken(seen), "buttons": seen.buttons(), "shares": shares, "applications": applications,
        **_limits(seen, clocks), "bar": time_bar(seen),
        "timeline": timeline_of(seen, parts),
        "lists_it": _lists_it(seen), "watched": _watched(seen),
        "shows_instructions": case.leader_signed or seen.sight.is_centre,
        "shows_callbacks": case.answered_at is not None and seen.actor.holds(*READERS),
        **_matter(seen), **_spoken(seen), **petitioner_part(seen, revealed), **_papers(seen, attachments),
        **(_others(seen) if seen.sight.is_centre else {}),
    }  # fmt: skip


def _taken(seen: Viewed) -> str:
    """Return who of the centre has taken the case and until when, empty for nobody and for a unit."""
    by, until = seen.case.taken_by, seen.case.taken_until
    if not seen.sight.is_centre or seen.facts.taken_by is None or by is None or until is None:
        return ""
    who = "我" if by.pk == seen.actor.user_id else by.name
    return f"{who}已领取，{local(until):%H:%M} 前不办自动放回"


def _limits(seen: Viewed, clocks: list[Clock]) -> dict[str, Any]:
    """Return the limits that still run; those that are over are folded away while one of the others is not."""
    parts = clock_parts(seen, clocks)
    running = [part for part in parts if not part.is_over]
    over = [part for part in parts if part.is_over]
    return {"clocks": running or over, "clocks_over": over if running else []}


WATCHED = (
    ("supervision:of_case", "本件的督办、核实和会议", SUPERVISION_READERS, False, False),
    ("escalation:of_case", "本件的黄牌红牌和其他措施", ESCALATION_READERS, True, False),
    ("hardcases:of_case", "查看或列入疑难台账", HARD_READERS, True, True),
    ("insight:of_case", "本件与热点、案例", INSIGHT_READERS, False, True),
    ("incidents:of_case", "查看或关联突发事件", INCIDENT_READERS, False, True),
)
"""Parts of other rooms, who opens them, whether they begin with the dispatch, whether they are of who lists the case: who
only looks at the case of another's line has none of these.
"""


def _lists_it(seen: Viewed) -> bool:
    """Whether the viewer works with the case; the city only looks at what a unit's line took in."""
    centre = seen.case.centre_id
    return centre is None or not seen.sight.is_centre or centre in seen.actor.own_centres


def _watched(seen: Viewed) -> list[tuple[str, str]]:
    """Return the parts of other rooms about the case that this viewer may open: no link leads to a page that is not there."""
    case, actor, lists_it = seen.case, seen.actor, _lists_it(seen)
    return [
        (label, reverse(name, args=[case.number]))
        for name, label, readers, once_dispatched, only_listed in WATCHED
        if actor.holds(*readers) and (case.dispatched_at or not once_dispatched) and (lists_it or not only_listed)
    ]


def _by_subject(attachments: Iterable[Attachment]) -> dict[UUID, list[Attachment]]:
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    for one in attachments:
        found[one.subject_id].append(one)
    return found


def petitioner_part(seen: Viewed, revealed: Contact | None = None) -> dict[str, Any]:
    """Return what the card of the petitioner is given: masked, opened this once, or nothing at all."""
    case, sight = seen.case, seen.sight
    has_phone = case.petitioner is not None and case.petitioner.phone_hash is not None
    return {
        "case": case, "sight": sight, "revealed": revealed,
        "contact": revealed or (masked_contact_of(case.petitioner) if sight.sees_petitioner else None),
        "purposes": [(purpose.code, purpose.label) for purpose in book_named(case.book).reveal_purposes],
        "may_reveal": sight.may_reveal and case.petitioner is not None, "may_call": sight.may_call and has_phone,
        "has_phone": has_phone,
    }  # fmt: skip


def _matter(seen: Viewed) -> dict[str, Any]:
    case, is_whole = seen.case, seen.sight.sees_matter and seen.sight.sees_petitioner
    wishes = [(wish, seen.readable(wish.text)) for wish in _wishes_of(case.pk)]
    return {
        "text": seen.readable(case.text),
        "wishes": wishes,
        "has_results": any(wish.result for wish, _ in wishes),
        "facts": [(label, text) for label, text in [*_where(seen), *_kinds(seen)] if text],
        "source_link": web_link(case.source_link) if is_whole else "",
    }


def _where(seen: Viewed) -> list[tuple[str, str]]:
    if not seen.sight.sees_matter:
        return []
    case = seen.case
    found = [("地点", case.place), ("发生时间", case.occurred), ("被反映对象", case.object)]
    return [(label, seen.readable(text)) for label, text in found]


def _kinds(seen: Viewed) -> list[tuple[str, str]]:
    case, book = seen.case, seen.case.book
    units = {share.unit_id: share.unit.name for share in seen.shares}
    return [
        ("来源渠道", word(book, "channel", case.channel)),
        ("诉求性质", word(book, "kind", case.kind)),
        ("事项分类", " / ".join(book_named(book).category_path(case.category)) if case.category else ""),
        ("属地", word(book, "territory", case.territory)),
        ("紧急程度", word(book, "urgency", case.urgency)),
        ("被举报单位", case.accused_unit.name if case.accused_unit else ""),
        ("首问单位", units.get(case.first_unit_id, "") if case.first_unit_id else ""),
        ("包案领导", case.sponsor),
        ("办理结果", word(book, "result", case.result)),
        ("不予受理理由", word(book, "refusal", case.refusal_reason)),
        ("转往", word(book, "transfer", case.transfer_target)),
        ("对方受理编号", case.outside_receipt),
        ("专项标签", "、".join(_tags_of(case.pk))),
    ]


def _spoken(seen: Viewed) -> dict[str, Any]:
    """Return approvals, answers and contacts; the contacts are shared by all, so that nobody rings twice."""
    case, mine = seen.case, set(seen.mine)
    roles = {role.code: role.label for role in book_named(case.book).approval.roles}
    return {
        "approvals": [(one, roles.get(one.role, one.role), seen.readable(one.words)) for one in _approvals_of(case.pk)],
        "answers": [(one, seen.readable(one.text), web_link(one.link)) for one in _answers_of(case.pk)],
        "contacts": [
            (one, seen.readable(one.text) if seen.sight.is_centre or one.assignment_id in mine else "")
            for one in _contacts_of(case.pk)
        ],
    }


def _papers(seen: Viewed, attachments: Mapping[UUID, list[Attachment]]) -> dict[str, Any]:
    if not (seen.sight.sees_matter and seen.sight.sees_petitioner):
        return {"papers": [], "private_papers": []}
    all_papers = attachments.get(seen.case.pk, [])
    private = [one for one in all_papers if one.subject_kind == PRIVATE and seen.sight.is_centre]
    return {"papers": [one for one in all_papers if one.subject_kind == "case"], "private_papers": private}


def _others(seen: Viewed) -> dict[str, Any]:
    """Return the other cases of the caller, those that are perhaps the same matter, and those joined or split."""
    case, joined = seen.case, _joined_or_split(seen.case.pk)
    return {
        "parent": others(Case.objects.filter(pk=case.parent_id), 1) if case.parent_id else [],
        "origin": others(Case.objects.filter(pk=case.split_from_id), 1) if case.split_from_id else [],
        "raised_to": _numbers(Case.objects.filter(raised_from=case.pk)) if case.centre_id else [],
        "raised_from": _numbers(Case.objects.filter(pk=case.raised_from_id)) if case.raised_from_id else [],
        "children": [other(one) for one in joined if one["parent_id"] == case.pk],
        "splits": [other(one) for one in joined if one["split_from_id"] == case.pk],
        "earlier": _earlier(seen),
        "likely": [other(one) for one in perhaps_the_same(case)[:MOST_OTHERS]],
    }


OTHER = ("id", "number", "title", "state", "received_at", "category", "book")


_joined_or_split = Prepared(
    lambda case_id: (
        Case.objects.filter(Q(parent_id=case_id) | Q(split_from_id=case_id))
        .order_by("id")
        .values(*OTHER, "parent_id", "split_from_id")[:MOST_JOINED]
    )
)
_of_caller = Prepared(
    lambda phone_hash, pk: (
        Case.objects.filter(petitioner__phone_hash=phone_hash, centre__isnull=True)
        .exclude(pk=pk)
        .order_by("-received_at")
        .values(*OTHER)[:MOST_OTHERS]
    )
)


def _numbers(rows: QuerySet[Case]) -> list[tuple[str, str]]:
    return list(rows.values_list("number", "centre__line_name"))


def _earlier(seen: Viewed) -> list[dict[str, Any]]:
    case = seen.case
    if case.centre_id or not sees_every_case(seen.actor):
        return others(earlier_cases_of(case) & readable_by(seen.actor), MOST_OTHERS)
    caller = case.petitioner.phone_hash if case.petitioner else None
    return [other(row) for row in _of_caller(bytes(caller), case.pk)] if caller else []


def others(rows: QuerySet[Case], most: int) -> list[dict[str, Any]]:
    """Return a line for each of other cases, as the centre sees them."""
    return [other(row) for row in rows.values(*OTHER)[:most]]


def other(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one line for another case."""
    return {
        "number": row["number"],
        "title": row["title"],
        "state": label_of(CaseState, row["state"]),
        "tone": tone_of(row["state"]),
        "at": row["received_at"],
        "topic": category_word(row["book"], row["category"]),
    }
