"""Questions about people: who holds a post now, here or further up; who is on duty; who is to be told in a hurry."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.flow.actor import PLATFORM_ID, Actor
from huiyin.flow.posts import Post
from huiyin.people.actors import held_at
from huiyin.people.models import Deputation, DutyShift, Holding, User
from huiyin.people.who import keeps_accounts
from huiyin.units.models import Unit
from huiyin.units.path import self_and_ancestors

URGENT_ORDER = (Post.UNIT_DUTY, Post.UNIT_HANDLER, Post.UNIT_LEADER, Post.UNIT_HEAD)
"""Who in a unit is told of an urgent case after the person on duty, one after the other."""


def visible_to(actor: Actor) -> QuerySet[User]:
    """Return the accounts that the actor may see: all for the administrator, else the own one."""
    people = User.objects.exclude(pk=PLATFORM_ID)
    return people if keeps_accounts(actor) else people.filter(pk=actor.user_id)


def holders(post: Post, *, unit_id: UUID | None = None, at: datetime) -> QuerySet[User]:
    """Return who holds a post at a moment, in exactly this unit, or in the centre."""
    held = held_at(at).filter(post=post, unit=unit_id).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("username")


def holders_here_or_above(post: Post, unit_path: str, *, at: datetime) -> list[User]:
    """Return who holds a post in the unit at this place; where nobody does, in the nearest unit above it."""
    places = self_and_ancestors(unit_path)
    held = held_at(at).filter(post=post, unit__path__in=places, user__is_active=True)
    rows = list(held.select_related("user", "unit").order_by("-unit__depth", "user__username"))
    return [row.user for row in rows if row.unit and rows[0].unit and row.unit.depth == rows[0].unit.depth]


def people_of(unit_path: str, *, at: datetime) -> QuerySet[Holding]:
    """Return the holdings in the unit at this place and in all below it, with their people."""
    return held_at(at).filter(unit__path__startswith=unit_path).select_related("user", "unit")


def seats_held(user_ids: Collection[UUID]) -> Callable[[UUID, datetime], str]:
    """Return what tells the posts of one of these people at a moment, each with its unit, in words. One statement."""
    held: defaultdict[UUID, list[Holding]] = defaultdict(list)
    for one in Holding.objects.filter(user__in=user_ids).select_related("unit").order_by("since", "post"):
        held[one.user_id].append(one)

    def seats_at(user_id: UUID, at: datetime) -> str:
        then = [one for one in held[user_id] if one.since <= at and (one.until is None or at < one.until)]
        return "、".join(f"{one.unit.short_name if one.unit else ''}{Post(one.post).label}" for one in then)

    return seats_at


def on_duty(unit_id: UUID | None, *, at: datetime) -> list[User]:
    """Return who is on duty at a moment in a unit, or in the centre; who began last comes first. One statement."""
    shifts = DutyShift.objects.filter(unit=unit_id, since__lte=at, until__gt=at, user__is_active=True)
    rows = shifts.select_related("user").order_by("-since", "user__username")
    return list(dict.fromkeys(shift.user for shift in rows))


def to_be_told_in_a_hurry(unit: Unit, *, at: datetime) -> list[User]:
    """Return whom an urgent case of a unit is told to, in order: on duty first, then by post up to the head."""
    found = dict.fromkeys(on_duty(unit.pk, at=at))
    held = held_at(at).filter(unit=unit, post__in=URGENT_ORDER, user__is_active=True).select_related("user")
    for holding in sorted(held, key=lambda h: (URGENT_ORDER.index(Post(h.post)), h.user.username)):
        found.setdefault(holding.user)
    return list(found)


def deputations_open_to(user_id: UUID, *, at: datetime) -> QuerySet[Deputation]:
    """Return by which deputations a person may act for others at a moment."""
    running = Deputation.objects.filter(to_user=user_id, since__lte=at, until__gt=at, from_user__is_active=True)
    return running.select_related("from_user").order_by("since")


def deputies_of(user_id: UUID, *, at: datetime) -> QuerySet[User]:
    """Return who may act for a person at a moment."""
    running = Deputation.objects.filter(from_user=user_id, since__lte=at, until__gt=at)
    return User.objects.filter(pk__in=running.values("to_user"), is_active=True)


def named_like(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Return those whose name or staff number contains the text."""
    return people.filter(Q(name__icontains=text) | Q(username__icontains=text))
