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
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.flow.times import CITY_TZ
from huiyin.instructions import measures as written
from huiyin.instructions.act import INSTRUCTION_DOOR, TASK_DOOR, NewMatter, present
from huiyin.instructions.models import CASES, Task
from huiyin.instructions.states import TaskState
from huiyin.measures.scope import Scope
from huiyin.registers.act import write_entry
from huiyin.registers.models import Entry
from huiyin.registers.periods import period_of
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
        issued = sum(_papers(sketch, plan, kind, n) for kind, n in told.get("papers", {}).items()) if papers else 0
        deliver(datetime.combine(plan.last, time(23, 59), CITY_TZ))
    return {"entries": entries, "instructions": made, "papers": issued}


def _enter(sketch: CitySketch, told: Mapping[str, Any], plan: Plan, cast: Cast) -> int:
    register = book_for(sketch.code, plan.since).register(told["register"])
    unit = Unit.objects.get(short_name=told["unit"], depth=1) if "unit" in told else None
    days = list(_days(told, plan))
    for day in days:
        said = {**told["said"], "unit": str(unit.pk) if unit else ""}
        if register.belongs == "day":
            said["day"] = day.isoformat()
        else:
            said["period"] = period_of(register.belongs, day).code
        at = datetime.combine(day, time(17), CITY_TZ)
        write_entry(register, said, actor=_whose_task(register, unit, cast), at=at)
    return len(days)


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
    for post in register.enter:
        try:
            return cast.of_unit(unit.pk if unit else None, post) if post in UNIT_POSTS else cast.one(post, Random(0))
        except NobodyThere:
            continue
    raise NobodyThere(f"没有人登记“{register.label}”")


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
