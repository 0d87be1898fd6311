"""What can be chosen in the forms of cases and their parts, and what stands in them from the beginning."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.cases import ready
from huiyin.cases.models import Application, Assignment, Case, Reply, Wish
from huiyin.cases.part_effects.replying import SAID
from huiyin.cases.queries import precedents_like, visible_to
from huiyin.cases.sight import hides_petitioner, without_petitioner
from huiyin.cases.states import ApplicationState, CaseState
from huiyin.cases.who import LEADERS, in_its_centre
from huiyin.files.queries import attachments_of
from huiyin.flow.times import local, local_day
from huiyin.journal.models import Event, Remark
from huiyin.journal.prepared import Prepared
from huiyin.moves.place import Asking, Line, Pairs
from huiyin.moves.taking import names_of
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit
from huiyin.units.queries import active

CAN_BE_JOINED = (
    CaseState.REGISTERED, CaseState.IN_REVIEW, CaseState.IN_APPROVAL, CaseState.APPROVED, CaseState.IN_HANDLING,
    CaseState.IN_AUDIT,
)  # fmt: skip
MOST_SUGGESTIONS = 20
LISTED = ("id", "number", "title", "state", "received_at", "category", "book", "centre_id")
MOST_PRECEDENTS = 5

SENT_BACK = ("assignment.reject", "assignment.reject_below", "assignment.send_back_draft")
"""Acts by which a reply went back to whoever wrote it: the centre's, the unit's above, the leader's own."""
SENT_AGAIN = ("case.redo", "case.reopen")
"""Acts by which a case that was over went to its unit again."""

# -- units ---------------------------------------------------------------------------------------------------------


def unit_pairs(units: QuerySet[Unit]) -> list[tuple[str, str]]:
    """Return units as choices, each indented as it stands in the tree."""
    rows = units.order_by("path").values_list("id", "name", "depth")
    return [(str(pk), f"{'　' * (depth - 1)}{name}") for pk, name, depth in rows]


def units_that_take_cases(asking: Asking) -> Pairs:
    """Return the units to which the case can go: in use, taking cases, and not the accused nor below it."""
    return unit_pairs(_takers(asking))


def units_below(asking: Asking) -> Pairs:
    """Return the units to which a share can be handed down."""
    own = asking.row.unit_path
    return unit_pairs(_takers(asking).filter(path__startswith=own).exclude(path=own))


def any_unit(asking: Asking) -> Pairs:
    """Return every unit in use: whom a report can be against."""
    return unit_pairs(active(local_day(asking.at)))


def _takers(asking: Asking) -> QuerySet[Unit]:
    units = active(local_day(asking.at)).filter(accepts_cases=True)
    case = case_of(asking)
    if case.centre_id and case.centre:
        units = units.filter(path__startswith=case.centre.path).exclude(pk=case.centre_id)
    return units.exclude(path__startswith=case.accused_path) if case.accused_path else units


def case_of(asking: Asking) -> Case:
    """Return the case that a move is about, whatever part of it is moved."""
    row = asking.row
    found: Case = row if isinstance(row, Case) else row.case
    return found


# -- topics --------------------------------------------------------------------------------------------------------


def topics(book: Rulebook, day: date) -> list[Any]:
    """Return the topics that a clerk may choose on a day, in groups by what stands above them."""
    leaves = [(*book.category_path(c.code)[:-1], (c.code, c.name)) for c in book.category_leaves(day)]
    groups = groupby(leaves, key=lambda leaf: leaf[:-1])
    return [(" / ".join(above) or "一级", [leaf[-1] for leaf in found]) for above, found in groups]


def topics_to_screen(asking: Asking) -> Any:
    """Return the topics for an online message that is registered now."""
    return topics(asking.book, local_day(asking.at))


# -- cases ---------------------------------------------------------------------------------------------------------


def cases_to_join(asking: Asking) -> Pairs:
    """Return open cases that are perhaps the same matter, for the one who joins cases, by their numbers."""
    found = perhaps_the_same(case_of(asking))
    return [(one["number"], one["title"]) for one in found if one["state"] in CAN_BE_JOINED]


def cases_to_link(asking: Asking) -> Pairs:
    """Return cases that are perhaps the same matter, open or over."""
    return [(one["number"], one["title"]) for one in perhaps_the_same(case_of(asking))]


_with_text = Prepared(
    lambda text_hash, pk: (
        Case.objects.filter(text_hash=text_hash)
        .exclude(pk=pk)
        .order_by("-received_at")
        .values(*LISTED)[:MOST_SUGGESTIONS]
    )
)
_of_topic_and_place = Prepared(
    lambda category, territory, place, since, until, pk: (
        Case.objects.filter(category=category, territory=territory, place=place)
        .filter(received_at__gte=since, received_at__lte=until)
        .exclude(pk=pk)
        .order_by("-received_at")
        .values(*LISTED)[:MOST_SUGGESTIONS]
    )
)


