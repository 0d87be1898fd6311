"""What this room does after acts of cases: what a unit suspends stands on the ledger, what ends comes off it."""

from datetime import datetime

from huiyin.cases.models import Application, Case
from huiyin.cases.states import OPEN_CASE
from huiyin.flow.actor import PLATFORM
from huiyin.hardcases.act import follow_suspension, move_hard
from huiyin.hardcases.lifecycle import SOLVING
from huiyin.hardcases.models import HardCase
from huiyin.hardcases.queries import open_of_case
from huiyin.hardcases.states import HardState
from huiyin.journal.follow import follower
from huiyin.journal.models import Event

ENDINGS = tuple(
    f"case.{action}" for action in (*sorted(SOLVING), "judge", "withdraw", "void", "refuse", "transfer_out")
)


@follower("hardcases.list", "application.grant_suspension")
def list_suspended(event: Event, at: datetime) -> None:
    """Put on the ledger what is suspended, once: what stands there already stays as it is."""
    application = Application.objects.select_related("case", "assignment").get(pk=event.subject_id)
    known = HardCase.objects.filter(source=application.pk).exists() or open_of_case(application.case_id) is not None
    if not known and application.case.suspended:
        follow_suspension(application, at=at, caused_by=event.id)


@follower("hardcases.resume", "assignment.resume")
def take_off_resumed(event: Event, at: datetime) -> None:
    """Take off what stood there for its suspension, once the unit works on it again."""
    assert event.case_id is not None, "a share belongs to a case"
    row = HardCase.objects.filter(case_id=event.case_id, state=HardState.LISTED, source__isnull=False).first()
    if row is not None and row.proposed_at <= event.at and row.case.suspended is False:
        move_hard(row.pk, "close", {"why": "resume"}, actor=PLATFORM, at=at, caused_by=event.id)


@follower("hardcases.end", *ENDINGS)
def end_with_case(event: Event, at: datetime) -> None:
    """Take off what ended."""
    row = open_of_case(event.subject_id)
    if row is None or row.proposed_at > event.at or Case.objects.get(pk=row.case_id).state in OPEN_CASE:
        return
    why = {"why": event.verb.partition(".")[2]}
    move_hard(row.pk, "close", why, actor=PLATFORM, at=at, caused_by=event.id)
