"""One case as the list behind a figure prints it, as its viewer may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Case
from huiyin.cases.sight import HIDDEN_TITLE, is_above_accused
from huiyin.flow.actor import Actor
from huiyin.privacy.texts import mask_text
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named
from huiyin.statistics.viewing import sees_the_city


@dataclass(frozen=True)
class CaseLine:
    """One line of the list."""

    number: str
    address: str
    title: str
    channel: str
    category: str
    state: str
    unit: str
    received_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None


def case_line(case: Case, actor: Actor) -> CaseLine:
    """Return a case as the viewer may read it. Needs `lead_unit` selected."""
    return CaseLine(
        number=case.number, address=_page_of(case.number), title=_title(case, actor),
        channel=book_named(case.book).channel(case.channel).label, category=_topic(case),
        state=CASE.label_of(case.state), unit=case.lead_unit.short_name if case.lead_unit else "",
        received_at=case.received_at, accepted_at=case.accepted_at, due_at=case.due_at, closed_at=case.closed_at,
    )  # fmt: skip


def _title(case: Case, actor: Actor) -> str:
    if sees_the_city(actor):
        return case.title
    if is_above_accused(actor, case.accused_path):
        return HIDDEN_TITLE
    return mask_text(case.title) if case.confidential or case.anonymous else case.title


def _topic(case: Case) -> str:
    try:
        return book_named(case.book).category(case.category).name if case.category else ""
    except Unknown:
        return case.category


def _page_of(number: str) -> str:
    # The page of a case belongs to a room above this one, which may be absent.
    try:
        return f"{reverse('desk:cases')}{number}/"
    except NoReverseMatch:
        return ""