def perhaps_the_same(case: Case) -> list[dict[str, Any]]:
    """Return other cases with the same text, then those of the same topic and place in the city's window of days.

    As plain values: `id`, `number`, `title`, `state`, `received_at`, `category`, `book`.
    """
    found = _with_text(bytes(case.text_hash), case.pk) if case.text_hash else []
    if case.place:
        window = timedelta(days=book_named(case.book).repeats.window_days)
        days = case.received_at - window, case.received_at + window
        found += _of_topic_and_place(case.category, case.territory, case.place, *days, case.pk)
    same_centre = {one["id"]: one for one in found if one["centre_id"] == case.centre_id}
    return list(same_centre.values())[:MOST_SUGGESTIONS]


def case_by_number(asking: Asking, typed: str) -> UUID | None:
    """Return the case whose number was typed, among those that the actor sees."""
    return visible_to(asking.actor).filter(number=typed.split(maxsplit=1)[0]).values_list("pk", flat=True).first()


# -- the reply -------------------------------------------------------------------------------------------------------


def wishes_to_answer(asking: Asking) -> Sequence[Line]:
    """Return a line for each wish of the case; only the lead unit answers them."""
    wishes = Wish.objects.filter(case_id=asking.facts.case.id).order_by("ordinal")
    return [Line(_to_answer(wish), {"ordinal": wish.ordinal}) for wish in wishes]


def _to_answer(wish: Wish) -> str:
    return f"{wish.ordinal}. {wish.text}" + ("（上次没有答好）" if wish.audited is False else "")


def wishes_by_number(asking: Asking) -> Pairs:
    """Return each wish, for the auditor to say which were not answered well."""
    wishes = Wish.objects.filter(case_id=asking.row.pk).order_by("ordinal")
    return [(str(wish.ordinal), f"{wish.ordinal}. {wish.text}") for wish in wishes]


def wishes_to_tick(asking: Asking) -> Sequence[Line]:
    """Return a line for each wish, for the petitioner's word on each."""
    wishes = Wish.objects.filter(case_id=asking.row.pk).order_by("ordinal")
    return [Line(f"{wish.ordinal}. {wish.text}", {"ordinal": wish.ordinal}) for wish in wishes]


def scans(asking: Asking) -> Pairs:
    """Return the signed papers that were uploaded for this share, the latest first."""
    found = attachments_of("assignment", asking.row.pk).filter(kind="scan").order_by("-at")
    return [(str(one.pk), f"{one.name}（{local(one.at):%m-%d %H:%M}）") for one in found]


def last_reply(asking: Asking) -> Mapping[str, Any]:
    """Return what the unit wrote last, so that a reply that was sent back is mended and not typed again.

    Whoever handed the work down begins with the reply from below that was passed.
    """
    reply = reply_of(asking.row) or _passed_below(asking.row)
    wishes = (
        Wish.objects.filter(case_id=asking.facts.case.id).exclude(result="").values("ordinal", "result", "evidence")
    )
    if reply is None:
        return {"contacted": asking.row.contacted_at is not None}
    return {**{name: getattr(reply, name) for name in SAID}, "wish_results": list(wishes)}


def answer_of_unit(asking: Asking) -> Mapping[str, Any]:
    """Return what the unit proposes to answer, for the auditor who answers the petitioner."""
    reply = reply_of_case(asking)
    return {"result": reply.result, "answer": reply.public} if reply else {}


def reply_of(share: Assignment) -> Reply | None:
    """Return the latest reply of a share."""
    return Reply.objects.filter(assignment_id=share.pk).order_by("-ordinal").first()


def _passed_below(share: Assignment) -> Reply | None:
    return Reply.objects.filter(assignment__above=share, accepted=True).order_by("-decided_at").first()


def why_it_came_back(asking: Asking) -> Mapping[str, Any]:
    """Return why the unit has to answer again: who sent its last reply back, when, in which words."""
    share, last = asking.row, reply_of(asking.row)
    mine = Q(subject_id=share.pk, verb__in=SENT_BACK) | Q(subject_id=share.case_id, verb__in=SENT_AGAIN)
    events = (
        Event.objects.filter(mine, chain_id=share.case_id, at__gte=last.drafted_at) if last else Event.objects.none()
    )
    if (event := events.order_by("-seq").first()) is None:
        return {}
    cause, remark = event.said.get("cause", ""), event.said.get("reason", {}).get("remark")
    words = Remark.objects.filter(pk=remark).values_list("text", flat=True).first() if remark else ""
    return {
        "came_back": event, "sender": names_of({event.actor_id}).get(event.actor_id, ""),
        "cause": asking.book.reject_cause(cause).label if cause else "",
        "words": without_petitioner(share.case, words or "") if hides_petitioner(share.case) else words,
    }  # fmt: skip


