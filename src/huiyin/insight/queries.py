"""Questions of this room: who sees which topic, warning, preparation, story; the letters of a period. Nothing here writes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.scoped import cases_in, start_of
from huiyin.cases.states import CaseState
from huiyin.flow.actor import Actor
from huiyin.flow.table import BIRTH
from huiyin.insight.facts import AlertFacts, PreparationFacts, StoryFacts, TopicFacts
from huiyin.insight.grouping.letters import Letter
from huiyin.insight.models import Alert, AlertTask, Preparation, Story, Topic, TopicCase
from huiyin.insight.states import Rhythm, StoryState, TopicState
from huiyin.insight.who import ALL, APPROVERS, CENTRE_READERS, TELLERS
from huiyin.journal.models import Ledger
from huiyin.measures.scope import Scope

NEVER_WERE = (CaseState.VOIDED, CaseState.COLLECTED)
ENDED = (CaseState.CLOSED, CaseState.ARCHIVED)
_READ = (
    "pk", "petitioner_id", "petitioner__phone_hash", "petitioner__account_hash", "title", "text", "received_at", "place",
    "category", "territory", "urgency",
)  # fmt: skip


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees what concerns the whole city."""
    return actor.is_platform or actor.holds(*CENTRE_READERS)


def topics_visible_to(actor: Actor) -> QuerySet[Topic]:
    """Return the topics that the actor sees: all of the city, or those of the own cases."""
    if sees_all(actor):
        return Topic.objects.all()
    own = TopicCase.objects.filter(topic=OuterRef("pk"), case__in=cases_visible_to(actor))
    return Topic.objects.filter(Exists(own))


def alerts_visible_to(actor: Actor) -> QuerySet[Alert]:
    """Return the warnings that the actor sees: all, or those of the own unit and the units below it, and its tasks."""
    if sees_all(actor):
        return Alert.objects.all()
    if not actor.unit_paths:
        return Alert.objects.none()
    tasks = AlertTask.objects.filter(_below(actor), alert=OuterRef("pk"))
    return Alert.objects.filter(_below(actor) | Exists(tasks))


def tasks_owed_by(actor: Actor) -> QuerySet[AlertTask]:
    """Return what units of the actor were told to do about warnings and have not answered."""
    return AlertTask.objects.filter(_below(actor), answered_at=None)


def preparations_visible_to(actor: Actor) -> QuerySet[Preparation]:
    """Return the preparations that the actor sees."""
    if sees_all(actor):
        return Preparation.objects.all()
    return Preparation.objects.filter(_below(actor)) if actor.unit_paths else Preparation.objects.none()


def stories_visible_to(actor: Actor) -> QuerySet[Story]:
    """Return the cases of the library: what is listed for everybody, what is being written for those who write."""
    if actor.is_platform or actor.holds(*APPROVERS, *TELLERS):
        return Story.objects.all()
    return Story.objects.filter(state=StoryState.LISTED) if actor.holds(*ALL) else Story.objects.none()


def _below(actor: Actor) -> Q:
    found = Q(pk__in=())
    for path in actor.unit_paths:
        found |= Q(unit__path__startswith=path)
    return found


def topic_facts(row: Topic, head: Ledger, at: datetime) -> TopicFacts:
    """Return the facts of one topic."""
    cases = TopicCase.objects.filter(topic_id=row.pk).values_list("case_id", flat=True)
    others = Topic.objects.filter(rhythm=row.rhythm, begins=row.begins, state=TopicState.LISTED).exclude(pk=row.pk)
    return TopicFacts(
        row.state or BIRTH, frozenset(cases), frozenset(str(pk) for pk in others.values_list("pk", flat=True))
    )


def alert_facts(row: Alert, head: Ledger, at: datetime) -> AlertFacts:
    """Return the facts of one warning."""
    own = row.unit.path if row.unit else ""
    if row._state.adding:
        return AlertFacts(row.state or BIRTH, own)
    tasks = list(AlertTask.objects.filter(alert_id=row.pk).values_list("unit_id", "unit__path", "answered_at"))
    told = frozenset(unit for unit, _, _ in tasks)
    return AlertFacts(row.state, own, told, frozenset(path for _, path, answered in tasks if answered is None))


def preparation_facts(row: Preparation, head: Ledger, at: datetime) -> PreparationFacts:
    """Return the facts of one preparation."""
    return PreparationFacts(row.state or BIRTH, row.unit.path)


def story_facts(row: Story, head: Ledger | None, at: datetime) -> StoryFacts:
    """Return the facts of one case of the library."""
    case = row.case
    return StoryFacts(
        row.state or BIRTH, case.state in ENDED, not case.confidential and not case.accused_path,
        not Story.objects.filter(case=case).exclude(pk=row.pk).exists(), case.suggestion_adopted, row.proposed_by_id,
    )  # fmt: skip


def period_of(rhythm: str, day: date) -> tuple[date, date]:
    """Return the first and the last day of the week or month of a day."""
    if rhythm == Rhythm.WEEK:
        begins = day - timedelta(days=day.weekday())
        return begins, begins + timedelta(days=6)
    begins = day.replace(day=1)
    return begins, (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def last_heard_of(rhythm: str, until: date, actor: Actor) -> date | None:
    """Return the first day of the last week or month, up to a day, of which the actor sees a listed topic."""
    rows = topics_visible_to(actor).filter(rhythm=rhythm, state=TopicState.LISTED, begins__lte=until)
    return rows.order_by("-begins").values_list("begins", flat=True).first()


def countable() -> QuerySet[Case]:
    """Return the cases of which topics and warnings may speak: the city's own, not voided, not secret, accusing no unit."""
    rows = cases_in(Scope()).exclude(state__in=NEVER_WERE)
    return rows.filter(confidential=False, accused_path="")


def letters_of(rows: QuerySet[Case]) -> Iterator[Letter]:
    """Give the cases as letters. Who wrote them is told apart by keyed hashes alone."""
    for pk, petitioner, phone, account, title, text, at, place, category, territory, urgency in rows.values_list(
        *_READ
    ):
        who = bytes(phone or account or b"").hex() or str(petitioner or pk)
        yield Letter(str(pk), who, title, text, at, place, category, territory, urgent=urgency not in {"", "ordinary"})


def letters_between(since: date, until: date, most: int) -> list[Letter]:
    """Return the letters received from a day on and before another, of too many the latest."""
    rows = countable().filter(received_at__gte=start_of(since), received_at__lt=start_of(until))
    return sorted(letters_of(rows.order_by("-received_at", "-pk")[:most]), key=lambda letter: (letter.at, letter.id))
