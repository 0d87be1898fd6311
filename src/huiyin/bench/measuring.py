"""The whole measurement, from an empty house to the figures; everything that it starts it also ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.bench.figures import ALONE, SERVED, Figure, Raw, judged
from huiyin.bench.house import CITY, Broken, House, Kind, served, throwaway_house
from huiyin.bench.load import ask_once, is_good, load, rate_of, wait_of
from huiyin.bench.pgbench import pgbench_rate
from huiyin.bench.scenarios import Scenario, scenarios
from huiyin.bench.waits import Wait, waits

ROUNDS = 3
WARMING = 1.0
MOST_NAMED = 5_000
"""So many cases of each kind are named to the requests at most."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Wish:
    """What is to be measured: the database, the numbers of cases, how many go through the door, and for how long."""

    kind: Kind
    cases: Sequence[int]
    originals: int
    seconds: float
    door_moves: int
    growing_seconds: float = 900.0
    only_waits: bool = False
    big_city: bool = False


@dataclass(frozen=True)
class Sized:
    """The figures on one number of cases."""

    cases: int
    megabytes: int
    figures: list[Figure]
    waits: list[Wait] = field(default_factory=list)
    control: dict[str, Any] = field(default_factory=dict)
    ahead: dict[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """Everything that was measured."""

    kind: Kind
    sizes: list[Sized] = field(default_factory=list)
    door: list[Figure] = field(default_factory=list)
    big_city: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return one object: figures by name for each number of cases, and those of the door alone."""
        sizes = [
            {
                "cases": s.cases,
                "megabytes": s.megabytes,
                "figures": {f.name: f.as_json() for f in s.figures},
                "waits": [wait.as_json() for wait in s.waits],
                "control": s.control,
                "ahead": s.ahead,
            }
            for s in self.sizes
        ]
        return {
            "database": self.kind,
            "sizes": sizes,
            "door": {f.name: f.as_json() for f in self.door},
            "big_city": self.big_city,
        }


def measure(wish: Wish, say: Say) -> Outcome:
    """Measure everything. Raises NoPostgreSQL without its programs, Broken where a process fails."""
    outcome = Outcome(wish.kind)
    if not wish.only_waits:
        say("单进程")
        outcome.door = judged(ALONE, _door_alone(wish))
    smallest: dict[str, Raw] | None = None
    with throwaway_house(wish.kind) as house:
        house.call("huiyin.bench.filling:build", min(wish.originals, *wish.cases))
        for wanted in sorted(wish.cases):
            there = house.call("huiyin.bench.filling:grow", wanted, wish.growing_seconds)
            say(f"{there:,} 件工单")
            say("预汇总")
            ahead = house.call("huiyin.bench.ahead:counted_ahead")
            say("考核一轮")
            control = house.call("huiyin.bench.control:controlled", CITY)
            waited = _wait_for_pages(house, say, control["sheet"])
            found = {} if wish.only_waits else _ask_everything(house, wish, say)
            megabytes = house.call("huiyin.bench.filling:megabytes")
            outcome.sizes.append(Sized(there, megabytes, judged(SERVED, found, smallest), waited, control, ahead))
            smallest = smallest or found
        if wish.big_city:
            say("大城市一年的预汇总")
            outcome.big_city = house.call("huiyin.bench.ahead:big_city")
    return outcome


def _door_alone(wish: Wish) -> dict[str, Raw]:
    with throwaway_house("sqlite") as house:
        rates = house.call("huiyin.bench.doors:door_alone", wish.door_moves)
    return {name: Raw(rate) for name, rate in rates.items()}


def _wait_for_pages(house: House, say: Say, sheet: str) -> list[Wait]:
    """Ask for each page by itself, before anything of the load has been written."""
    given = house.call("huiyin.bench.material:gather", CITY, MOST_NAMED)
    with served(house) as port:
        say("逐页等候")
        return waits(port, house.kind, given, sheet)


def _ask_everything(house: House, wish: Wish, say: Say) -> dict[str, Raw]:
    """Ask in rounds, every scenario in each of them, so that a busy moment of the machine does not hit one alone."""
    found: dict[str, Raw] = {}
    asked = scenarios(house.call("huiyin.bench.material:gather", CITY, MOST_NAMED))
    if house.kind == "postgresql":
        rate = pgbench_rate(house.address, house.folder, wish.seconds)
        found |= {"pgbench": Raw(rate)} if rate else {}
    with served(house) as port:
        for one in asked:
            _prove(port, one)
            load(port, one.next_ask, seconds=min(WARMING, wish.seconds), most=_share_of(one))
        rounds: dict[str, list[Any]] = {one.name: [] for one in asked}
        for number in range(ROUNDS):
            for one in asked:
                say(f"第 {number + 1} 轮：{one.name}")
                rounds[one.name].append(load(port, one.next_ask, seconds=wish.seconds, most=_share_of(one)))
    return found | {
        name: Raw(rate_of(r), wait_of(r, 0.95), sum(m.failed for m in r), next((m.example for m in r if m.example), ""))
        for name, r in rounds.items()
    }


def _share_of(one: Scenario) -> int:
    """Return how many of what can be asked only once each round may use up, the warming included."""
    return max(one.most // (ROUNDS + 1) - 1, 1)


def _prove(port: int, one: Scenario) -> None:
    status, said = ask_once(port, one.next_ask())
    if not is_good(status) or not one.proof(said):
        raise Broken(f"{one.name}: {status} {said[:500].decode(errors='replace')}")
