"""Numbers to which a text message can be sent: looked up at the moment of sending, kept nowhere else."""

import re

from huiyin.cases.models import Petitioner
from huiyin.cases.petitioners import contact_of
from huiyin.notices.models import Outgoing
from huiyin.people.models import User
from huiyin.people.reach import mobiles_of
from huiyin.privacy.installed import read_for
from huiyin.privacy.lookup import normalise_phone
from huiyin.units.contacts import COLUMN, TABLE
from huiyin.units.models import Contact, ContactRole, Unit

_MOBILE = re.compile(r"1[3-9]\d{9}")


def number_for(message: Outgoing) -> str:
    """Return the mobile number of whom the message is for; "" where none is known."""
    if message.petitioner is not None:
        return number_of_petitioner(message.petitioner)
    if message.user is not None:
        return number_of_person(message.user, message.unit)
    return number_of_unit(message.unit) if message.unit else ""


def number_of_petitioner(petitioner: Petitioner) -> str:
    """Return the petitioner's mobile number; "" for a landline, which cannot be sent to."""
    return _mobile(contact_of(petitioner).phone)


def number_of_person(user: User, unit: Unit | None) -> str:
    """Return a person's own mobile number, else the one of the duty desk of the unit."""
    own = _mobile(mobiles_of([user]).get(user.pk, ""))
    return own or _mobile(user.phone) or (_mobile(unit.duty_phone) if unit else "")


def number_of_unit(unit: Unit) -> str:
    """Return the number that a unit named for notices, else that of its duty desk, else its handler's."""
    handler = Contact.objects.filter(unit=unit, role=ContactRole.HANDLER, until__isnull=True).first()
    return _mobile(unit.messages) or _mobile(unit.duty_phone) or (_mobile_of(handler) if handler else "")


def _mobile_of(contact: Contact) -> str:
    return _mobile(read_for(TABLE, contact.pk, COLUMN, contact.mobile))


def _mobile(number: str) -> str:
    plain = normalise_phone(number) if number else ""
    return plain if _MOBILE.fullmatch(plain) else ""
