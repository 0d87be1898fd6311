"""What is written in a played year beside its cases: entries of registers, and what leaders wrote on cases.

Made through the doors, after the cases were played. A file of a year tells how many of each there are. Papers are
written of a whole year only: of a twentieth of its cases nobody would write 63.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from huiyin.briefs.models import Brief
from huiyin.briefs.periods import closed
from huiyin.briefs.states import ISSUED
from huiyin.cases.models import Case
from huiyin.demo.cast import Cast, NobodyThere
from huiyin.demo.cities import CitySketch
from huiyin.demo.disk import unhurried_disk
from huiyin.demo.keeping_papers import issue
from huiyin.demo.plan import Plan
from huiyin.demo.rounds import deliver
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import CITY_TZ
from huiyin.insight.act import move_story, propose_story
from huiyin.insight.queries import ENDED
from huiyin.instructions import measures as written
from huiyin.instructions.act import INSTRUCTION_DOOR, TASK_DOOR, NewMatter, present
from huiyin.instructions.models import CASES, Task
from huiyin.instructions.states import TaskState
from huiyin.measures.scope import Scope
from huiyin.registers.act import ENTRY_DOOR, write_entry
from huiyin.registers.models import Entry
from huiyin.registers.periods import period_of
from huiyin.registers.queries import register_of
from huiyin.rulebook.registers import Register
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit

FOLDER = Path(__file__).parent / "years"
LEADERS = (Post.VICE_MAYOR, Post.CITY_LEADER, Post.SECRETARY_GENERAL)
WORDS = ("请抓紧办理，办结后报我。", "请认真核实，依法依规处理，及时答复群众。", "请举一反三，全面排查同类问题。")


def keep_year(sketch: CitySketch, plan: Plan, seed: int = 1, *, papers: bool = False) -> dict[str, int]:
    """Write what the file of the plan's year tells; return how many of each were made, none without a file."""
    path = FOLDER / f"{plan.city}-{plan.since.year}.toml"
    if not path.is_file() or Entry.objects.filter(day__gte=plan.since, day__lte=plan.last).exists():
        return {}
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    rng = Random(f"year:{plan.city}:{seed}")
    with unhurried_disk():
        cast = Cast(datetime.combine(plan.since, time(9), CITY_TZ))
        entries = sum(_enter(sketch, one, plan, cast) for one in told.get("entries", ()))
        made = Leaders(sketch, plan, cast, rng).write(told.get("instructions", {}))
        stories = keep_stories(plan, told.get("stories", {}), cast)
        issued = sum(_papers(sketch, plan, kind, n) for kind, n in told.get("papers", {}).items()) if papers else 0
        deliver(datetime.combine(plan.last, time(23, 59), CITY_TZ))
    return {"entries": entries, "instructions": made, "stories": stories, "papers": issued}


