"""Who acts: an account, its posts at this moment, and the posts of another lent to it for a time."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.journal.prepared import Prepared
from huiyin.people.models import Deputation, Holding, User


def actor_of(user: User, at: datetime, deputation_id: UUID | None = None) -> Actor:
    """Return the actor that this account is at a moment: one statement, three when it stands in for another.

    A deputation that is over, or that was given to somebody else, lends nothing.
    """
    lent = deputation_in_force(user, deputation_id, at) if deputation_id else None
    owners = [user.pk, lent.from_user_id] if lent else [user.pk]
    rows = [row for owner in owners for row in _held_by(owner, at)]
    lent_posts = frozenset(lent.posts) if lent else frozenset[str]()
    seats = (_seat(post, *where) for owner, post, *where in rows if owner == user.pk or post in lent_posts)
    return Actor(user.pk, user.name, frozenset(seats), lent.from_user_id if lent else None)


def held_at(at: datetime) -> QuerySet[Holding]:
    """Return the holdings in force at a moment."""
    return Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at).order_by()


WHERE = ("unit_id", "unit__path", "unit__line_code")

_held_by = Prepared(lambda user_id, at: held_at(at).filter(user_id=user_id).values_list("user_id", "post", *WHERE))


def actors_of(users: Iterable[User], at: datetime) -> dict[UUID, Actor]:
    """Return the actors of many accounts by id, in one statement."""
    known = {user.pk: user for user in users}
    seats: dict[UUID, set[Seat]] = {pk: set() for pk in known}
    for owner, post, *where in held_at(at).filter(user__in=known).values_list("user_id", "post", *WHERE):
        seats[owner].add(_seat(post, *where))
    return {pk: Actor(pk, user.name, frozenset(seats[pk])) for pk, user in known.items()}


def deputation_in_force(user: User, deputation_id: UUID, at: datetime) -> Deputation | None:
    """Return the deputation if it lets this account act for another at this moment."""
    running = Deputation.objects.filter(pk=deputation_id, to_user=user, since__lte=at, until__gt=at)
    return running.filter(from_user__is_active=True).first()


def _seat(post: str, unit_id: UUID | None, path: str | None, line_code: str | None) -> Seat:
    return Seat(Post(post), unit_id, path or "", bool(line_code))
