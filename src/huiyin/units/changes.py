"""The changes of a unit that its page offers: for each its button, its form, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.flow.actor import Actor
from huiyin.rulebook.book import Rulebook
from huiyin.units import act, endings, forms, lines
from huiyin.units.models import Unit

Said = dict[str, Any]
Do = Callable[[Unit, Said, Actor, datetime, Rulebook], object]


@dataclass(frozen=True)
class Offer:
    """One change: `initial` fills the form from the unit."""

    action: str
    button: str
    form: type[forms.BookForm]
    do: Do
    initial: Callable[[Unit], Said] = lambda unit: {}
    hint: str = ""
    is_for: Callable[[Unit], bool] = lambda unit: True


def _id(unit: Unit | None) -> Any:
    return unit.pk if unit else None


def _rename(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    return act.rename(unit.pk, **said, actor=actor, at=at)


def _move(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    parent_id = _id(said.pop("parent"))
    return act.move(unit.pk, parent_id=parent_id, **said, levels=len(book.levels), actor=actor, at=at)


def _merge(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    ending = [other.pk for other in said.pop("units")]
    return endings.merge(ending, into_id=unit.pk, **said, levels=len(book.levels), actor=actor, at=at)


def _split(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    into, heir_id = [part.pk for part in said.pop("into")], said.pop("heir").pk
    return endings.split(unit.pk, into_ids=into, heir_id=heir_id, **said, levels=len(book.levels), actor=actor, at=at)


def _close(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    return endings.close(unit.pk, successor_id=_id(said.pop("successor")), **said, actor=actor, at=at)


def _correct(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    return act.change_particulars(unit.pk, act.Particulars(**said), actor=actor, at=at)


def _open_line(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    return lines.open_line(unit.pk, **said, calls=book.calls, actor=actor, at=at)


def _set_line_phones(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    return lines.set_line_phones(unit.pk, said["phones"], calls=book.calls, actor=actor, at=at)


def _end_line(unit: Unit, said: Said, actor: Actor, at: datetime, book: Rulebook) -> object:
    return lines.end_line(unit.pk, **said, actor=actor, at=at)


OFFERS = {
    offer.action: offer
    for offer in (
        Offer(
            "rename", "更名", forms.NamesForm, _rename,
            lambda unit: {"name": unit.name, "short_name": unit.short_name},
            "此前的数字仍归在旧名称下。",
        ),
        Offer(
            "move", "划转", forms.MoveForm, _move,
            lambda unit: {"parent": unit.parent_id, "peer_group": unit.peer_group},
            "下级单位随同划转。",
        ),
        Offer(
            "merge", "合并其他单位", forms.MergeForm, _merge,
            hint="被并入的单位即行撤销，在办工单、下级单位和经办人员转入本单位。",
        ),
        Offer("split", "分设", forms.SplitForm, _split, hint="接收在办工单的单位同时接收下级单位。"),
        Offer("close", "撤销", forms.CloseForm, _close, hint="撤销之日起不再派单。"),
        Offer(
            "open_line", "设立专线", forms.LineForm, _open_line,
            hint="专线受理的工单由本单位自行登记、转办下级、审核、回访、办结，不计入市热线的数字。",
            is_for=lambda unit: not unit.line_name and unit.children.filter(closed_on__isnull=True).exists(),
        ),
        Offer(
            "set_line_phones", "专线号码", forms.LinePhonesForm, _set_line_phones,
            lambda unit: {"phones": lines.phones_of(unit)},
            "话单里被叫号码是这些的来电归本专线，不计入市热线；号码登记之前收进、没有对上的来电随即归过来。",
            is_for=lambda unit: bool(unit.line_name),
        ),
        Offer(
            "end_line", "停办专线", forms.EndLineForm, _end_line, hint="专线受理的工单须先办结。",
            is_for=lambda unit: bool(unit.line_name),
        ),
        Offer(
            "correct", "修改资料", forms.ParticularsForm, _correct,
            lambda unit: {n: getattr(unit, n) for n in ("accepts_cases", "duty_phone", "messages")},
        ),
    )
}  # fmt: skip
"""All changes by the word that stands in the address, in the order of the buttons."""