def reply_of_case(asking: Asking) -> Reply | None:
    """Return the latest reply of the unit that leads."""
    lead = asking.facts.lead
    replies = Reply.objects.filter(assignment_id=lead.id) if lead else Reply.objects.none()
    return replies.order_by("-ordinal").first()


# -- deciding ------------------------------------------------------------------------------------------------------


def knowledge_to_cite(asking: Asking) -> Pairs:
    """Return what the centre may say today on the topic of the case, by numbers."""
    return ready.answers().offered(case_of(asking).category, asking.at)


def knowledge_by_number(asking: Asking, typed: str) -> UUID | None:
    """Return the item of the knowledge whose number was typed."""
    return ready.answers().typed(typed, asking.at)


def what_was_collected(asking: Asking) -> Mapping[str, Any]:
    """Return what is known of an online message, for the clerk who registers it."""
    case = asking.row
    names = ("title", "text", "occurred", "place", "object", "kind", "category", "territory", "urgency", "important")
    due = local(case.source_due_at) if case.source_due_at else None
    return {**{name: getattr(case, name) for name in names}, "source_due_at": due}


def what_was_registered(asking: Asking) -> Mapping[str, Any]:
    """Return what stands in a registration now, for the one who corrects it."""
    case = asking.row
    names = ("kind", "category", "territory", "urgency", "important", "immediate", "accused_unit")
    return {name: _initial(getattr(case, name)) for name in names}


def _initial(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Unit) else value


def until_asked(asking: Asking) -> Mapping[str, Any]:
    """Return the moment until which the unit asks for an extension."""
    until = asking.row.until
    return {"until": local(until).replace(tzinfo=None)} if until else {}


def unit_suggested(asking: Asking) -> Mapping[str, Any]:
    """Return the unit that the one which gives the case back names instead."""
    return {"lead": asking.row.suggested_unit_id} if asking.row.suggested_unit_id else {}


def precedents(asking: Asking) -> Mapping[str, Any]:
    """Return rulings on whose duty like matters were, and which units gave this one back already."""
    case = case_of(asking)
    decided = Application.objects.exclude(state=ApplicationState.ASKED)
    returned = decided.filter(case_id=case.pk, kind="return").order_by("-asked_at")
    return {
        "precedents": precedents_like(case.category, case.territory)[:MOST_PRECEDENTS],
        "returned": returned.select_related("assignment__unit", "suggested_unit"),
    }


def leader_wrote_on_paper(asking: Asking) -> bool:
    """Whether somebody else brings the paper: a leader who writes himself need not say who he is."""
    return not in_its_centre(asking.actor, asking.facts, *LEADERS)


def reply_to_judge(asking: Asking) -> Mapping[str, Any]:
    """Return the reply of the leading unit with what it says to each wish."""
    reply = reply_of_case(asking)
    return {
        "reply": reply,
        "wishes": Wish.objects.filter(case_id=asking.row.pk).order_by("ordinal"),
        **_result(asking, reply),
    }


def question_to_answer(asking: Asking) -> Mapping[str, Any]:
    """Return the question that waits, with who asked it and when."""
    verbs = ["assignment.ask_centre", "assignment.ask_unit"]
    asked = Event.objects.filter(subject_id=asking.row.pk, verb__in=verbs).order_by("-seq").first()
    words = Remark.objects.filter(event_id=asked.id).first() if asked else None
    return {"asked": asked, "words": words.text if words else ""}


def draft_to_judge(asking: Asking) -> Mapping[str, Any]:
    """Return the draft or reply of a share for the one who signs it or checks it."""
    reply = reply_of(asking.row)
    wishes = Wish.objects.filter(case_id=asking.row.case_id).order_by("ordinal") if asking.row.role == "lead" else ()
    return {"reply": reply, "wishes": wishes, **_result(asking, reply)}


def _result(asking: Asking, reply: Reply | None) -> Mapping[str, Any]:
    return {"result_label": asking.book.result(reply.result).label if reply else ""}


def application_to_decide(asking: Asking) -> Mapping[str, Any]:
    """Return what the unit asks, with the precedents that speak to it."""
    return {"application": asking.row, **(precedents(asking) if asking.row.kind == "return" else {})}
