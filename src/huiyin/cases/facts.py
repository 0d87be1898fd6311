"""What guards may know of a case, an assignment or an application: frozen pictures, plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from huiyin.cases.states import OPEN_ASSIGNMENT, WORKING_ASSIGNMENT, ApplicationState, AssignmentState
from huiyin.flow.posts import Post
from huiyin.rulebook.limits import Limit

Wishes = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as it stands now."""

    id: UUID
    name: str
    path: str
    depth: int
    active: bool
    accepts_cases: bool
    has_line: bool = False


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One assignment as its case and its siblings see it."""

    id: UUID
    unit_id: UUID
    unit_path: str
    role: str
    state: str
    above_id: UUID | None
    depth: int
    due_at: datetime | None
    dispatched_at: datetime
    signed_at: datetime | None
    contacted_at: datetime | None
    replied_at: datetime | None
    returns: int
    extensions: int
    bound: bool
    suspended: bool
    asks_for: str = ""
    question_to: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the unit's share is not over."""
        return self.state in OPEN_ASSIGNMENT

    @property
    def is_working(self) -> bool:
        """Whether the unit itself still has something to do."""
        return self.state in WORKING_ASSIGNMENT


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """One application that waits for its decision, or was decided."""

    id: UUID
    assignment_id: UUID
    kind: str
    state: str
    decider: str
    decided_by_unit: UUID | None
    asked_at: datetime
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state == ApplicationState.ASKED


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case with all its parts at one moment.

    `due` answers when a limit that begins then ends, `limit` which one a clock has for a unit at a level; `unit` and
    `case_named` look up by id, None for an unknown one; `heir` is the unit itself, or who took over from it.
    `centre` is the unit whose own line took the case in, None for the city's own.
    `taken_by` is the colleague who has taken it from a common tray, as long as that lasts.
    What only few guards ask is looked up when it is asked: `wishes`, `approval_needed`, `do_not_call`.
    """

    id: UUID
    state: str
    book: str
    at: datetime
    number: str = ""
    centre: UUID | None = None
    family: str = ""
    channel: str = ""
    kind: str = ""
    category: str = ""
    territory: str = ""
    urgency: str = "ordinary"
    important: bool = False
    leader_signed: bool = False
    immediate: bool = False
    confidential: bool = False
    anonymous: bool = False
    accused_path: str = ""
    approval_role: str = ""
    approval_post: Post | None = None
    instructor_post: str = ""
    signer_post: Post | None = None
    approval_pending: bool = False
    parts: tuple[PartFacts, ...] = ()
    applications: tuple[AskedFacts, ...] = ()
    registered_by: UUID | None = None
    audited_by: UUID | None = None
    petitioner_id: UUID | None = None
    parent_id: UUID | None = None
    redos: int = 0
    suspended: bool = False
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None
    filled: frozenset[str] = frozenset()
    answered_at: datetime | None = None
    terminated: bool = False
    dissatisfied: bool = False
    approvals_left: bool = False
    callback_comes_before_closing: bool = False
    review_on: date | None = None
    objected_at: datetime | None = None
    taken_by: UUID | None = None
    due: Callable[[datetime, Limit], datetime] = field(default=lambda start, _: start, compare=False, repr=False)
    unit: Callable[[UUID], UnitFacts | None] = field(default=lambda _: None, compare=False, repr=False)
    same_caller: Callable[[UUID], bool] = field(default=lambda _: False, compare=False, repr=False)
    has_children: Callable[[], bool] = field(default=lambda: False, compare=False, repr=False)
    case_named: Callable[[UUID], "CaseFacts | None"] = field(default=lambda _: None, compare=False, repr=False)
    find_wishes: Callable[[], Wishes] = field(default=tuple, compare=False, repr=False)
    needs_approval: Callable[[], bool] = field(default=lambda: False, compare=False, repr=False)
    declines_calls: Callable[[], bool] = field(default=lambda: False, compare=False, repr=False)
    limit: Callable[[str, int | None], Limit | None] = field(default=lambda *_: None, compare=False, repr=False)
    heir: Callable[[UUID], UUID | None] = field(default=lambda unit_id: unit_id, compare=False, repr=False)
    has_scan: Callable[[UUID, UUID], bool] = field(default=lambda *_: False, compare=False, repr=False)
    board_link_given: Callable[[], bool] = field(default=lambda: False, compare=False, repr=False)
    is_citable: Callable[[UUID], bool] = field(default=lambda _: False, compare=False, repr=False)

    @property
    def wishes(self) -> Wishes:
        """Each wish by its number, with the result that the unit gave it."""
        return self.find_wishes()

    @property
    def approval_needed(self) -> bool:
        """Whether somebody must approve before dispatch."""
        return self.needs_approval()

    @property
    def do_not_call(self) -> bool:
        """Whether the petitioner does not want to be called."""
        return self.declines_calls()

    @property
    def lead(self) -> PartFacts | None:
        """The open lead assignment, or the last one that was."""
        leads = [p for p in self.parts if p.role == "lead"]
        return next((p for p in leads if p.is_open), leads[-1] if leads else None)

    @property
    def answerable(self) -> PartFacts | None:
        """首问负责: the unit that answers for the case: who signed last as lead, before anybody signed who got it first."""
        taken_back = (AssignmentState.RECALLED, AssignmentState.TAKEN_AWAY)
        leads = [p for p in self.parts if p.role == "lead" and p.state not in taken_back]
        return next((p for p in reversed(leads) if p.signed_at), leads[0] if leads else None)

    @property
    def is_urgent(self) -> bool:
        """Whether the case is more urgent than ordinary."""
        return self.urgency != "ordinary"

    def part(self, part_id: UUID) -> PartFacts:
        """Return the assignment of this id. Raises KeyError where it is not of this case."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(part_id)

    def below(self, part_id: UUID) -> list[PartFacts]:
        """Return the assignments that this one has handed down."""
        return [p for p in self.parts if p.above_id == part_id]

    def returned_beside(self, part: PartFacts) -> int:
        """Return how often the case was given back before on this step of the tree: to the same unit, or to the centre."""
        return sum(p.returns for p in self.parts if p.above_id == part.above_id)


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """One assignment within its case."""

    case: CaseFacts
    part: PartFacts
    state: str
    signed_on_paper: Callable[[], bool] = field(default=lambda: False, compare=False, repr=False)

    @property
    def at(self) -> datetime:
        """The moment at which is asked."""
        return self.case.at

    @property
    def above(self) -> PartFacts | None:
        """The assignment that handed this one down."""
        return self.case.part(self.part.above_id) if self.part.above_id else None


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """One application within its assignment and case."""

    case: CaseFacts
    part: PartFacts
    asked: AskedFacts
    state: str

    @property
    def at(self) -> datetime:
        """The moment at which is asked."""
        return self.case.at
