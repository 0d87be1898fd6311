"""Cases that a paper tells: chosen of its period, in a few words, without anything by which a person is known."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from huiyin.briefs.periods import Period
from huiyin.briefs.source import CaseEntry, StoryEntry
from huiyin.cases.models import Case
from huiyin.cases.models.assignment import Reply
from huiyin.cases.petitioners import contact_of
from huiyin.cases.populations import accepted
from huiyin.cases.sight import hides_petitioner
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.insight.models import Story
from huiyin.insight.queries import stories_visible_to
from huiyin.insight.states import StoryState
from huiyin.measures.scope import Scope
from huiyin.privacy.texts import redacted_summary
from huiyin.rulebook.book import Rulebook

TITLE_LENGTH, TEXT_LENGTH = 60, 120
STORY_LENGTH = 300
"""Of each part of a case of the library: what happened, what was done, what it teaches."""


def entry_of(case: Case) -> CaseEntry:
    """Return what a paper tells of a case. Raises Refused for one that no paper may tell."""
    if hides_petitioner(case):
        raise Refused([f"匿名、保密和举报的工单不得写入公文：{case.number}"])
    known = _known(case)
    title = redacted_summary(case.title, known, TITLE_LENGTH)
    text = redacted_summary(case.text, known, TEXT_LENGTH)
    answer = redacted_summary(_answer(case), known, TEXT_LENGTH)
    unit = case.lead_unit.short_name if case.lead_unit else ""
    told = f"{text}{f'{unit}答复：' if unit and answer else ''}{answer}"
    return CaseEntry(number=case.number, title=title, text=told)


def worth_telling(period: Period, book: Rulebook, n: int) -> list[CaseEntry]:
    """Return the cases of a period that most people are behind, the gravest first; never one that hides its petitioner."""
    rows = accepted(Scope(since=period.since, until=period.until, hour=period.hour, book=book))
    found = _ordered(rows).select_related("petitioner", "lead_unit")[: n * 10]
    by_title: dict[str, Case] = {}
    for case in found:
        if not hides_petitioner(case):
            by_title.setdefault(case.title, case)
    return [entry_of(case) for case in list(by_title.values())[:n]]


def _ordered(rows: QuerySet[Case]) -> QuerySet[Case]:
    told = rows.filter(confidential=False, anonymous=False, accused_path="").annotate(behind=Count("children"))
    return told.order_by("-important", "-behind", "-received_at")


def case_called(number: str) -> CaseEntry:
    """Return the entry of the case with this number. Raises Refused in the user's words."""
    found = Case.objects.filter(number=number.strip()).select_related("petitioner", "lead_unit").first()
    if found is None:
        raise Refused([], {"number": f"没有这件工单：{number[:40]}"})
    return entry_of(found)


def entry_of_story(story: Story) -> StoryEntry:
    """Return what a paper tells of a case of the library. Raises Refused for one that no paper may tell."""
    if story.state != StoryState.LISTED:
        raise Refused([f"还没有入库或已撤下的案例不能选入：{story.title}"])
    case = story.case
    if hides_petitioner(case):
        raise Refused([f"匿名、保密和举报的工单不得写入公文：{case.number}"])
    known = _known(case)
    parts = [redacted_summary(part, known, STORY_LENGTH) for part in (story.retelling, story.measure, story.lesson)]
    title = redacted_summary(story.title, known, TITLE_LENGTH)
    return StoryEntry(number=case.number, title=title, text="".join(map(_whole_sentence, parts)), story=str(story.pk))


def stories_to_tell(actor: Actor) -> QuerySet[Story]:
    """Return the cases of the library that a paper may tell, what came last into it first."""
    told = stories_visible_to(actor).filter(
        state=StoryState.LISTED, case__confidential=False, case__anonymous=False, case__accused_path=""
    )
    return told.select_related("case__petitioner").order_by("-listed_at", "-id")


def _whole_sentence(text: str) -> str:
    return text if not text or text.endswith(("。", "！", "？", "…")) else f"{text}。"


def _known(case: Case) -> Sequence[str]:
    contact = contact_of(case.petitioner) if case.petitioner else None
    return [word for word in (contact.name, contact.phone, contact.address) if word] if contact else []


def _answer(case: Case) -> str:
    """Return what the petitioner was told by the unit that led, once the centre found it good."""
    rows = Reply.objects.filter(assignment__case=case, accepted=True).order_by("submitted_at")
    return rows.values_list("public", flat=True).last() or ""
