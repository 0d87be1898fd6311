"""Whether somebody is on duty all through a span of time: arithmetic over shifts, for roster and incidents alike."""

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def uncovered(wanted: Span, shifts: Iterable[Span]) -> list[Span]:
    """Return the parts of a span in which no shift runs, in their order."""
    begin, end = wanted
    left = []
    for since, until in sorted(shifts):
        if until <= begin or since >= end:
            continue
        if since > begin:
            left.append((begin, since))
        begin = max(begin, until)
    if begin < end:
        left.append((begin, end))
    return left
