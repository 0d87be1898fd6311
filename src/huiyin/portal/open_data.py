"""The published figures as open data: the same columns for every period, as CSV and as JSON. Nobody is in them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from huiyin.flow.times import local, local_day
from huiyin.portal.models import Publication

COLUMNS = (
    "period", "since", "last", "edition", "signed_on", "published_on", "section", "code", "label", "territory",
    "territory_label", "value", "unit", "numerator", "denominator", "withheld", "definition",
)  # fmt: skip
"""The columns never change their names nor their order; new ones come at the end."""

MEANINGS = (
    ("period", "统计期间：2018-06 为月，2018 为年"),
    ("since", "期间第一天"),
    ("last", "期间最后一天"),
    ("edition", "版次，更正后加一"),
    ("signed_on", "落款日期"),
    ("published_on", "公布日期"),
    ("section", "所在部分：figures 受理和办结，online 网络舆情，rates 比率，topics 类别，territories 地区，"
                "left_out 不计入的，crossing 类别与地区交叉"),
    ("code", "指标或类别的代码，各期不变"),
    ("label", "名称"),
    ("territory", "地区代码，只用于交叉"),
    ("territory_label", "地区名称，只用于交叉"),
    ("value", "数值；比率为百分数"),
    ("unit", "单位"),
    ("numerator", "比率的分子"),
    ("denominator", "比率的分母；平均分的件数"),
    ("withheld", "1 为件数少而不公布，此时 value 空"),
    ("definition", "口径"),
)  # fmt: skip


def rows_of(found: Publication) -> Iterator[Sequence[Any]]:
    """Give every figure as a row of `COLUMNS`."""
    head = (
        found.period, found.since, found.last, found.edition, found.signed_on, published_on(found),
    )  # fmt: skip
    for section in found.kept["sections"]:
        for line in section["lines"]:
            yield (
                *head, section["code"], line["code"], line["label"], "", "", line["value"], line["unit"],
                line.get("above", {}).get("value"), line.get("below", {}).get("value", line.get("base")), "",
                line["definition"],
            )  # fmt: skip
    crossing = found.kept.get("crossing")
    for row in crossing["rows"] if crossing else ():
        for (code, label), n in zip(crossing["columns"], row["cells"], strict=True):
            yield (
                *head, "crossing", row["code"], row["label"], code, label, n, "件", None, None,
                "1" if n is None else "", "",
            )  # fmt: skip


def published_on(found: Publication) -> date | None:
    """Return the day on which a statistic came before the public."""
    return local_day(found.published_at) if found.published_at else None


def as_json(found: Publication, *, city: str, publisher: str, licence: str) -> dict[str, Any]:
    """Return a statistic for a program: about it first, then its figures, each with the names of the columns."""
    return {
        "title": f"{city}{found.name}办理情况统计", "publisher": publisher, "licence": licence,
        "counted_at": local(found.counted_at).isoformat(timespec="seconds"),
        "columns": dict(MEANINGS),
        "few": (found.kept.get("crossing") or {}).get("few"),
        "figures": [
            {name: value.isoformat() if isinstance(value, date) else value for name, value in zip(COLUMNS, row, strict=True)}
            for row in rows_of(found)
        ],
    }  # fmt: skip
