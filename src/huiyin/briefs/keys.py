"""The key of a figure: which measure, over which period and part of the city, in which form. Plain Python.

Written as it stands in templates: `accepted`, `accepted@before`, `closed?channel=phone`, `accepted:change`,
`accepted@second?territory=410202:share`. The key says nothing of dates, so that the next issue asks it anew.
"""

import re
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import parse_qsl, quote

Which = Literal["this", "before", "year_before", "second", "to_date"]
Form = Literal["value", "change", "change_year", "share"]

PERIODS: dict[str, str] = {
    "this": "本期", "before": "上期", "year_before": "上年同期", "second": "另一时段", "to_date": "年初以来",
}  # fmt: skip
FORMS: dict[str, str] = {"value": "数值", "change": "比上期", "change_year": "比上年同期", "share": "占比"}
DIMENSIONS: dict[str, str] = {
    "unit_path": "单位", "category": "类别", "territory": "属地", "kind": "性质", "family": "渠道大类", "channel": "渠道",
    "tag": "专项标签",
}  # fmt: skip
OUTSIDE = "outside."
"""How the key of a figure from outside begins."""

_KEY = re.compile(
    r"(?P<measure>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)(?:@(?P<period>[a-z_]+))?(?:\?(?P<where>[^:{}]*))?(?::(?P<form>[a-z_]+))?"
)


class NoKey(ValueError):
    """What was written is no key; the message says why in Chinese."""


@dataclass(frozen=True)
class Wanted:
    """One figure that a paper asks for."""

    measure: str
    period: str = "this"
    where: tuple[tuple[str, str], ...] = ()
    form: str = "value"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a key. Raises NoKey."""
        found = _KEY.fullmatch(text.strip())
        if not found:
            raise NoKey(f"看不懂的数字：{text[:60]}")
        where = tuple(sorted(parse_qsl(found["where"] or "", keep_blank_values=False)))
        wanted = cls(found["measure"], found["period"] or "this", where, found["form"] or "value")
        wanted._check(text)
        return wanted

    def _check(self, text: str) -> None:
        if self.period not in PERIODS:
            raise NoKey(f"没有这个时段：{text[:60]}")
        if self.form not in FORMS:
            raise NoKey(f"没有这种形式：{text[:60]}")
        if strange := [name for name, _ in self.where if name not in DIMENSIONS]:
            raise NoKey(f"没有这个范围 {strange[0]}：{text[:60]}")
        if self.form == "share" and not self.where:
            raise NoKey(f"占比须有范围：{text[:60]}")

    @property
    def key(self) -> str:
        """The key as it is written, always in the same way."""
        period = "" if self.period == "this" else f"@{self.period}"
        where = "&".join(f"{name}={quote(value)}" for name, value in sorted(self.where))
        return f"{self.measure}{period}{'?' if where else ''}{where}{'' if self.form == 'value' else ':' + self.form}"

    @property
    def is_relative(self) -> bool:
        """Whether it compares with another figure."""
        return self.form != "value"
