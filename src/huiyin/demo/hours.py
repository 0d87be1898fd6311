"""Time as the simulated people live it: most of them work in office hours, urgent matters do not wait for these."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.calendars.arithmetic import Almanac
from huiyin.rulebook.limits import OfficeHours

MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Hours:
    """The hours of one city."""

    almanac: Almanac
    office: OfficeHours

    def later(self, at: datetime, span: timedelta) -> datetime:
        """Return the moment when so much office time has passed."""
        return self.almanac.add_office_time(at, span, self.office)

    def between(self, since: datetime, until: datetime) -> timedelta:
        """Return the office time from one moment to another; none where they are reversed."""
        return max(self.almanac.office_time_between(since, until, self.office), timedelta(0))

    def part(self, since: datetime, until: datetime, share: float, *, natural: bool = False) -> datetime:
        """Return the moment at which a share of the time between two moments has passed, office time if there is any.

        It lies between the two; where the time is over already it is the first one.
        """
        if until <= since:
            return since
        office_time = timedelta(0) if natural else self.between(since, until)
        if office_time <= 2 * MOMENT:
            return since + (until - since) * share
        return min(max(self.later(since, office_time * share), since), until)
