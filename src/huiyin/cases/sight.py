"""How much of one case a viewer sees: the matter or a summary, the petitioner masked, revealed or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from huiyin.cases.models import Assignment, Case
from huiyin.cases.petitioners import contact_of
from huiyin.cases.queries import SEES_ALL, is_centre_for, readable_by
from huiyin.cases.states import OPEN_ASSIGNMENT
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.privacy.texts import redacted_summary
from huiyin.rulebook.shelf import book as book_named

REVEALERS = (
    Post.AGENT, Post.CALLBACK_AGENT, Post.DISPATCHER, Post.AUDITOR, Post.SUPERVISOR, Post.DIRECTOR,
)  # fmt: skip
"""Posts of the centre that may open a petitioner's identity, each time with a purpose."""

HIDDEN_TITLE = "举报件（内容见摘要）"
"""What a superior of the accused unit sees in the place of the title."""


UNITS_READ = frozenset(
    {
        "case.register", "case.screen", "case.approve", "case.approve_afterwards", "case.dispatch", "case.recall",
        "case.urge", "case.supplement", "case.hurry", "case.pass_audit", "case.reject_reply", "case.redo",
        "case.reopen", "case.withdraw", "case.archive", "case.judge", "case.joined", "case.await_audit",
        "case.tick_wishes", "case.rate_wishes", "case.escalated", "case.supervised", "case.supervision_closed",
        "case.supervision_sent_back",
        "case.supervision_recalled", "case.meeting_called", "case.meeting_closed", "case.add_units", "verification.find",
    }
)  # fmt: skip
"""Acts on the case as a whole of which the units are told that handle it; all else is the centre's own business."""


class Share(Protocol):
    """As much of a unit's share as has to be known: whose it is and whether it is open."""

    @property
    def unit_id(self) -> UUID:
        """The unit."""
        ...

    @property
    def unit_path(self) -> str:
        """Its place in the tree."""
        ...

    @property
    def role(self) -> str:
        """Lead, joint or handed down."""
        ...

    @property
    def state(self) -> str:
        """Where the share stands."""
        ...


@dataclass(frozen=True)
class Sight:
    """What one viewer sees of one case. `units` and `paths` are the own units, empty for the centre."""

    is_centre: bool
    units: frozenset[UUID]
    paths: frozenset[str]
    sees_matter: bool
    sees_petitioner: bool
    may_reveal: bool
    may_call: bool

    def sees_share(self, share: Share) -> bool:
        """Whether what a unit did stands open: to the centre, to the unit itself and to those above it."""
        at_or_below = any(share.unit_path.startswith(path) for path in self.paths)
        return self.is_centre or at_or_below or share.unit_id in self.units


def sight_of(actor: Actor, case: Case, shares: Iterable[Share]) -> Sight:
    """Return how much of a case, which the actor may see at all, the actor sees."""
    is_centre = is_centre_for(actor, case)
    is_hidden = hides_petitioner(case)
    works_on_it = any(
        share.state in OPEN_ASSIGNMENT and share.role != "joint" and actor.holds_in(share.unit_id, Post.UNIT_HANDLER)
        for share in shares
    )
    kept_back = is_hidden or (bool(case.kind) and book_named(case.book).kind(case.kind).hides_identity)
    return Sight(
        is_centre=is_centre,
        units=frozenset() if is_centre else actor.unit_ids,
        paths=frozenset() if is_centre else actor.unit_paths,
        sees_matter=is_centre or not is_above_accused(actor, case.accused_path),
        sees_petitioner=is_centre or not is_hidden,
        may_reveal=actor.holds_for(case.centre_id, *REVEALERS) or (works_on_it and not kept_back),
        may_call=actor.holds_for(case.centre_id, *REVEALERS) or (works_on_it and not is_hidden),
    )


def hides_petitioner(case: Case) -> bool:
    """Whether units see nothing at all of the petitioner: a report, or somebody who wants to stay unknown."""
    is_report = bool(case.kind) and book_named(case.book).kind(case.kind).kept_from_accused
    return case.confidential or case.anonymous or bool(case.accused_path) or is_report


def is_above_accused(actor: Actor, accused_path: str) -> bool:
    """Whether the actor sits above the unit that is reported against, and in no post of the centre."""
    if not accused_path or actor.is_platform or actor.holds(*SEES_ALL):
        return False
    return any(accused_path.startswith(path) for path in actor.unit_paths)


def summary_for_superior(case: Case, text: str) -> str:
    """Return the beginning of a text for the superior of the accused: what it is about, not who says so."""
    return redacted_summary(text, [*_words_of_petitioner(case), case.place])


def without_petitioner(case: Case, text: str) -> str:
    """Return a whole text of the case in which nothing tells who says it."""
    return redacted_summary(text, _words_of_petitioner(case), length=len(text) * 4)


def _words_of_petitioner(case: Case) -> list[str]:
    if not case.petitioner_id or not case.petitioner:
        return []
    contact = contact_of(case.petitioner)
    return [contact.name, contact.phone, contact.address]


def may_read_papers(actor: Actor, case_id: UUID) -> bool:
    """Whether the actor may read what the petitioner brought: units only where they may know who it is."""
    case = readable_by(actor).filter(pk=case_id).first()
    if case is None:
        return False
    sight = sight_of(actor, case, Assignment.objects.filter(case_id=case_id))
    return sight.sees_petitioner and sight.sees_matter
