"""Telling: a draft becomes notices to those who hold the posts, an urgent one to the person on duty; and reading."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.journal.door import note
from huiyin.journal.models import Event
from huiyin.journal.writing import writing
from huiyin.notices.drafts import Draft
from huiyin.notices.kinds import NoticeKind
from huiyin.notices.models import Notice
from huiyin.notices.outbox import message_to_person
from huiyin.notices.queries import visible_to
from huiyin.notices.texts import one_line
from huiyin.people.queries import to_be_told_in_a_hurry
from huiyin.units.models import Unit

LONGEST = 200
CENTRE_IN_A_HURRY = (Post.DISPATCHER, Post.SUPERVISOR)
"""Who in the centre hears that nobody of a unit takes an urgent case."""


def tell(draft: Draft, event: Event, at: datetime) -> None:
    """Give the notice to everybody whom the draft names; the accused unit of a report hears nothing."""
    for unit_id, post in draft.addressees:
        if unit_id is not None and _is_accused(draft.case, unit_id):
            continue
        if unit_id is not None and draft.is_urgent and post == Post.UNIT_HANDLER:
            _tell_in_a_hurry(draft, unit_id, event, at)
        else:
            _write(notice_of(draft, event, at, unit_id=unit_id, post=post))


def notice_of(
    draft: Draft, event: Event, at: datetime, *, unit_id: UUID | None, post: Post, user_id: UUID | None = None,
    turn: int = 0,
) -> Notice:  # fmt: skip
    """Return a notice, not yet saved. The same event, post and turn give the same one."""
    about_kind, about = draft.subject(event)
    where = f"{unit_id.hex if unit_id else '-'}:{post}:{turn}"
    return Notice(
        once=f"{event.id}:{draft.kind}:{where}"[:120], event_id=event.id, case=draft.case, kind=draft.kind, at=at,
        post=post, about=about, about_kind=about_kind,
        text=one_line(draft.text, LONGEST), unit_id=unit_id, to_user_id=user_id, urgent=user_id is not None, turn=turn,
    )  # fmt: skip


def read(notices: QuerySet[Notice], *, actor: Actor, at: datetime) -> int:
    """Mark those of the notices as read that the actor may see; of urgent ones the journal keeps who read them."""
    mine = visible_to(actor).filter(pk__in=notices.values("pk"), read_at__isnull=True)
    urgent = list(mine.filter(urgent=True).values_list("pk", "case_id"))
    count = mine.filter(urgent=False).update(read_at=at, read_by_id=actor.user_id)
    return count + sum(_read_urgent(pk, case_id, actor, at) for pk, case_id in urgent)


def _read_urgent(notice_id: UUID, case_id: UUID, actor: Actor, at: datetime) -> bool:
    with writing() as now_writing:
        head = now_writing.lock(Case, case_id)
        unread = Notice.objects.filter(pk=notice_id, read_at__isnull=True)
        if not unread.update(read_at=at, read_by_id=actor.user_id):
            return False
        note("notice.read", "notice", notice_id, at=at, head=head, actor=actor)
    return True


def _tell_in_a_hurry(draft: Draft, unit_id: UUID, event: Event, at: datetime) -> None:
    people = to_be_told_in_a_hurry(Unit.objects.get(pk=unit_id), at=at)
    if not people:
        tell_centre_of_nobody(draft.case, event, unit_id, at)
        return
    notice = notice_of(draft, event, at, unit_id=unit_id, post=Post.UNIT_HANDLER, user_id=people[0].pk)
    if _write(notice):
        message_to_person(notice, at)


def tell_centre_of_nobody(case: Case | None, event: Event, unit_id: UUID, at: datetime) -> None:
    """Tell the centre that nobody of the unit takes an urgent case: somebody has to ring there."""
    assert case is not None, "only cases are urgent"
    unit = Unit.objects.get(pk=unit_id)
    draft = Draft(
        NoticeKind.UNATTENDED, f"急件{case.number}：{unit.short_name}无人接收，请电话联系", CENTRE_IN_A_HURRY, case
    )
    for post in draft.posts:
        notice = notice_of(draft, event, at, unit_id=None, post=post)
        notice.once = f"{notice.once[:80]}:{unit_id.hex}"
        _write(notice)


def _write(notice: Notice) -> bool:
    if Notice.objects.filter(once=notice.once).exists():
        return False
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    return True


def _is_accused(case: Case | None, unit_id: UUID) -> bool:
    if case is None or not case.accused_path:
        return False
    path = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
    return path.startswith(case.accused_path)
