"""What the simulated city does by the clock, whatever matters are in play: owed work, urging, calling back."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from huiyin.calendars.arithmetic import Almanac
from huiyin.cases.clockwork import tick
from huiyin.demo.looking import something_is_owed, something_is_owed_again
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.journal import work as journal

ONE_DAY = timedelta(days=1)
DELIVERIES = (time(9, 5), time(12), time(14, 35), time(18), time(21))
"""When the simulated workers do what is owed for events; in the product it is every minute."""

TICK = time(8, 30)
"""When the simulated clock urges: once a working day, in the product every minute."""

BATCH = 1000

Round = Callable[[datetime], object]
Timetable = Sequence[tuple[time, Round, bool]]
"""Times of day with what is done then, and whether that is done on working days only."""


class Rounds:
    """The rounds from one moment on, one after the other."""

    def __init__(self, since: datetime, almanac: Almanac, call: Round, call_times: Sequence[time]) -> None:
        self._almanac = almanac
        timetable: list[tuple[time, Round, bool]] = [(at, deliver, False) for at in DELIVERIES]
        timetable += [(TICK, tick, True), *((at, call, True) for at in call_times)]
        self._all = self._from(local_day(since), sorted(timetable, key=lambda one: one[0]))
        self.at, self._do = next(self._all)
        while self.at < since:
            self.at, self._do = next(self._all)

    def make(self) -> None:
        """Make the round whose time has come."""
        self._do(self.at)
        self.at, self._do = next(self._all)

    def _from(self, day: date, timetable: Timetable) -> Iterator[tuple[datetime, Round]]:
        while True:
            for at, what, only_on_workdays in timetable:
                if not only_on_workdays or self._almanac.is_workday(day):
                    yield datetime.combine(day, at, CITY_TZ), what
            day += ONE_DAY


def deliver(at: datetime) -> None:
    """Do everything that is owed for the events until now; what failed before is tried again."""
    while something_is_owed() and journal.deliver(at, BATCH).done:
        continue
    if something_is_owed_again(at):
        journal.retry(at, BATCH)
