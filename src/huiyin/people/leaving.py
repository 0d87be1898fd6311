"""Somebody leaves: what the account still answers for goes to a successor and the account out of use, in one move.

Rooms above say at start-up what of theirs belongs to a person, and how it is handed over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import At, Refused
from huiyin.journal.writing import writing
from huiyin.people import act, guards, standing_in
from huiyin.people.models import DutyShift, Holding, User
from huiyin.people.who import require_keeper
from huiyin.units.contacts import NewContact, change_contact
from huiyin.units.guards import refuse_for
from huiyin.units.models import Contact, ContactRole


@dataclass(frozen=True)
class Leaving:
    """Who leaves, who takes over (None: nobody), by whose hand and when."""

    user: User
    heir: User | None
    actor: Actor
    at: datetime


@dataclass(frozen=True)
class OpenWork:
    """One sort of thing that belongs to a person: how many are open, and how they go to the successor or back."""

    label: str
    count: Callable[[User, datetime], int]
    hand_over: Callable[[Leaving], None]


_of_rooms: list[OpenWork] = []


def belongs_to_people(work: OpenWork) -> None:
    """Say what of a room above belongs to a person; once, at start-up."""
    if all(known.label != work.label for known in _of_rooms):
        _of_rooms.append(work)


def open_work_of(user: User, at: datetime) -> list[tuple[str, int]]:
    """Return what the account answers for, by sort; what there is none of is left out."""
    counted = [(work.label, work.count(user, at)) for work in [*_OWN, *_of_rooms]]
    return [(label, count) for label, count in counted if count]


def leave(
    user_id: UUID, heir_id: UUID | None = None, *, heir_takes_posts: bool = False, actor: Actor, at: datetime
) -> User:
    """Hand everything over and put the account out of use: all of it or nothing. Raises Refused."""
    require_keeper(actor)
    with writing():
        # By ascending id, so that two leavers who name each other cannot wait for each other.
        people = {pk: act.locked(pk) for pk in sorted({user_id, heir_id or user_id}, key=str)}
        user, heir = people[user_id], people[heir_id] if heir_id else None
        refuse_for(_can_follow(user, heir))
        leaving = Leaving(user, heir, actor, at)
        if heir and heir_takes_posts:
            _hand_over_posts(leaving)
        for work in [*_OWN, *_of_rooms]:
            work.hand_over(leaving)
        return act.deactivate(user.pk, actor=actor, at=at)


def _can_follow(user: User, heir: User | None) -> str | None:
    if heir is None:
        return None
    if heir.pk == user.pk:
        return At("heir", "接任者不能是本人")
    return None if heir.is_active else At("heir", f"“{heir.name}”的账号已停用")


def _hand_over_posts(leaving: Leaving) -> None:
    assert leaving.heir is not None
    for holding in Holding.objects.filter(user=leaving.user, until__isnull=True).select_related("unit"):
        post, unit = Post(holding.post), holding.unit
        if guards.is_not_held_yet(leaving.heir, post, unit) is None:
            act.give_post(leaving.heir.pk, post, unit.pk if unit else None, actor=leaving.actor, at=leaving.at)


# --- What belongs to a person in this room and below ---------------------------------------------------------------


def _shifts(user: User, at: datetime) -> QuerySet[DutyShift]:
    return DutyShift.objects.filter(user=user, until__gt=at).order_by("since")


def _hand_over_shifts(leaving: Leaving) -> None:
    """Give shifts that are not over to the successor; without one they are struck, and the plan shows the gap."""
    for shift in list(_shifts(leaving.user, leaving.at)):
        since, until, unit_id = max(shift.since, leaving.at), shift.until, shift.unit_id
        standing_in.take_off_duty(shift.pk, actor=leaving.actor, at=leaving.at)
        if leaving.heir:
            _put_on_duty(leaving, leaving.heir, unit_id, since, until)


def _put_on_duty(leaving: Leaving, heir: User, unit_id: UUID | None, since: datetime, until: datetime) -> None:
    try:
        standing_in.put_on_duty(heir.pk, unit_id, since=since, until=until, actor=leaving.actor, at=leaving.at)
    except Refused as refused:
        why = "；".join([*refused.reasons, *refused.fields.values()])
        raise Refused([f"值班不能移交：{why}。可勾选由接任者担任其岗位，或先取消该班次"]) from None


def _contacts(user: User, at: datetime) -> QuerySet[Contact]:
    return Contact.objects.filter(user_id=user.pk, until__isnull=True).order_by("unit", "role")


def _hand_over_contacts(leaving: Leaving) -> None:
    """Name the successor as contact; without one the leaver's name stays until the unit names somebody."""
    for contact in list(_contacts(leaving.user, leaving.at)) if leaving.heir else []:
        assert leaving.heir is not None
        # The office phone stands on the desk, and the desk stays; a mobile number goes with the person.
        new = NewContact(
            ContactRole(contact.role), leaving.heir.name, leaving.heir.phone or contact.phone, user_id=leaving.heir.pk
        )
        change_contact(contact.unit_id, new, actor=leaving.actor, at=leaving.at)


_OWN = (
    OpenWork("未结束的值班", lambda user, at: _shifts(user, at).count(), _hand_over_shifts),
    OpenWork("担任单位联系人", lambda user, at: _contacts(user, at).count(), _hand_over_contacts),
)
