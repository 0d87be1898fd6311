"""Words of the period that stand in a text like figures, and are written anew in the next issue. Plain Python."""

from collections.abc import Callable, Mapping

from huiyin.briefs.periods import Period, named

Words = Callable[[Period, Period | None], str]

WORDS: Mapping[str, tuple[str, Words]] = {
    "period": ("时段", named),
    "first_period": ("本时段", lambda first, second: first.label),
    "second_period": ("另一时段", lambda first, second: second.label if second else ""),
    "year": ("年份", lambda first, second: str(first.last.year)),
    "month": ("月份", lambda first, second: str(first.last.month)),
    "since": ("起日", lambda first, second: _day(first, is_first=True)),
    "last": ("止日", lambda first, second: _day(first, is_first=False)),
}


def word_for(name: str, first: Period, second: Period | None) -> str | None:
    """Return the text of a word, None for what is no word but a figure."""
    found = WORDS.get(name)
    return found[1](first, second) if found else None


def _day(period: Period, *, is_first: bool) -> str:
    day = period.since if is_first else period.last
    hour = f"{period.hour.hour}时" if period.hour else ""
    return f"{day.year}年{day.month}月{day.day}日{hour}"
