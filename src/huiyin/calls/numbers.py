"""Which line a call belongs to: by the line's name where the telephone system names it, else by the number that was called."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from huiyin.calls.heard import Heard
from huiyin.calls.queries import book_on
from huiyin.flow.times import local_day
from huiyin.rulebook.calls import Calls
from huiyin.units.models import UnitLine


class Lines:
    """The lines of the city and of its units, as a telephone system may call them: by number, by name, by letters, by the unit."""

    def __init__(self) -> None:
        """Read them all: there are few."""
        self._by_word: dict[str, list[UnitLine]] = {}
        self._by_phone: dict[str, list[UnitLine]] = {}
        self._laws: dict[date, Calls] = {}
        for line in UnitLine.objects.select_related("unit").order_by("since"):
            for word in {line.name, line.code, line.unit.name, line.unit.short_name}:
                self._by_word.setdefault(word, []).append(line)
            for phone in line.phones.split():
                self._by_phone.setdefault(phone, []).append(line)

    def find(self, word: str, day: date) -> UUID | None:
        """Return the unit whose line is called so and ran on a day; None where there is none, or more than one unit."""
        return _only(self._by_word.get(word, []), day)

    def declare(self, number: str, day: date) -> bool:
        """Say whether any line declares a number, as it is spelled on a day."""
        calls = self._law_on(day)
        spelling = calls.spelling_of(number)
        return spelling in self._by_phone or spelling in calls.numbers

    def place(self, heard: Heard) -> Heard:
        """Return the call as one of the line that its number belongs to; the number then stands there as the line declares it.

        What the telephone system says by name holds. A number that no line declares stays as it was told, and is said to be
        unknown.
        """
        if not heard.line:
            return heard
        day = local_day(heard.began_at)
        calls = self._law_on(day)
        number = calls.spelling_of(heard.line)
        unit = _only(self._by_phone.get(number, []), day)
        is_citys = number in calls.numbers
        if heard.centre is not None:
            return replace(heard, line=number if unit or is_citys else heard.line, line_known=True)
        if unit or is_citys:
            return replace(heard, line=number, centre=unit, line_known=True)
        return replace(heard, line_known=False)

    def _law_on(self, day: date) -> Calls:
        # A file has many calls of one day.
        if day not in self._laws:
            self._laws[day] = book_on(day).calls
        return self._laws[day]

    def numbers_of(self, centre: UUID | None, day: date) -> list[str]:
        """Return the numbers by which the city's line, or that of a unit, is reached on a day."""
        if centre is None:
            return list(self._law_on(day).numbers)
        return [phone for phone, lines in self._by_phone.items() if _only(lines, day) == centre]

    def names(self, numbers: Iterable[str], day: date) -> Mapping[str, str]:
        """Return what each number is called in a list of figures: "12345 市长专线电话", a bare number where no line does."""
        book = book_on(day)
        citys = dict.fromkeys(book.calls.numbers, book.city.hotline)
        units = {phone: lines[-1].name for phone, lines in self._by_phone.items()}
        # The name of a city's line often begins with its number.
        return {one: f"{one} {(units | citys).get(one, '').replace(one, '').strip()}".strip() for one in numbers}


def _only(lines: Iterable[UnitLine], day: date) -> UUID | None:
    units = {one.unit_id for one in lines if one.since <= day and (not one.until or day <= one.until)}
    return units.pop() if len(units) == 1 else None
