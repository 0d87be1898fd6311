"""The lines of the table: what is measured, against which bare floor, and which figure was to be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

SLOWEST_GROWTH = 1.5
"""A line may take this many times as long on the largest number of cases as on the smallest."""


@dataclass(frozen=True)
class Line:
    """One line: its name and label, the floor it is compared with, and the least rate, least ratio and longest p95."""

    name: str
    label: str
    floor: str = ""
    rate: float = 0.0
    ratio: float = 0.0
    p95: float = 0.0

    @property
    def target(self) -> str:
        """What was to be reached, in words."""
        parts = [
            f"≥ {self.rate:g}/秒" if self.rate else "",
            f"≥ 地板的 {self.ratio:g}" if self.ratio else "",
            f"p95 < {self.p95:g} 毫秒" if self.p95 else "",
        ]
        return "，".join(part for part in parts if part)


SERVED = (
    Line("pgbench", "地板：pgbench，两条 INSERT"),
    Line("floor_create", "地板：一行加一条审计"),
    Line("floor_list", "地板：登录后列表 50 行"),
    Line("create", "登记工单（诉求人、事件、时限）", "floor_create", rate=120, ratio=0.25),
    Line("sign", "签收", "floor_create", rate=100),
    Line("dispatch", "转办（承办、时限）", "floor_create", rate=100),
    Line("case_page", "工单页", "floor_list", rate=50, ratio=0.5),
    Line("work_list", "工单列表 50 行，筛选并排序", "floor_list", rate=50, p95=150),
    Line("search", "边输边查：内容、地点、单位、编号、电话", "floor_list", rate=100, p95=100),
)
ALONE = (
    Line("register", "单进程登记"),
    Line("change", "单进程改一列", rate=400),
    Line("dispatch", "单进程转办（承办、时限）", rate=200),
)


@dataclass(frozen=True)
class Figure:
    """What came out for one line: rate a second, p95 in milliseconds, share of the floor, and whether that is enough.

    `growth` says how many times as long it took as on the smallest number of cases. None: there is no such figure.
    """

    name: str
    rate: float
    p95: float | None = None
    ratio: float | None = None
    growth: float | None = None
    met: bool | None = None
    failed: int = 0
    example: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the figure as it stands in the JSON answer, rounded."""
        return {k: round(v, 2) if isinstance(v, float) else v for k, v in asdict(self).items() if v not in (None, "")}


@dataclass(frozen=True)
class Raw:
    """What was measured for one line before it was compared with anything."""

    rate: float
    p95: float | None = None
    failed: int = 0
    example: str = ""


def judged(
    lines: Sequence[Line], found: Mapping[str, Raw], smallest: Mapping[str, Raw] | None = None
) -> list[Figure]:  # fmt: skip
    """Compare what was found with the floor, with the targets, and with the smallest number of cases, if given."""
    return [_judge(line, found, smallest or {}) for line in lines if line.name in found]


def _judge(line: Line, found: Mapping[str, Raw], smallest: Mapping[str, Raw]) -> Figure:
    raw, below, before = found[line.name], found.get(line.floor), smallest.get(line.name)
    ratio = raw.rate / below.rate if below and below.rate else None
    growth = before.rate / raw.rate if before and raw.rate and line.target else None
    met = _is_met(line, raw, ratio, growth) if line.target else None
    return Figure(line.name, raw.rate, raw.p95, ratio, growth, met, raw.failed, raw.example)


def _is_met(line: Line, raw: Raw, ratio: float | None, growth: float | None) -> bool:
    enough = raw.rate >= line.rate and (not line.ratio or (ratio or 0) >= line.ratio)
    quick = not line.p95 or (raw.p95 is not None and raw.p95 < line.p95)
    return enough and quick and (growth is None or growth <= SLOWEST_GROWTH) and not raw.failed
