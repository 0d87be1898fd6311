"""One call as the telephone system tells it. Plain Python."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.rulebook.calls import CallOutcome


@dataclass(frozen=True, slots=True)
class Heard:
    """`case` is the number of the case that it was about, if any; `line` the called number.

    `centre` is the unit on whose own line it came, None for the city's; `line_known` says whether a line declares the number.
    """

    number: str
    began_at: datetime
    outcome: CallOutcome
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    caller: str = ""
    line: str = ""
    queue: str = ""
    agent: str = ""
    case: str = ""
    centre: UUID | None = None
    line_known: bool = True

    @property
    def problem(self) -> str:
        """Why it cannot be so, empty where it can."""
        if (self.outcome == CallOutcome.ANSWERED) != (self.answered_at is not None):
            return "有接听时间的才是人工接听，人工接听的须有接听时间"
        moments = [one for one in (self.began_at, self.answered_at, self.ended_at) if one]
        return "" if moments == sorted(moments) else "呼入、接听、挂断的时间先后不对"
