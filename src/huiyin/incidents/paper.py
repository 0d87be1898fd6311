"""The daily sheet of an incident as a paper: each figure is bound to the address of the rows behind it."""

from collections.abc import Iterator, Sequence
from typing import Any

from huiyin.documents.content import Block, Bound, Document, Head, Inline, Table, Text, heading, prose
from huiyin.flow.times import local
from huiyin.incidents.models import Incident, Task
from huiyin.incidents.sheet import Line
from huiyin.rulebook.shelf import book as book_named

LONGEST_TASK, LONGEST_REPORT = 80, 120
"""So much of a task and of what was done stands in the sheet: it is read standing."""

Cells = tuple[tuple[Inline, ...], ...]


def paper_of(sheet: dict[str, Any], by: str) -> Document:
    """Return what `sheet_of` counted as a paper."""
    incident, at = sheet["incident"], local(sheet["at"])
    head = Head(
        layout="brief", organisation="情况日报", title=incident.title, number=f"截至{_moment(sheet['at'])}",
        publisher=book_named(incident.book).city.centre, issued_on=f"{at.year}年{at.month}月{at.day}日",
    )  # fmt: skip
    return Document(head=head, blocks=tuple(_blocks(sheet, incident, by)))


def _blocks(sheet: dict[str, Any], incident: Incident, by: str) -> Iterator[Block]:
    yield from prose(_standing(incident))
    yield heading(1, "一、关联工单")
    yield from _cases(sheet)
    yield heading(1, "二、单位任务")
    tasks = tuple(_task(task, is_late) for task, is_late in sheet["tasks"])
    yield from [Table(header=("单位", "任务", "期限", "情况"), rows=tasks)] if tasks else prose("没有下达任务。")
    yield heading(1, "三、资源和影响")
    yield from _resources(sheet)
    yield heading(1, f"四、对外口径（第{incident.edition}版）")
    yield from prose(incident.wording)
    if incident.summary:
        yield heading(1, "五、总结")
        yield from prose(incident.summary)
    yield from prose(f"制表：{by}")


def _standing(incident: Incident) -> str:
    begun = f"，{_moment(incident.in_force_at)}启动" if incident.in_force_at else ""
    return f"{incident.name}，{incident.standing.label}，{_moment(incident.began_at)}发生{begun}。"


def _cases(sheet: dict[str, Any]) -> Iterator[Block]:
    """Give a table for each way of dividing the cases; the last row of each is the whole."""
    parts = [(label, lines) for label, lines in sheet["parts"] if lines]
    for label, lines in parts or [("分列", ())]:
        header = (label, "累计", f"近{sheet['last_hours']}小时", "未办结")
        yield Table(header=header, rows=tuple(_line(one) for one in (*lines, sheet["whole"])), total=True)


def _line(line: Line) -> Cells:
    return (_words(line.label), *((Bound(key=cell.address, text=cell.text),) for cell in line.cells))


def _task(task: Task, is_late: bool) -> Cells:
    said = [task.standing.label, "超期" if is_late else "", f"现场：{task.place}" if task.place else ""]
    said.append(_short(task.done, LONGEST_REPORT))
    due = f"{local(task.due_at):%m-%d %H:%M}"
    told = (
        task.unit.short_name or task.unit.name,
        _short(task.words, LONGEST_TASK),
        due,
        "，".join(filter(None, said)),
    )
    return tuple(_words(one) for one in told)


def _resources(sheet: dict[str, Any]) -> Sequence[Block]:
    if not sheet["sums"]:
        return prose("没有记录。")
    rows = tuple(
        (_words(one.label), (Bound(key=one.address, text=one.amount),), _words(one.last_day), _words(one.measure))
        for one in sheet["sums"]
    )
    return [Table(header=("种类", "累计", f"近{sheet['last_hours']}小时", "计量单位"), rows=rows)]


def _words(text: str) -> tuple[Inline, ...]:
    return (Text(text=text),)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _moment(at: Any) -> str:
    when = local(at)
    return f"{when.year}年{when.month}月{when.day}日{when:%H:%M}"
