"""Why a change of the tree is refused: each guard answers with the reason in the user's words, or None."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from huiyin.flow.table import At, Refused


class Standing(Protocol):
    """What a guard may know of a unit."""

    name: str
    path: str
    depth: int
    opened_on: date
    closed_on: date | None


def refuse_for(*reasons: str | None) -> None:
    """Raise Refused with every reason that is not None; those of one field stand beside it."""
    no = dict.fromkeys(reason for reason in reasons if reason)
    beside: dict[str, list[str]] = {}
    for reason in no:
        if isinstance(reason, At):
            beside.setdefault(reason.field, []).append(str(reason))
    if no:
        whole = [reason for reason in no if not isinstance(reason, At)]
        raise Refused(whole, {field: "；".join(texts) for field, texts in beside.items()})


def name_is_given(name: str) -> str | None:
    """A unit needs a name of at most 100 characters."""
    if not name.strip():
        return At("name", "请填写单位名称")
    return At("name", "单位名称最多100字") if len(name) > 100 else None


def short_name_fits(short_name: str) -> str | None:
    """A short name has at most 30 characters."""
    return At("short_name", "单位简称最多30字") if len(short_name) > 30 else None


def name_is_free(name: str, names_beside: Iterable[str]) -> str | None:
    """Two units in use below the same parent do not share a name."""
    return At("name", f"同一上级下已有“{name}”") if name in set(names_beside) else None


def name_is_new(names: tuple[str, str], old: tuple[str, str]) -> str | None:
    """A renaming changes the name or the short name."""
    return At("name", "名称和简称都没有变化") if names == old else None


def day_has_come(day: date, today: date) -> str | None:
    """The tree shows the present: what will be true only later is entered when its day has come."""
    return At("day", f"日期不能晚于今天（{today}）") if day > today else None


def day_follows(day: date, changes: Iterable[tuple[str, date]]) -> str | None:
    """A change cannot be slipped in before one that is already recorded; `changes` are (name, day) of the last ones."""
    later = [(changed, name) for name, changed in changes if changed > day]
    if not later:
        return None
    changed, name = max(later)
    return At("day", f"“{name}”在{changed}已有变更，日期不能早于那天")


def is_open(unit: Standing) -> str | None:
    """A unit that is closed does not change any more."""
    return f"“{unit.name}”已于{unit.closed_on}撤销" if unit.closed_on else None


def opened_before(unit: Standing, day: date) -> str | None:
    """A unit that ends has lived for a day at least."""
    return At("day", f"“{unit.name}”在{unit.opened_on}才设立，日期须在此之后") if unit.opened_on >= day else None


def exists_on(unit: Standing, day: date) -> str | None:
    """Whoever takes something over on a day exists on that day."""
    return At("day", f"“{unit.name}”在{unit.opened_on}才设立") if unit.opened_on > day else None


def can_receive(unit: Standing | None, day: date) -> list[str | None]:
    """Whoever takes something over on a day is in use and exists on that day. The centre always does."""
    return [is_open(unit), exists_on(unit, day)] if unit else []


def place_is_new(is_the_same: bool) -> str | None:
    """A move leads to another parent or another peer group."""
    return At("parent", "上级单位和考评组都没有变化") if is_the_same else None


def address_fits(text: str, longest: int) -> str | None:
    """A phone number or an address is not longer than its column."""
    return f"电话或地址最多{longest}个字符" if len(text) > longest else None


def not_below_itself(unit: Standing, parent: Standing | None) -> str | None:
    """A unit cannot stand below itself or below one of its own sub-units."""
    if parent and parent.path.startswith(unit.path):
        return At("parent", f"“{parent.name}”就是本单位或其下级，不能作为上级")
    return None


def levels_are_left(deepest: int, levels: int) -> str | None:
    """The tree is not deeper than the rulebook's levels."""
    return At("parent", f"单位最多{levels}级，这样会有{deepest}级") if deepest > levels else None


def no_units_below(names: Sequence[str]) -> str | None:
    """A unit with sub-units in use is not closed: they would hang in the air."""
    if not names:
        return None
    some = "、".join(names[:3])
    return f"下面还有{len(names)}个单位（{some}{'等' if len(names) > 3 else ''}），请先划转或撤销"


def some_are_named(units: Sequence[object], what: str) -> str | None:
    """At least one unit is named."""
    return None if units else f"请选择{what}"


def receiver_is_another(unit: Standing, receiver: Standing) -> str | None:
    """A unit is not merged into, or split into, itself or something below it."""
    if receiver.path == unit.path:
        return f"“{unit.name}”不能由自己承接"
    return f"“{receiver.name}”是“{unit.name}”的下级，请先把它划转出来" if receiver.path.startswith(unit.path) else None


def heir_is_among(heir: object, successors: Sequence[object]) -> str | None:
    """The open cases go to one of the successors."""
    return None if heir in successors else At("heir", "接收在办工单的单位须是承接单位之一")


# -- a line of its own -----------------------------------------------------------------------------------------------


def has_units_below(count: int) -> str | None:
    """A unit is a centre only for somebody: what it takes in goes to the units below it."""
    return None if count else "本单位没有下级单位，不能设立专线"


def has_no_line(line_name: str) -> str | None:
    """One line at a time."""
    return f"本单位已设立{line_name}" if line_name else None


def has_line(line_name: str) -> str | None:
    """Only a line that is there ends."""
    return None if line_name else "本单位没有设立专线"


def line_is_named(name: str) -> str | None:
    """Petitioners have to know whom they called."""
    return None if name else At("name", "请填写专线名称")


def line_code_is_good(code: str, of_others: Iterable[str]) -> str | None:
    """Numbers begin with it: letters only, and never those of another line, also of one that ended."""
    if not (2 <= len(code) <= 6 and code.isascii() and code.isalpha() and code.isupper()):
        return At("code", "编号字头须为 2 至 6 个大写英文字母")
    return At("code", f"编号字头{code}已被别的单位使用") if code in set(of_others) else None


LONGEST_PHONES = 200


def line_phones_are_good(phones: Sequence[str], of_others: Mapping[str, str], of_city: Iterable[str]) -> str | None:
    """A call belongs to the line that declares its number, so no number is declared twice, and none is the city's."""
    if any(len(one) < 3 for one in phones):
        return At("phones", "接入号码写数字，多个用空格隔开")
    if len(" ".join(phones)) > LONGEST_PHONES:
        return At("phones", "接入号码太多")
    if taken := [f"{one}（{of_others[one]}）" for one in phones if one in of_others]:
        return At("phones", f"号码已登记给别的专线：{'、'.join(taken)}")
    if citys := [one for one in phones if one in set(of_city)]:
        return At("phones", f"这是市热线的号码：{'、'.join(citys)}")
    return None


def line_is_over(line_name: str) -> str | None:
    """Whoever called there must be answered by somebody: the line ends before its unit does."""
    return f"请先停办{line_name}" if line_name else None
