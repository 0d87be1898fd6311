"""What a demo city has in its registers: a few invented entries each, made through the door by whose task it is."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from huiyin.demo.cities import CitySketch
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.flow.times import local_day
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding
from huiyin.registers.act import ENTRY_DOOR, write_entry
from huiyin.registers.models import Entry
from huiyin.registers.periods import period_of
from huiyin.rulebook.registers import Register
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit

FOLDER = Path(__file__).parent / "registers"


def fill_registers(sketch: CitySketch, *, now: datetime) -> int:
    """Enter what the demo's city has in its registers, once; return how many entries were made."""
    path = FOLDER / f"{sketch.code}.toml"
    if not path.is_file() or Entry.objects.exists():
        return 0
    told = tomllib.loads(path.read_text(encoding="utf-8"))["entries"]
    book = book_for(sketch.code, local_day(now))
    units = list(Unit.objects.filter(depth=1, closed_on__isnull=True).order_by("path"))
    for one in told:
        _enter(book.register(one["register"]), one, units, now)
    return len(told)


def _enter(register: Register, told: Mapping[str, Any], units: list[Unit], now: datetime) -> None:
    unit = units[told["unit"] % len(units)] if register.of_unit else None
    said = {**told["said"], "unit": str(unit.pk) if unit else ""}
    said |= {field: _first_like(code, said) for field, code in told.get("links", {}).items()}
    begun = local_day(now) - timedelta(days=told["ago"])
    said |= {field: (begun + timedelta(days=days)).isoformat() for field, days in told.get("after", {}).items()}
    if register.belongs == "day":
        said["day"] = (local_day(now) - timedelta(days=told["ago"])).isoformat()
    else:
        period = period_of(register.belongs, local_day(now))
        for _ in range(told["ago"]):
            period = period.before
        said["period"] = period.code
    entry = write_entry(register, said, actor=_whose_task(register, unit, now), at=now)
    if "standing" in told:
        _bring_to(entry, told["standing"], register, unit, now)


def _first_like(code: str, said: Mapping[str, Any]) -> str:
    """Return the entry of another register that is about the same, else its first."""
    rows = list(Entry.objects.filter(register=code).order_by("number"))
    return next((row for row in rows if {*row.content.values()} & {*said.values()} - {""}), rows[0]).name


def _bring_to(entry: Entry, standing: str, register: Register, unit: Unit | None, now: datetime) -> None:
    """Let somebody ask that an entry be cleared, and another one approve it where it is to be cleared."""
    assert register.clearing is not None, "only what is cleared one by one has such a standing"
    asker = _holder_of(register.clearing.asks, unit, now)
    ENTRY_DOOR.move(entry.pk, "ask_clearing", {"account": "已整改到位，企业认可。"}, actor=asker, at=now)
    if standing == "cleared":
        approver = _holder_of(register.clearing.approves, unit, now)
        ENTRY_DOOR.move(entry.pk, "clear", {"opinion": "同意销号。"}, actor=approver, at=now)


def _whose_task(register: Register, unit: Unit | None, now: datetime) -> Actor:
    """Return somebody in the first post that enters and that somebody holds, in the unit where it is a unit's."""
    return _holder_of(register.enter, unit, now)


def _holder_of(posts: Sequence[Post], unit: Unit | None, now: datetime) -> Actor:
    for post in posts:
        held = Holding.objects.filter(post=post, until__isnull=True).select_related("user").order_by("user__username")
        held = held.filter(unit=unit) if Post(post) in UNIT_POSTS else held
        if found := held.first():
            return actor_of(found.user, now)
    raise LookupError(f"nobody in the demo holds {'、'.join(post.label for post in posts)}")
