"""Changes of accounts and posts: each in one transaction with one event; sessions follow at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password

from huiyin.flow.actor import PLATFORM_ID, Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.people import guards
from huiyin.people.models import Deputation, Holding, User
from huiyin.people.passwords import one_time_password
from huiyin.people.who import require_keeper
from huiyin.units.guards import refuse_for
from huiyin.units.models import Unit


@dataclass(frozen=True)
class NewUser:
    """What is said when an account is made.

    `password_hash` is that of a password which its owner chose elsewhere; "" makes an account with which nobody can
    sign in until a password is given to it. None, as ever, means a one-time password.
    """

    username: str
    name: str
    phone: str = ""
    password_hash: str | None = None


def create_user(new: NewUser, *, actor: Actor, at: datetime) -> tuple[User, str]:
    """Make an account; return it and its one-time password ("" where none was made), stored nowhere. Raises Refused."""
    require_keeper(actor)
    username, name = new.username.strip().lower(), new.name.strip()
    with writing():
        refuse_for(
            guards.username_is_well_formed(username), guards.username_is_free(username), guards.name_is_given(name)
        )
        user = User(username=username, name=name, phone=new.phone.strip())
        password = _first_password(user, new.password_hash)
        user.save(force_insert=True)
        tell("create", user, actor, at)
        return user, password


def correct_user(user_id: UUID, *, name: str, phone: str, actor: Actor, at: datetime) -> User:
    """Correct the name and the office phone of an account. Raises Refused."""
    require_keeper(actor)
    with writing():
        user = locked(user_id)
        refuse_for(guards.name_is_given(name.strip()))
        user.name, user.phone = name.strip(), phone.strip()
        user.save(update_fields=["name", "phone"])
        tell("correct", user, actor, at)
        return user


def give_post(user_id: UUID, post: Post, unit_id: UUID | None = None, *, actor: Actor, at: datetime) -> Holding:
    """Let a person hold a post from now on. Raises Refused."""
    require_keeper(actor)
    with writing():
        user = locked(user_id)
        unit = _unit(unit_id)
        refuse_for(
            guards.is_in_use(user),
            guards.unit_fits_post(post, unit),
            guards.unit_is_open(unit),
            guards.is_not_held_yet(user, post, unit),
        )
        holding = Holding.objects.create(user=user, post=post, unit=unit, since=at)
        renew_sessions(user)
        tell("give_post", user, actor, at, {"post": post, "unit": unit_id})
        return holding


def take_post(holding_id: UUID, *, actor: Actor, at: datetime) -> Holding:
    """End a holding; it stays in the history. Raises Refused."""
    require_keeper(actor)
    with writing():
        holding = Holding.objects.select_for_update().filter(pk=holding_id, until__isnull=True).first()
        if holding is None:
            raise Refused(["该岗位已不再担任"])
        user = locked(holding.user_id)
        refuse_for(guards.another_admin_remains(user, at) if holding.post == Post.ADMIN else None)
        end_holding(holding, at)
        renew_sessions(user)
        tell("take_post", user, actor, at, {"post": holding.post, "unit": holding.unit_id})
        return holding


def deactivate(user_id: UUID, *, actor: Actor, at: datetime) -> User:
    """Put a leaver's account out of use: posts and deputations end, and every open session with them.

    Raises Refused.
    """
    require_keeper(actor)
    with writing():
        user = locked(user_id)
        refuse_for(
            guards.is_in_use(user),
            guards.is_not_oneself(user.pk, actor.user_id),
            guards.another_admin_remains(user, at),
        )
        for holding in user.holdings.filter(until__isnull=True):
            end_holding(holding, at)
        for deputation in [*user.deputations_given.filter(until__gt=at), *user.deputations_held.filter(until__gt=at)]:
            end_early(deputation, at)
        user.is_active = False
        user.session_epoch += 1
        user.save(update_fields=["is_active", "session_epoch"])
        renew_sessions(user)
        tell("deactivate", user, actor, at)
        return user


def reactivate(user_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Put an account into use again, without posts; return its new one-time password. Raises Refused."""
    require_keeper(actor)
    with writing():
        user = locked(user_id)
        refuse_for("该账号正在使用" if user.is_active else None)
        user.is_active = True
        user.save(update_fields=["is_active"])
        tell("reactivate", user, actor, at)
        return _set_one_time_password(user)


def reset_password(user_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Give an account a new one-time password and return it; open sessions and a lock-out end. Raises Refused."""
    require_keeper(actor)
    with writing():
        user = locked(user_id)
        refuse_for(guards.is_in_use(user))
        password = _set_one_time_password(user)
        tell("reset_password", user, actor, at)
        return password


def locked(user_id: UUID) -> User:
    """Return the account, locked until the transaction ends. Raises Refused; the platform's own never changes."""
    user = User.objects.select_for_update().filter(pk=user_id).exclude(pk=PLATFORM_ID).first()
    if user is None:
        raise Refused(["没有这个用户"])
    return user


def renew_sessions(user: User) -> None:
    """Let every open session of the account take a new key at its next request, since its rights have changed."""
    user.posts_version += 1
    user.save(update_fields=["posts_version"])


def end_holding(holding: Holding, at: datetime) -> None:
    """End a holding at a moment; one that begins later never begins."""
    holding.until = max(at, holding.since)
    holding.save(update_fields=["until"])


def end_early(deputation: Deputation, at: datetime) -> None:
    """End a deputation at a moment; one that begins later never begins."""
    deputation.until = max(at, deputation.since)
    deputation.save(update_fields=["until"])


def tell(action: str, user: User, actor: Actor, at: datetime, said: Mapping[str, Any] | None = None) -> UUID:
    """Write the event of a change into the ledger of the people; return its id."""
    return note(f"user.{action}", "user", user.pk, actor=actor, at=at, head="people", said=said or {}).id


def _unit(unit_id: UUID | None) -> Unit | None:
    if unit_id is None:
        return None
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Refused(["没有这个单位"])
    return unit


def _first_password(user: User, chosen_hash: str | None) -> str:
    if chosen_hash is not None:
        user.password = chosen_hash or make_password(None)
        return ""
    password = one_time_password()
    user.set_password(password)
    user.password_is_initial = True
    return password


def _set_one_time_password(user: User) -> str:
    password = one_time_password()
    user.set_password(password)
    user.password_is_initial = True
    user.session_epoch += 1
    user.save(update_fields=["password", "password_is_initial", "session_epoch"])
    forget_failures(username=user.username)
    return password
