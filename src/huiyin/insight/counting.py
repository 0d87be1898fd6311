"""Counting the hot topics of a week or month: found anew as often as wanted, and what an editor decided stays."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.cases.scoped import start_of
from huiyin.flow.actor import PLATFORM
from huiyin.insight.act import TOPIC_DOOR, TOPICS, ledger
from huiyin.insight.grouping.heat import Heat, Span, heat_of
from huiyin.insight.grouping.letters import Letter
from huiyin.insight.models import Topic, TopicCase
from huiyin.insight.queries import letters_between, letters_of, period_of
from huiyin.insight.rules import book_on, topic_rules
from huiyin.insight.states import TopicState
from huiyin.journal.door import note
from huiyin.journal.rows import change, insert
from huiyin.journal.writing import writing
from huiyin.privacy.texts import mask_text
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named

if TYPE_CHECKING:
    from huiyin.insight.grouping.topics import Found


@dataclass
class Laid:
    """A topic as it is counted now: the row, the cases that are to be its own, what was found of it."""

    row: Topic
    found: "Found | None" = None
    cases: set[UUID] = field(default_factory=set)
    earlier: int = 0


def count_topics(rhythm: str, day: date, at: datetime) -> int:
    """Count the topics of the week or month of a day; return how many are listed."""
    from huiyin.insight.grouping.topics import topics_of  # loads for two seconds what most processes never need

    begins, ends = period_of(rhythm, day)
    book = book_on(begins)
    rules = book.insight.topics
    before = begins - (ends + timedelta(days=1) - begins)
    letters = letters_between(before, ends + timedelta(days=1), rules.most_cases)
    found = topics_of(letters, span_of(begins, ends, at), topic_rules(rules), known_places(book))
    with writing():
        _lay(found, rhythm, begins, ends, book, at)
    return Topic.objects.filter(rhythm=rhythm, begins=begins, state=TopicState.LISTED).count()


def span_of(begins: date, ends: date, at: datetime) -> Span:
    """Return the period up to now."""
    since = start_of(begins)
    return Span(since, max(since, min(at, start_of(ends + timedelta(days=1)))), known_before=True)


def known_places(book: Rulebook) -> Sequence[str]:
    """Return the names that the city knows: its territories and the places of its rulebook."""
    return [*book.insight.topics.places, *(territory.label for territory in book.territories)]


def count_anew(topic_id: UUID, at: datetime) -> None:
    """Count a topic that an editor divided or joined. The editor says that it is one matter."""
    with writing():
        row = Topic.objects.get(pk=topic_id)
        letters = sorted(letters_of(Case.objects.filter(topics__topic=row)), key=lambda letter: (letter.at, letter.id))
        if letters:
            change(Topic, row.pk, _figures(row, letters, row.before, at))


def _lay(found: "Iterable[Found]", rhythm: str, begins: date, ends: date, book: Rulebook, at: datetime) -> None:
    rows = Topic.objects.filter(rhythm=rhythm, begins=begins, state__in=(TopicState.LISTED, TopicState.DISMISSED))
    laid = {row.pk: Laid(row) for row in rows}
    stays = {pk for pk, one in laid.items() if one.row.kept or one.row.state == TopicState.DISMISSED}
    own = dict(TopicCase.objects.filter(rhythm=rhythm, begins=begins).values_list("case_id", "topic_id"))
    for one, case_id in ((laid[topic], case) for case, topic in own.items() if topic in stays):
        one.cases.add(case_id)
    chain = ledger(TOPICS)
    for topic in found:
        _claim(topic, laid, stays, own, Topic(ledger=chain, book=book.id, rhythm=rhythm, begins=begins, ends=ends))
    TopicCase.objects.filter(rhythm=rhythm, begins=begins).exclude(topic__in=stays).delete()
    for one in laid.values():
        _write(one, at)
    counted = [one for one in laid.values() if one.cases]
    note(
        "topic.count",
        "topic",
        chain.pk,
        at=at,
        head=TOPICS,
        said={"begins": begins, "rhythm": rhythm, "topics": len(counted)},
    )


def _claim(topic: "Found", laid: dict[UUID, Laid], stays: set[UUID], own: dict[UUID, UUID], fresh: Topic) -> None:
    """Give what was found to the topic that already has most of its cases, or to a new one.

    The cases of a topic that an editor made or dismissed stay with it, and what is found with them joins it.
    """
    cases = {UUID(letter.id) for letter in topic.letters}
    held = Counter(own[case] for case in cases if case in own and own[case] in laid)
    free = {case for case in cases if own.get(case) not in stays}
    for pk, _ in held.most_common():
        if pk in stays or laid[pk].found is None:
            one = laid[pk]
            break
    else:
        if len(free) < 2:
            return
        one = laid[fresh.pk] = Laid(fresh)
    if not one.cases or one.found is None:
        one.found = topic
    one.cases |= free
    one.earlier += len(topic.earlier)


def _write(one: Laid, at: datetime) -> None:
    row = one.row
    if not one.cases:
        if row.state == TopicState.LISTED:
            TOPIC_DOOR.move(row.pk, "fade", {}, actor=PLATFORM, at=at)
        return
    letters = sorted(letters_of(Case.objects.filter(pk__in=one.cases)), key=lambda letter: (letter.at, letter.id))
    if one.found is not None and not row.named and not row.kept:
        row.title, row.place = mask_text(one.found.title)[:120] or "（无标题）", one.found.place[:60]
    exact = one.found if one.found is not None and len(one.found.letters) == len(one.cases) else None
    figures = _figures(row, letters, one.earlier, at, exact.heat if exact else None)
    if row._state.adding:
        _set(row, {**figures, "found_at": at})
        TOPIC_DOOR.begin(row, "find", {}, actor=PLATFORM, at=at)
    else:
        change(Topic, row.pk, {**figures, "title": row.title, "place": row.place})
    rows = [TopicCase(topic=row, case_id=case, rhythm=row.rhythm, begins=row.begins) for case in sorted(one.cases)]
    insert(rows, once=True)


def _figures(
    row: Topic, letters: Sequence[Letter], before: int, at: datetime, heat: Heat | None = None
) -> dict[str, Any]:
    rules = topic_rules(book_named(row.book).insight.topics)
    if heat is None:
        span = span_of(row.begins, row.ends, at)
        counted = len({(letter.who, letter.title, letter.text) for letter in letters})
        heat = heat_of(letters, counted, before, rules.heat.one_matter, span, rules.heat)
    return {
        "heat": heat.value, "said": heat.said, "people": heat.people, "letters": heat.letters, "before": heat.before,
        "urgent": heat.urgent, "first_at": letters[0].at, "last_at": letters[-1].at, "computed_at": at,
    }  # fmt: skip


def _set(row: Topic, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
