"""What is shown of a case that was found: as its viewer may read it, with the hit marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huiyin.cases.models import Case
from huiyin.cases.models.case import Outcome
from huiyin.cases.queries import SEES_ALL
from huiyin.cases.sight import HIDDEN_TITLE, is_above_accused
from huiyin.cases.states import OPEN_CASE, CaseState
from huiyin.flow.actor import Actor
from huiyin.search.lines import readable
from huiyin.search.words import fold
from huiyin.ui.moments import short

AROUND = 16
"""So many characters of the text stand before and behind the hit."""


@dataclass(frozen=True)
class Row:
    """One line of the answer."""

    address: str
    number: SafeString
    title: SafeString
    passage: SafeString
    place: SafeString
    state: str
    tone: str
    unit: str
    received: str


def row_of(case: Case, actor: Actor, terms: Sequence[str], at: datetime) -> Row:
    """Return the line of a case that the actor may see."""
    is_hidden = is_above_accused(actor, case.accused_path)
    title = HIDDEN_TITLE if is_hidden else _as_read(case, case.title, actor)
    place = "" if is_hidden else _as_read(case, case.place, actor)
    withdrawn = case.outcome == Outcome.WITHDRAWN
    text = "" if is_hidden or withdrawn else readable(case, f"{case.text}\n{case.object}")
    return Row(
        address=reverse("desk:case", args=[case.number]), number=marked(case.number, terms), title=marked(title, terms),
        passage=_passage(text, [t for t in terms if t not in fold(f"{title}\n{place}\n{case.number}")]),
        place=marked(place, terms), state=_label(case.state), tone=_tone(case.state),
        unit=case.lead_unit.short_name if case.lead_unit else "", received=short(case.received_at, at),
    )  # fmt: skip


def marked(text: str, terms: Sequence[str]) -> SafeString:
    """Return the text, escaped, in which every place that one of the folded terms fits is marked."""
    covered = _covered(text, terms)
    pieces: list[str] = []
    place = 0
    for run in re.finditer("1+", "".join("1" if one else "0" for one in covered)):
        hit = format_html("<mark>{}</mark>", text[run.start() : run.end()])
        pieces += [text[place : run.start()], hit]
        place = run.end()
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[place:]]))


def _covered(text: str, terms: Sequence[str]) -> list[bool]:
    """Return for each character of the text whether a hit covers it; one may fold into none, or into several."""
    folded = [fold(character) for character in text]
    owners = [place for place, spelled in enumerate(folded) for _ in spelled]
    whole, covered = "".join(folded), [False] * len(text)
    for term in terms:
        for hit in re.finditer(re.escape(term), whole):
            for owner in owners[hit.start() : hit.end()]:
                covered[owner] = True
    return covered


def _passage(text: str, terms: Sequence[str]) -> SafeString:
    """Return the words around the first hit that neither title nor place shows."""
    covered = _covered(text, terms) if terms else []
    if True not in covered:
        return SafeString("")
    first = covered.index(True)
    last = covered.index(False, first) if False in covered[first:] else len(text)
    begin, end = max(first - AROUND, 0), min(last + AROUND, len(text))
    cut = marked(" ".join(text[begin:end].split()), terms)
    return format_html("{}{}{}", "…" if begin else "", cut, "…" if end < len(text) else "")


def _as_read(case: Case, text: str, actor: Actor) -> str:
    is_centre = actor.is_platform or actor.holds(*SEES_ALL)
    return text if is_centre else readable(case, text)


def _label(state: str) -> str:
    return next(known.label for known in CaseState if known == state)


def _tone(state: str) -> str:
    if state in {CaseState.CLOSED, CaseState.ARCHIVED}:
        return "good"
    return "info" if state in OPEN_CASE else "neutral"
