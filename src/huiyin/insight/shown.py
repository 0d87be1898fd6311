"""Topics, warnings, preparations and stories in words, as pages show them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow.actor import Actor
from huiyin.flow.times import local
from huiyin.insight.lifecycle import ALERT, PREPARATION, STORY, TOPIC
from huiyin.insight.models import Alert, Preparation, Story, Topic
from huiyin.insight.queries import sees_all
from huiyin.insight.states import AlertState, Deed, PreparationState, StoryState, TopicState
from huiyin.privacy.texts import redacted_summary
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named

TONES: Mapping[str, str] = {
    TopicState.LISTED: "info", TopicState.MERGED: "neutral", TopicState.DISMISSED: "neutral", TopicState.FADED: "neutral",
    AlertState.FOUND: "late", AlertState.ACKNOWLEDGED: "wait", AlertState.ACTED: "good", AlertState.EXPIRED: "neutral",
    PreparationState.ASKED: "wait", PreparationState.DONE: "good", PreparationState.RETURNED: "late",
    StoryState.PROPOSED: "wait", StoryState.REMOVED: "neutral",
}  # fmt: skip
_WIDEST = 100


@dataclass(frozen=True)
class Bar:
    """One line of a small chart: its name, its count, how long it is of a hundred."""

    label: str
    count: int
    width: int


@dataclass(frozen=True)
class TopicLine:
    """A topic as one viewer may read it: a unit sees its own cases and of the title what these say."""

    row: Topic
    title: str
    state: str
    tone: str
    own: int


def bars(counts: Mapping[str, int]) -> list[Bar]:
    """Return counts as bars, the longest first."""
    most = max(counts.values(), default=1)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Bar(label, count, max(1, count * _WIDEST // most)) for label, count in ordered]


def topic_lines(rows: Iterable[Topic], actor: Actor) -> list[TopicLine]:
    """Return topics in words. What a topic is called may say what stands in a case that a unit does not see."""
    rows, everything = list(rows), sees_all(actor)
    seen: dict[Any, list[str]] = {}
    if not everything:
        own = cases_visible_to(actor).filter(topics__topic__in=rows).order_by("received_at", "number")
        for topic_id, title in own.values_list("topics__topic_id", "title"):
            seen.setdefault(topic_id, []).append(title)
    return [
        TopicLine(
            row, row.title if everything else seen.get(row.pk, ["—"])[0], TOPIC.label_of(row.state), TONES[row.state],
            len(seen.get(row.pk, ())),
        )
        for row in rows
    ]  # fmt: skip


def topic_shown(row: Topic, actor: Actor) -> dict[str, Any]:
    """Return one topic with its cases as the viewer sees them, by territory and by category."""
    cases = list(
        cases_visible_to(actor).filter(topics__topic=row).select_related("lead_unit").order_by("received_at", "number")
    )
    book = book_named(row.book)
    return {
        "line": topic_lines([row], actor)[0], "row": row, "cases": cases, "all": row.cases.count(),
        "by_territory": bars(Counter(territory_label(book, case.territory) for case in cases)),
        "by_category": bars(Counter(category_label(book, case.category) for case in cases)),
        "by_day": bars_in_order(Counter(f"{local(case.received_at):%m-%d}" for case in cases)),
        "whole": sees_all(actor),
    }  # fmt: skip


def bars_in_order(counts: Mapping[str, int]) -> list[Bar]:
    """Return counts as bars in the order of their names."""
    most = max(counts.values(), default=1)
    return [Bar(label, count, max(1, count * _WIDEST // most)) for label, count in sorted(counts.items())]


def crossed(topics: Sequence[Topic], actor: Actor) -> tuple[list[str], list[tuple[Topic, list[int]]]]:
    """Return the topics crossed with the territories: where each of them is heard of."""
    if not topics:
        return [], []
    book = book_named(topics[0].book)
    pairs = cases_visible_to(actor).filter(topics__topic__in=topics).values_list("topics__topic_id", "territory")
    counts = Counter((topic, territory_label(book, code)) for topic, code in pairs)
    columns = sorted({label for _, label in counts}, key=lambda label: (label == "未填", label))
    return columns, [(row, [counts[row.pk, label] for label in columns]) for row in topics]


def territory_label(book: Rulebook, code: str) -> str:
    """Return what a territory is called."""
    known = {territory.code: territory.label for territory in book.territories}
    return str(known.get(code, code or "未填"))


def category_label(book: Rulebook, code: str) -> str:
    """Return what a category is called, also where a later book dropped it."""
    try:
        return " / ".join(book.category_path(code)) if code else "未分类"
    except Unknown:
        return code


@dataclass(frozen=True)
class AlertLine:
    """A warning in words."""

    row: Alert
    kind: str
    means: str
    category: str
    where: str
    state: str
    tone: str
    deed: str


def alert_line(row: Alert) -> AlertLine:
    """Return a warning in words."""
    book = book_named(row.book)
    kind = next((one for one in book.insight.warnings.kinds if one.code == row.kind), None)
    where = row.unit.name if row.unit else territory_label(book, row.territory)
    return AlertLine(
        row, kind.label if kind else row.kind, kind.means if kind else "", category_label(book, row.category), where,
        ALERT.label_of(row.state), TONES[row.state], Deed(row.deed).label if row.deed else "",
    )  # fmt: skip


@dataclass(frozen=True)
class PreparationLine:
    """A preparation in words."""

    row: Preparation
    season: str
    topic: str
    ask: str
    state: str
    tone: str


def preparation_line(row: Preparation) -> PreparationLine:
    """Return a preparation in words."""
    season = next((one for one in book_named(row.book).seasons if one.code == row.season), None)
    topic = next((one for one in season.topics if one.code == row.topic), None) if season else None
    return PreparationLine(
        row, season.label if season else row.season, topic.label if topic else row.topic, topic.ask if topic else "",
        PREPARATION.label_of(row.state), TONES[row.state],
    )  # fmt: skip


def story_state(row: Story) -> tuple[str, str]:
    """Return the state of a story with its tone."""
    return STORY.label_of(row.state), "good" if row.state == StoryState.LISTED else TONES[row.state]


def draft_of(case: Case) -> dict[str, Any]:
    """Return what can be said of a case before anybody writes: its matter, masked, and the course of its handling."""
    moments = (
        ("群众反映", case.received_at), ("受理", case.accepted_at), ("转办", case.dispatched_at), ("单位反馈", case.answered_at),
        ("办结", case.closed_at),
    )  # fmt: skip
    course = [f"{local(at):%Y-%m-%d %H:%M} {what}" for what, at in moments if at]
    return {
        "title": redacted_summary(case.title, length=110), "category": case.category, "online": case.family == "online",
        "retelling": redacted_summary(case.text, length=1500), "course": "\n".join(course),
        "adopted": case.suggestion_adopted,
    }  # fmt: skip
