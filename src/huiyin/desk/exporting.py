"""Lists as files: what the filters leave, masked, and written down who took it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from huiyin.desk.rows import CASE_FIELDS, Reader, Row
from huiyin.desk.words import clock_time
from huiyin.flow import times
from huiyin.flow.ids import uuid7
from huiyin.journal.door import note
from huiyin.privacy.texts import mask_text
from huiyin.ui.doors import actor_in
from huiyin.ui.pages import Listing
from huiyin.ui.sheets import csv_response, xlsx_response

LEDGER = "exports"
"""The chain of events about what was taken out of the system."""

MOST_ROWS = 20_000
HEADER = ("编号", "标题", "渠道", "分类", "状态", "主办单位", "收到时间", "期限", "标记")


def export(
    request: HttpRequest, title: str, wanted: str, listing: Listing, rows: QuerySet[Any], reader: Reader
) -> HttpResponseBase:  # fmt: skip
    """Answer with a CSV or XLSX file of up to MOST_ROWS cases, after writing into the journal who takes what."""
    if wanted not in {"csv", "xlsx"}:
        raise Http404
    found = listing.ordered(rows).values(*CASE_FIELDS)[:MOST_ROWS]
    said = {"list": title, "format": wanted, "filters": listing.filters_told(), "rows": found.count()}
    note("export.cases", "export", uuid7(), at=times.now(), head=LEDGER, actor=actor_in(request), said=said)
    lines = _lines(found, reader)
    name = f"{title}-{times.local(times.now()):%Y%m%d-%H%M}.{wanted}"
    return csv_response(name, HEADER, lines) if wanted == "csv" else xlsx_response(name, title, HEADER, lines)


def _lines(rows: QuerySet[Any], reader: Reader) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=500):
        yield _cells(reader.case(row))


def _cells(row: Row) -> tuple[Any, ...]:
    return (
        row.number, mask_text(row.title), row.channel, row.category, row.state, row.unit, clock_time(row.at),
        clock_time(row.due_at), "、".join(row.marks),
    )  # fmt: skip
