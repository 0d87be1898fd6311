"""Hot topics in a paper: those that were found for its time, each with its count as a figure with its own cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from huiyin.briefs.counting import MOST_KEPT, TELLERS, Counter, Told
from huiyin.briefs.keys import NoKey
from huiyin.briefs.periods import Period
from huiyin.briefs.source import Entry, ParagraphEntry
from huiyin.cases.scoped import within
from huiyin.insight.models import Topic, TopicCase
from huiyin.insight.states import Rhythm, TopicState
from huiyin.measures.scope import Scope

TOPIC = "topic"
PREFIX = f"{TOPIC}.t"
"""How the key of a topic's count begins; its id follows."""
SHORT = timedelta(days=10)


@dataclass(frozen=True)
class Hot:
    """One topic with the cases of it that came in the paper's period."""

    topic: Topic
    cases: tuple[UUID, ...]


def hot_in(period: Period, n: int) -> list[Hot]:
    """Return the hottest topics of the weeks or months that a period touches, each once, with what came in the period."""
    rhythm = Rhythm.WEEK if period.until - period.since < SHORT else Rhythm.MONTH
    rows = Topic.objects.filter(rhythm=rhythm, begins__lte=period.last, ends__gte=period.since, into__isnull=True)
    found: dict[str, Hot] = {}
    for topic in rows.exclude(state=TopicState.DISMISSED).order_by("-heat", "title"):
        cases = cases_in(topic, period)
        if cases and topic.title not in found:
            found[topic.title] = Hot(topic, cases)
    return list(found.values())[:n]


def cases_in(topic: Topic, period: Period) -> tuple[UUID, ...]:
    """Return the cases of a topic that came in a period."""
    scope = Scope(since=period.since, until=period.until, hour=period.hour)
    rows = within(scope, "case__received_at", TopicCase.objects.filter(topic=topic))
    return tuple(rows.order_by("case__received_at", "case").values_list("case_id", flat=True)[:MOST_KEPT])


def entries_of(found: Sequence[Hot]) -> list[Entry]:
    """Return a paragraph for each topic, to be worked over by the editor."""
    return [
        ParagraphEntry(
            text=f"{number}．{one.topic.title}。{{{{first_period}}}}群众反映{{{{{PREFIX}{one.topic.pk.hex}}}}}件。",
            revise=True,
        )
        for number, one in enumerate(found, 1)
    ]


def told_of(key: str, counter: Counter) -> Told:
    """Return the count of a topic as a figure. Raises NoKey where there is no such topic."""
    try:
        topic = Topic.objects.get(pk=UUID(key.removeprefix(PREFIX)))
    except (ValueError, Topic.DoesNotExist):
        raise NoKey("没有这个热点") from None
    period = counter.period
    cases = cases_in(topic, period)
    scope = Scope(since=period.since, until=period.until, hour=period.hour).to_query()
    definition = f"时段内收到、归入热点“{topic.title}”的诉求件数。"
    return Told(
        key, TOPIC, "value", f"热点·{topic.title}"[:80].replace(" ", ""), str(len(cases)), Fraction(len(cases)), "件",
        definition, scope, (), cases,
    )  # fmt: skip


TELLERS[PREFIX] = told_of
