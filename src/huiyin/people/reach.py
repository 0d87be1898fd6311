"""By which numbers a person is reached: the own mobile number is kept sealed, and shown to those who have to call."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.table import At, NotYours, Refused
from huiyin.journal.writing import writing
from huiyin.people.act import locked, tell
from huiyin.people.models import Holding, User
from huiyin.people.who import keeps_accounts, plans_duty
from huiyin.privacy.cipher import is_current, reseal
from huiyin.privacy.installed import read_for, seal_for
from huiyin.privacy.keys import KeyRing
from huiyin.privacy.lookup import normalise_phone
from huiyin.units.contacts import COLUMN as CONTACT_COLUMN
from huiyin.units.contacts import TABLE as CONTACT_TABLE
from huiyin.units.models import Contact

TABLE, COLUMN = "people_user", "mobile"
SHORTEST, LONGEST = 7, 15


def set_mobile(user_id: UUID, number: str, *, actor: Actor, at: datetime) -> None:
    """Write down a person's own mobile number, an empty one to forget it.

    The person does it, the administrator, or whoever plans duty where the person has a post. Raises Refused.
    """
    with writing():
        user = locked(user_id)
        if not (actor.user_id == user.pk or keeps_accounts(actor) or _plans_for(actor, user, at)):
            raise NotYours(["只有本人、系统管理员和安排其值班的人可以登记手机"])
        plain = normalise_phone(number) if number.strip() else ""
        if number.strip() and not (plain.isdecimal() and SHORTEST <= len(plain) <= LONGEST):
            raise Refused([], {"mobile": At("mobile", "手机号不对")})
        user.mobile = seal_for(TABLE, user.pk, COLUMN, plain)
        user.save(update_fields=["mobile"])
        tell("set_mobile", user, actor, at, {"is_empty": not plain})


def mobiles_of(users: Iterable[User]) -> Mapping[UUID, str]:
    """Return the plain mobile numbers by person: the own one, else that of the contact of a unit. One statement at most."""
    people = {user.pk: user for user in users}
    found = {pk: read_for(TABLE, pk, COLUMN, user.mobile) for pk, user in people.items() if user.mobile}
    rest = [pk for pk in people if pk not in found]
    contacts = Contact.objects.filter(user_id__in=rest, until__isnull=True).exclude(mobile=None) if rest else []
    for contact in contacts:
        number = read_for(CONTACT_TABLE, contact.pk, CONTACT_COLUMN, contact.mobile)
        if number and contact.user_id:
            found.setdefault(contact.user_id, number)
    return found


def reseal_own_mobiles(ring: KeyRing) -> Iterator[bool]:
    """Seal every own number with the ring's current key; True for each one that was sealed anew."""
    for user in User.objects.exclude(mobile__isnull=True).exclude(mobile=b"").iterator():
        sealed = user.mobile or b""
        if stale := not is_current(ring, sealed):
            user.mobile = reseal(ring, sealed, TABLE, COLUMN, user.pk)
            user.save(update_fields=["mobile"])
        yield stale


def _plans_for(actor: Actor, user: User, at: datetime) -> bool:
    held = Holding.objects.filter(user=user, until__isnull=True).values_list("unit__path", flat=True)
    return any(plans_duty(actor, path or "") for path in held)