def _enter(sketch: CitySketch, told: Mapping[str, Any], plan: Plan, cast: Cast) -> int:
    register = book_for(sketch.code, plan.since).register(told["register"])
    days, units, linked = list(_days(told, plan)), _units(register, told), _linked(told)
    numbers = list(_case_numbers(register, plan)) if told.get("cases") else []
    for n, day in enumerate(days):
        unit = units[n % len(units)] if units else None
        said = {**told["said"], "unit": str(unit.pk) if unit else ""}
        said |= {field: names[n * len(names) // len(days)] for field, names in linked.items() if names}
        said |= {field: (day + timedelta(days=later)).isoformat() for field, later in told.get("after", {}).items()}
        if register.as_case and n < len(numbers):
            said[register.as_case.number] = numbers[n]
        if register.belongs == "day":
            said["day"] = day.isoformat()
        else:
            said["period"] = period_of(register.belongs, day).code
        at = datetime.combine(day, time(17), CITY_TZ)
        entry = write_entry(register, said, actor=_whose_task(register, unit, cast), at=at)
        if n < told.get("cleared", 0):
            settle(entry, cast, min(at + timedelta(days=20), datetime.combine(plan.last, time(15), CITY_TZ)))
    return len(days)


def _units(register: Register, told: Mapping[str, Any]) -> list[Unit]:
    """Return whose the entries are: one unit that is named, or all of the first level in turn."""
    if not register.of_unit:
        return []
    rows = Unit.objects.filter(depth=1, closed_on__isnull=True).order_by("path")
    return list(rows.filter(short_name=told["unit"]) if "unit" in told else rows)


def _linked(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return by field the entries of other registers that are named there, spread evenly."""
    return {
        field: [entry.name for entry in Entry.objects.filter(register=code).order_by("day", "number")]
        for field, code in told.get("links", {}).items()
    }


def _case_numbers(register: Register, plan: Plan) -> Iterator[str]:
    """Give the cases that came by the channel by which an entry becomes a case, as they came."""
    if register.as_case:
        rows = Case.objects.filter(channel=register.as_case.channel, accepted_day__gte=plan.since)
        yield from rows.order_by("accepted_at").values_list("number", flat=True)


def settle(entry: Entry, cast: Cast, at: datetime) -> None:
    """Let whoever put it right ask that an entry be cleared, and another one approve it."""
    clearing = register_of(entry).clearing
    assert clearing is not None, "only what is cleared one by one is settled"
    asker = cast.first(clearing.asks, entry.unit_id)
    ENTRY_DOOR.move(entry.pk, "ask_clearing", {"account": "已整改到位，企业认可。"}, actor=asker, at=at)
    approver = cast.first(clearing.approves, entry.unit_id, but=[asker.user_id])
    ENTRY_DOOR.move(entry.pk, "clear", {"opinion": "同意销号。"}, actor=approver, at=at + timedelta(hours=1))


def _days(told: Mapping[str, Any], plan: Plan) -> Iterator[date]:
    """Give the days of an entry: one that is named, the middle of so many equal parts of the year, or its last day."""
    if "on" in told:
        yield date.fromisoformat(told["on"])
        return
    count, span = told.get("times", 0), (plan.last - plan.since).days + 1
    if not count:
        yield plan.last
    for n in range(count):
        yield plan.since + timedelta(days=(2 * n + 1) * span // (2 * count))


def _whose_task(register: Register, unit: Unit | None, cast: Cast) -> Actor:
    return cast.first(register.enter, unit.pk if unit else None)


def keep_stories(plan: Plan, told: Mapping[str, int], cast: Cast) -> int:
    """Write so many closed cases of a family of channels into the library, approved by another one."""
    made = 0
    for family, wanted in told.items():
        rows = Case.objects.filter(family=family, state__in=ENDED, confidential=False, accused_path="", stories=None)
        for case in rows.filter(accepted_day__gte=plan.since).order_by("accepted_at")[:wanted]:
            tell_story(
                case, cast, min(_rested_at(case) + timedelta(days=5), datetime.combine(plan.last, time(15), CITY_TZ))
            )
            made += 1
    return made


def tell_story(case: Case, cast: Cast, at: datetime) -> None:
    """Let a case be written for the library and approved."""
    teller, approver = cast.one(Post.EDITOR, Random(0)), cast.one(Post.DIRECTOR, Random(0))
    said = {
        "title": case.title[:120], "category": case.category, "retelling": case.text[:2000],
        "course": "受理后呈批、转办，牵头单位会同有关部门现场办公。", "measure": "逐项列出所缺条件，限期办妥，办后征求企业意见。",
        "lesson": "企业的事一次说清、限时办成，比多次往返更省力。",
    }  # fmt: skip
    story = propose_story(case, said, actor=teller, at=at)
    move_story(story.pk, "approve", {}, actor=approver, at=at + timedelta(hours=2))


def _papers(sketch: CitySketch, plan: Plan, kind: str, wanted: int) -> int:
    """Issue the papers of one kind for the last so many periods that ended in the year, the earliest first."""
    rule = book_for(sketch.code, plan.since).papers.kind(kind)
    latest = datetime.combine(plan.last, time(20), CITY_TZ)
    ended = [one for one in islice(closed(rule, latest), wanted) if one.ends_at.date() >= plan.since]
    for period in reversed(ended):
        issue(rule, period, min(period.ends_at + timedelta(hours=9), latest))
    return Brief.objects.filter(kind=kind, state__in=sorted(ISSUED)).count()


class Leaders:
    """The leaders of one year. What they wrote on approvals is there already; so many more are laid before them."""

    def __init__(self, sketch: CitySketch, plan: Plan, cast: Cast, rng: Random) -> None:
        self.sketch, self.plan, self.cast, self.rng = sketch, plan, cast, rng
        self.scope = Scope(plan.since, plan.last + timedelta(days=1), book=book_for(sketch.code, plan.since))

    def write(self, told: Mapping[str, int]) -> int:
        """Let leaders write until there are as many instructions as the year tells of, and units feed back."""
        made = 0
        for channel in (name for name in told if name != "all"):
            missing = told[channel] - written.through(self.scope, channel).count()
            made += self._on_cases(missing, self._cases().filter(channel=channel))
        others = self._cases().exclude(channel__in=[name for name in told if name != "all"])
        made += self._on_cases(told.get("all", 0) - written.instructions(self.scope).count(), others)
        self._feed_back()
        return made

    def _cases(self) -> Any:
        """Return the cases that a unit handled and that came to rest early enough to be written on within the year."""
        rows = Case.objects.filter(lead_unit__isnull=False, accused_path="", confidential=False, centre__isnull=True)
        latest = datetime.combine(self.plan.last - timedelta(days=12), time.min, CITY_TZ)
        return rows.filter(last_at__lt=latest, accepted_day__gte=self.plan.since).order_by("number")

    def _on_cases(self, count: int, rows: Any) -> int:
        found: Sequence[Case] = list(rows) if count > 0 else ()
        chosen = self.rng.sample(found, max(0, min(count, len(found))))
        for n, case in enumerate(sorted(chosen, key=_rested_at)):
            self._lay_before(case, LEADERS[n % 2], WORDS[n % len(WORDS)])
        return len(chosen)

    def _lay_before(self, case: Case, post: Post, words: str) -> None:
        at = _rested_at(case) + timedelta(hours=3)
        leader, clerk = self.cast.one(post, self.rng), self.cast.one(Post.SUPERVISOR, self.rng)
        matter = NewMatter(case.title[:120], CASES, [case])
        (row,) = present(matter, [leader.user_id], actor=clerk, at=at, city=self.sketch.code)
        INSTRUCTION_DOOR.move(row.pk, "instruct", {"words": words}, actor=leader, at=at + timedelta(hours=2))

    def _feed_back(self) -> None:
        """Every unit answers within three days, and the leaders' office accepts it."""
        latest = datetime.combine(self.plan.last, time(17), CITY_TZ)
        owed = Task.objects.filter(state=TaskState.OWED, given_at__lt=latest).order_by("given_at")
        for task in owed.select_related("unit"):
            at = min(task.given_at + timedelta(days=2), latest)
            try:
                who = self.cast.of_unit(task.unit_id, Post.UNIT_HANDLER, Post.UNIT_LEADER)
            except NobodyThere:
                continue
            said = {"account": "已按批示办理完毕，并向诉求人说明。"}
            TASK_DOOR.move(task.pk, "feed_back", said, actor=who, at=at)
            clerk = self.cast.one(Post.LEADER_SECRETARY, self.rng)
            TASK_DOOR.move(task.pk, "accept", {}, actor=clerk, at=min(at + timedelta(hours=5), latest))


def _rested_at(case: Case) -> datetime:
    return case.last_at or case.received_at
