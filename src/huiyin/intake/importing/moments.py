"""Dates and times as other systems write them: by the patterns of the rulebook, or as a spreadsheet's day number."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from huiyin.flow.times import CITY_TZ
from huiyin.rulebook.imports import SERIAL

DAY_ZERO = datetime(1899, 12, 30, tzinfo=CITY_TZ)
"""The day from which spreadsheets count."""

EARLIEST = datetime(1980, 1, 1, tzinfo=CITY_TZ)
"""Nothing that a hotline has to do with is older; an earlier date is a misread number."""

_SERIAL = re.compile(r"\d{5}(\.\d+)?")


def moment_of(text: str, patterns: Iterable[str]) -> datetime | None:
    """Return the moment that the text tells in the city's time, None where no pattern fits."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    for pattern in patterns:
        moment = _serial(plain) if pattern == SERIAL else _written(plain, pattern)
        if moment and moment >= EARLIEST:
            return moment
    return None


def _written(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=CITY_TZ)
    except ValueError:
        return None


def _serial(text: str) -> datetime | None:
    if not _SERIAL.fullmatch(text):
        return None
    # A fraction of a day is never exact in binary: 10:00 comes as 0.41666666667.
    return DAY_ZERO + timedelta(seconds=round(float(text) * 86400))
