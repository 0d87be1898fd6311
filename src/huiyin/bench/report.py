"""The table that people read."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from huiyin.bench.ahead import ASKED, LONGEST_ASKED
from huiyin.bench.control import LONGEST_ROUND
from huiyin.bench.figures import ALONE, SERVED, Figure, Line
from huiyin.bench.house import Kind
from huiyin.bench.measuring import Outcome
from huiyin.bench.waits import LONGEST, Wait

DATABASES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
MET: Mapping[bool | None, str] = {True: "达到", False: "未达到", None: ""}


def show(outcome: Outcome, console: Console) -> None:
    """Print one table for each number of cases, and one for the door alone."""
    for sized in outcome.sizes:
        title = f"{DATABASES[outcome.kind]}，{sized.cases:,} 件工单，{sized.megabytes:,} MB，2 个网页进程，4 个连接"
        if sized.figures:
            console.print(_table(title, SERVED, sized.figures))
        console.print(
            _waits(f"{DATABASES[outcome.kind]}，{sized.cases:,} 件工单：一人逐页打开", outcome.kind, sized.waits)
        )
        console.print(_control(sized.control), markup=False)
        if sized.ahead:
            title = f"预汇总：{sized.cases:,} 件工单，每秒计入 {sized.ahead['cases_a_second']} 件"
            console.print(_ahead(title, sized.ahead))
    if outcome.door:
        console.print(_table("只有门，单进程，SQLite synchronous=FULL", ALONE, outcome.door))
    if outcome.big_city:
        console.print(_ahead("预汇总：每年 2000 万件的城市，直接写入一年的计数", outcome.big_city))
    for figure in [f for sized in outcome.sizes for f in sized.figures if f.failed]:
        console.print(f"{figure.name}: {figure.failed} 次失败，例如 {figure.example}", markup=False)


def _table(title: str, lines: tuple[Line, ...], figures: list[Figure]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("项目")
    for heading in ("次/秒", "p95 毫秒", "与地板之比", "与最小库之比"):
        table.add_column(heading, justify="right")
    table.add_column("目标")
    table.add_column("")
    found = {figure.name: figure for figure in figures}
    for line in lines:
        if figure := found.get(line.name):
            table.add_row(line.label, *_cells(figure), line.target, MET[figure.met])
    return table


def _waits(title: str, kind: Kind, waits: Sequence[Wait]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("页面")
    for heading in ("p50 毫秒", "p95 毫秒"):
        table.add_column(heading, justify="right")
    table.add_column(f"p95 < {LONGEST[kind]:g} 毫秒")
    for wait in waits:
        table.add_row(wait.label, f"{wait.p50:,.0f}", f"{wait.p95:,.0f}", MET[wait.met])
    return table


def _control(found: Mapping[str, Any]) -> str:
    met = MET[found["round_seconds"] < LONGEST_ROUND]
    return (
        f"考核一轮：{found['units']} 家单位、{found['cases']:,} 件工单，{found['round_seconds']} 秒"
        f"（{LONGEST_ROUND:g} 秒以内：{met}）；升级：查出 {found['ladder_steps']:,} 步，{found['ladder_seconds']} 秒"
    )


def _ahead(title: str, found: Mapping[str, Any]) -> Table:
    table = Table(title=f"{title}，{found['cells']:,} 个计数", title_justify="left")
    table.add_column("一年的统计")
    for heading in ("毫秒", "数", "按工单统计，毫秒", f"< {LONGEST_ASKED:g} 毫秒"):
        table.add_column(heading, justify="right")
    for name, label in ASKED.items():
        taken, live = found["kept"][name], found.get("live", {}).get(name)
        figures = f"{found['kept'][f'{name}.figures']:,.0f}"
        table.add_row(label, f"{taken:,.1f}", figures, f"{live:,.1f}" if live else "", MET[taken < LONGEST_ASKED])
    return table


def _cells(figure: Figure) -> tuple[str, str, str, str]:
    return (
        f"{figure.rate:,.0f}", "" if figure.p95 is None else f"{figure.p95:,.0f}",
        "" if figure.ratio is None else f"{figure.ratio:.2f}", "" if figure.growth is None else f"{figure.growth:.2f}",
    )  # fmt: skip
