"""The three contacts of a unit: naming them anew, their history, who is missing, and who changes too often."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.table import At, NotYours, Refused
from huiyin.flow.times import local
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.privacy.cipher import is_current, reseal
from huiyin.privacy.installed import read_for, seal_for
from huiyin.privacy.keys import KeyRing
from huiyin.privacy.masking import mask_phone
from huiyin.rulebook.city import ContactChange
from huiyin.units import guards
from huiyin.units.guards import refuse_for
from huiyin.units.models import Contact, ContactRole, Unit
from huiyin.units.who import MOBILE_READERS, changes_contacts

TABLE, COLUMN = "units_contact", "mobile"


@dataclass(frozen=True)
class NewContact:
    """Who is named: an office phone is plain, a mobile number is sealed before it is stored."""

    role: ContactRole
    name: str
    phone: str = ""
    mobile: str = ""
    user_id: UUID | None = None


@dataclass(frozen=True)
class OftenChanged:
    """The warning of mission row 175: a role of a unit that was filled anew as often as the rulebook warns of."""

    unit_id: UUID
    role: ContactRole
    changes: int
    times: int
    months: int

    def __str__(self) -> str:
        return f"{self.role.label}近{self.months}个月更换{self.changes}次，请核实（达到{self.times}次即提醒）"


def change_contact(unit_id: UUID, new: NewContact, *, actor: Actor, at: datetime) -> Contact:
    """Name the person in a contact role; the one before stays in the history. Raises Refused."""
    with writing():
        unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
        if unit is None:
            raise Refused(["没有这个单位"])
        if not changes_contacts(actor, unit.path):
            raise NotYours(["只有系统管理员和本单位领导可以变更联系人"])
        before = Contact.objects.filter(unit=unit, role=new.role, until__isnull=True).first()
        refuse_for(
            guards.is_open(unit),
            _name_is_given(new),
            _can_be_reached(new),
            _is_later(before, at),
            _is_news(before, new),
        )
        contact = _replace(unit, before, new, at)
        said = {"role": new.role, "contact": contact.pk, "before": before.pk if before else None, "user": new.user_id}
        note("unit.change_contact", "unit", unit.pk, actor=actor, at=at, head="units", said=said)
        return contact


def mobile_of(contact: Contact, reader: Actor) -> str:
    """Return the mobile number as this reader may see it: plain for those who call or keep it, else masked."""
    number = read_for(TABLE, contact.pk, COLUMN, contact.mobile)
    may_read = reader.holds(*MOBILE_READERS) or changes_contacts(reader, contact.unit.path)
    return number if may_read else mask_phone(number)


def current_contacts(unit_id: UUID) -> dict[ContactRole, Contact]:
    """Return who fills each role now; a role that nobody fills is absent."""
    rows = Contact.objects.filter(unit=unit_id, until__isnull=True).select_related("unit")
    return {ContactRole(row.role): row for row in rows}


def missing_roles(unit_id: UUID) -> list[ContactRole]:
    """Return the roles of a unit that nobody fills."""
    filled = current_contacts(unit_id)
    return [role for role in ContactRole if role not in filled]


def units_missing_roles() -> list[tuple[Unit, list[ContactRole]]]:
    """Return every unit in use with the roles that nobody fills there, in two statements."""
    filled = set(Contact.objects.filter(until__isnull=True).values_list("unit", "role"))
    units = Unit.objects.filter(closed_on__isnull=True)
    gaps = ((unit, [role for role in ContactRole if (unit.pk, role.value) not in filled]) for unit in units)
    return [(unit, roles) for unit, roles in gaps if roles]


def changes_between(start: datetime, end: datetime) -> QuerySet[Contact]:
    """Return the contacts that took over a role from somebody else after `start` and until `end`, latest first."""
    earlier = Contact.objects.filter(unit=OuterRef("unit"), role=OuterRef("role"), since__lt=OuterRef("since"))
    dated = Contact.objects.annotate(name_before=Subquery(earlier.order_by("-since").values("name")[:1]))
    # The same person under a new number is a correction: only a new face makes work for everybody else.
    taken_over = dated.filter(since__gt=start, since__lte=end, name_before__isnull=False).exclude(name=F("name_before"))
    return taken_over.select_related("unit").order_by("-since")


def changes_within(unit_id: UUID, role: ContactRole, months: int, at: datetime) -> int:
    """Return how often a role changed hands in the last months before `at`; naming somebody first is no change."""
    return changes_between(months_before(at, months), at).filter(unit=unit_id, role=role).count()


def changed_too_often(rule: ContactChange, at: datetime, unit_id: UUID | None = None) -> list[OftenChanged]:
    """Return the warnings for all units, or for one, in one statement. `rule` is the rulebook's `contact_change`."""
    times, months = rule.times, rule.months
    changes = changes_between(months_before(at, months), at).order_by()
    if unit_id:
        changes = changes.filter(unit=unit_id)
    rows = (
        changes.values_list("unit", "role").annotate(n=Count("id")).filter(n__gte=times).order_by("-n", "unit", "role")
    )
    return [OftenChanged(unit, ContactRole(role), n, times, months) for unit, role, n in rows]


def months_before(at: datetime, months: int) -> datetime:
    """Return the same moment of the city's calendar so many months earlier; 31 May less three months is 28 February."""
    here = local(at)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    return here.replace(year=year, month=month + 1, day=min(here.day, monthrange(year, month + 1)[1]))


def reseal_mobiles(ring: KeyRing) -> Iterator[bool]:
    """Seal every mobile number with the ring's current key; True for each one that was sealed anew."""
    for contact in Contact.objects.exclude(mobile__isnull=True).exclude(mobile=b"").iterator():
        sealed = contact.mobile or b""
        if stale := not is_current(ring, sealed):
            contact.mobile = reseal(ring, sealed, TABLE, COLUMN, contact.pk)
            contact.save(update_fields=["mobile"])
        yield stale


def _replace(unit: Unit, before: Contact | None, new: NewContact, at: datetime) -> Contact:
    if before:
        before.until = at
        before.save(update_fields=["until"])
    pk = uuid7()
    return Contact.objects.create(
        id=pk, unit=unit, role=new.role, name=new.name.strip(), phone=new.phone.strip(),
        mobile=seal_for(TABLE, pk, COLUMN, new.mobile.strip()), user_id=new.user_id, since=at,
    )  # fmt: skip


def _name_is_given(new: NewContact) -> str | None:
    if not new.name.strip():
        return At("name", "请填写姓名")
    return At("name", "姓名最多50字") if len(new.name.strip()) > 50 else None


def _can_be_reached(new: NewContact) -> str | None:
    if not (new.phone.strip() or new.mobile.strip()):
        return At("phone", "请至少填写一个电话")
    too_long = len(new.phone.strip()) > 40 or len(new.mobile.strip()) > 40
    return At("phone", "电话最多40个字符") if too_long else None


def _is_later(before: Contact | None, at: datetime) -> str | None:
    return "此前已有更晚的变更记录" if before and before.since >= at else None


def _is_news(before: Contact | None, new: NewContact) -> str | None:
    if before is None:
        return None
    known = read_for(TABLE, before.pk, COLUMN, before.mobile)
    same = (before.name, before.phone, known, before.user_id) == (
        new.name.strip(), new.phone.strip(), new.mobile.strip(), new.user_id,
    )  # fmt: skip
    return "联系人没有变化" if same else None
