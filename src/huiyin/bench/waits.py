"""How long somebody waits for a page: the home of each post, the list of cases in its ways, the page of a case.

Unlike the other lines this is no load: one person asks for one page after the other, and the wait counts, not the rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from huiyin.bench.house import Broken, Kind
from huiyin.bench.load import Ask, NextAsk, ask_once, is_good, load, wait_of
from huiyin.bench.material import Material
from huiyin.flow.posts import UNIT_POSTS, Post

LONGEST: Mapping[Kind, float] = {"postgresql": 150.0, "sqlite": 200.0}
"""Milliseconds within which a page feels immediate."""

ASKS = 40
"""So often each page is asked for after the first, which is not counted: it fills caches and prepares statements."""

SECONDS = 20.0
OF_UNITS = {"handler0": Post.UNIT_HANDLER, "head0": Post.UNIT_HEAD}


@dataclass(frozen=True)
class Wait:
    """How long one page was waited for, in milliseconds: by half of those who asked, by 95 of 100."""

    label: str
    p50: float
    p95: float
    met: bool

    def as_json(self) -> dict[str, Any]:
        """Return the wait as it stands in the JSON answer, rounded."""
        return {name: round(value, 1) if isinstance(value, float) else value for name, value in asdict(self).items()}


def waits(port: int, kind: Kind, given: Material, sheet: str) -> list[Wait]:
    """Ask for every page and return how long each was waited for. Raises Broken where one does not come.

    `sheet` is the address of a unit's score sheet.
    """
    return [_wait(port, kind, label, ask) for label, ask in _pages(given, sheet)]


def _wait(port: int, kind: Kind, label: str, next_ask: NextAsk) -> Wait:
    status, said = ask_once(port, next_ask())
    if not is_good(status):
        raise Broken(f"{label}: {status} {said[:300].decode(errors='replace')}")
    found = load(port, next_ask, seconds=SECONDS, most=ASKS, connections=1)
    if found.failed:
        raise Broken(f"{label}: {found.example}")
    p50, p95 = wait_of([found], 0.5), wait_of([found], 0.95)
    return Wait(label, p50, p95, p95 < LONGEST[kind])


def _pages(given: Material, sheet: str) -> list[tuple[str, NextAsk]]:
    homes = {str(post): post for post in Post if post not in UNIT_POSTS} | OF_UNITS
    pages = [(f"首页：{post.label}", _asking(given, user, ["/"])) for user, post in homes.items()]
    pages += [(f"工单列表：{label}", _asking(given, "director", [path])) for label, path in _lists(given)]
    pages.append(("单位待办列表", _asking(given, "handler0", ["/shares/?tab=handle"])))
    pages += [
        (f"工单页：{Post(who).label}", _asking(given, who, [f"/cases/{number}/" for number in given["pages"]]))
        for who in (Post.DIRECTOR, Post.AGENT)
    ]
    pages.append(("一家单位的考核表", _asking(given, "director", [sheet])))
    return [*pages, ("导航上的件数：中心主任", _asking(given, "director", ["/ui/counts/"]))]


def _lists(given: Material) -> list[tuple[str, str]]:
    asked = {
        "不筛选": {},
        "按状态、渠道、分类": {"state": "closed", "channel": "phone", "category": given["topics"][0]},
        "按单位": {"unit": given["unit_paths"][0]},
        "期限近的在前": {"sort": "due"},
        "只看超期": {"late": "1", "sort": "due"},
        "翻到一半": {"after": given["deep"]},
    }
    return [(label, f"/cases/?{urlencode(query)}") for label, query in asked.items()]


def _asking(given: Material, user: str, paths: Sequence[str]) -> NextAsk:
    """Return the next request of somebody who is signed in; several paths come in turn."""
    turns, cookies = cycle(paths), {"Cookie": f"sessionid={given['sessions'][user]}"}
    return lambda: Ask("GET", next(turns), cookies)
