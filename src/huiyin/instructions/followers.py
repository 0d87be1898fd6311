"""What this room does after events: words that a leader writes on a case's page or approval become an instruction.

So each word is counted once, wherever it was written. Mere consent ("同意") on an approval is no instruction.
"""

from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Approval, Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import OPEN_ASSIGNMENT
from huiyin.cases.who import LEADERS
from huiyin.flow.actor import PLATFORM
from huiyin.flow.posts import Post
from huiyin.instructions.act import INSTRUCTION_DOOR, record
from huiyin.instructions.models import Instruction
from huiyin.instructions.states import WORKING, TaskState
from huiyin.instructions.who import LINE_LEADERS
from huiyin.journal.follow import follower
from huiyin.journal.models import Event, Remark
from huiyin.people.models import User
from huiyin.people.queries import holders
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named

ON_PAGE = "case.instruct"
ON_APPROVAL = (
    "case.approve", "case.approve_on_paper", "case.approve_afterwards", "case.approve_afterwards_on_paper",
)  # fmt: skip


@follower("instructions.words", ON_PAGE, *ON_APPROVAL)
def keep_words(event: Event, at: datetime) -> None:
    """Make an instruction of what a leader wrote, once however often this is called."""
    case = Case.objects.get(pk=event.subject_id)
    book = book_named(event.book)
    words = Remark.objects.filter(event_id=event.id, field="words", erased_at__isnull=True).first()
    if words is None or (event.verb != ON_PAGE and book.instructions.is_mere_consent(words.text)):
        return
    by = User.objects.get(pk=event.actor_id)
    if case.centre_id:
        # What a unit's own leader writes on the unit's own line stands in that line's ledger, and is none of the city's.
        if event.post in {str(one) for one in LINE_LEADERS}:
            record(case, words.text, _author(event), event.post, on_paper=False, by=by, source=event, at=at)
        return
    post = _post_of(event, case, book)
    if post not in book.instructions.leaders:
        return
    on_paper = event.post not in {str(one) for one in LEADERS}
    leader = _only_holder(post, event.at) if on_paper else _author(event)
    record(case, words.text, leader, post, on_paper=on_paper, by=by, source=event, at=at)


@follower("instructions.units", "case.dispatch")
def hand_on(event: Event, at: datetime) -> None:
    """What a leader wrote before there was a unit goes to the unit that leads the case, unless he named others."""
    leads = Assignment.objects.filter(case=event.subject_id, role=Role.LEAD, state__in=sorted(OPEN_ASSIGNMENT))
    rows = Instruction.objects.filter(abouts__case=event.subject_id, state__in=WORKING, wished_units=[])
    for row in rows.order_by("number"):
        there = set(row.tasks.exclude(state=TaskState.CANCELLED).values_list("unit_id", flat=True))
        units = [unit for unit in leads.order_by("unit_path").values_list("unit_id", flat=True) if unit not in there]
        if units:
            said = {"units": units}
            INSTRUCTION_DOOR.move(row.pk, "hand_on", said, actor=PLATFORM, at=at, caused_by=event.id)


def _post_of(event: Event, case: Case, book: Rulebook) -> str:
    if event.verb == ON_PAGE:
        return str(event.said.get("leader_post", ""))
    approval = Approval.objects.filter(case=case, decided_by=event.actor_id, decided_at=event.at).first()
    roles = {role.code: str(role.post) for role in book.approval.roles}
    return roles.get(approval.role, "") if approval else ""


def _author(event: Event) -> User | None:
    who: UUID = event.acting_for or event.actor_id
    return User.objects.filter(pk=who).first()


def _only_holder(post: str, at: datetime) -> User | None:
    """Return whose paper it was, where only one holds the post; else it is kept by the post alone."""
    found = list(holders(Post(post), at=at)[:2])
    return found[0] if len(found) == 1 else None
