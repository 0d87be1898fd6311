"""What is begun because of a warning, in rooms that know nothing of warnings: the ways there, filled in, and the ways back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.flow.actor import Actor
from huiyin.insight.act import move_alert
from huiyin.insight.models import Alert, AlertLink
from huiyin.insight.queries import alert_facts, alerts_visible_to
from huiyin.insight.shown import AlertLine, alert_line
from huiyin.insight.states import AlertState, Deed
from huiyin.insight.watching import cases_behind
from huiyin.insight.who import who_watches
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision.who import is_supervising
from huiyin.ui.because import BECAUSE, Kind, Made, Reason
from huiyin.ui.navigation import opens

KIND = "alert"
DEEDS = {"supervision": Deed.SUPERVISION, "brief": Deed.BRIEF}
"""As what deed that counts which another room made."""

MOST_TOLD = 30
"""Of so many cases a paper about a warning may choose those that it tells."""

GOES_ON = frozenset({AlertState.FOUND, AlertState.ACKNOWLEDGED, AlertState.ACTED})


def ways(row: Alert, cases: Sequence[Case], actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """Return what the actor may begin because of a warning, with the address of its filled form."""
    if row.state not in GOES_ON or not who_watches(actor, alert_facts(row, row.ledger, at)):
        return []
    found = []
    handled = [case.number for case in cases if case.lead_unit_id]
    because = (BECAUSE, f"{KIND}.{row.pk}")
    if handled and is_supervising(actor):
        asked = [because, ("asked", wanted_of(row)), *(("chosen", number) for number in handled)]
        found.append(("下达督办", f"{reverse('supervision:new')}?{urlencode(asked)}"))
    rules = book_named(row.book)
    paper = next((one for one in rules.papers.kinds if one.code == rules.insight.warnings.paper), None)
    if paper and actor.holds(*paper.drafted_by) and opens(actor, "briefs:papers"):
        days = [("since", row.since.isoformat()), ("last", row.until.isoformat())]
        address = urlencode([("kind", paper.code), *days, because])
        found.append((f"起草{paper.label}", f"{reverse('briefs:new')}?{address}"))
    return found


def wanted_of(row: Alert) -> str:
    """Return what a unit is asked because of a warning, to be worked over."""
    return f"{_matter(alert_line(row))}{_how_many(row)}，明显多于预期。请查明原因，逐件办理，对共性问题拿出措施，并反馈结果。"


def _matter(line: AlertLine) -> str:
    where = "" if line.where == "未填" else line.where
    return f"{where}“{line.category}”诉求"


def _how_many(row: Alert) -> str:
    days = (row.until - row.since).days + 1
    return f"近{days}天（{row.since} 至 {row.until}）{row.found}件，涉及{row.people}人"


def found(name: str, actor: Actor) -> Reason | None:
    """Return a warning that the actor sees, as the form shows it that is filled because of it."""
    row = _seen(name, actor)
    if row is None:
        return None
    numbers = cases_behind(row, actor).order_by("-received_at", "-pk").values_list("number", flat=True)
    return replace(_reason(row), cases=tuple(numbers[:MOST_TOLD]))


def _seen(name: str, actor: Actor) -> Alert | None:
    try:
        pk = UUID(name)
    except ValueError:
        return None
    return alerts_visible_to(actor).select_related("ledger", "unit").filter(pk=pk).first()


def _reason(row: Alert) -> Reason:
    line = alert_line(row)
    label = f"{line.kind}预警：{line.where} {line.category}"
    return Reason(
        label, reverse("insight:alert", args=[row.pk]), f"{_matter(line)}{line.kind}预警专报", _prose(row, line)
    )


def _prose(row: Alert, line: AlertLine) -> str:
    """Return the first paragraph of a paper about it: what can be counted anew stands as a figure with its own cases."""
    parts: dict[str, Any] = {"category": row.category}
    parts |= {"unit_path": row.unit.path} if row.unit else {"territory": row.territory} if row.territory else {}
    key = f"accepted?{urlencode(sorted(parts.items()))}"
    return (
        f"{{{{first_period}}}}，{_matter(line)}受理{{{{{key}}}}}件。平台发出{line.kind}预警，依据：{row.said}。"
        "由编辑在此写明事项、原因和群众的要求。"
    )


def tell(name: str, made: Made, actor: Actor, at: datetime) -> None:
    """Keep with the warning what was begun because of it; the same again, or one that is over, is passed by."""
    row = _seen(name, actor)
    if row is None or made.kind not in DEEDS or row.state not in GOES_ON:
        return
    known = AlertLink.objects.filter(alert=row, kind=made.kind, thing=made.pk).exists()
    if known or not who_watches(actor, alert_facts(row, row.ledger, at)):
        return
    said = {
        "deed": DEEDS[made.kind].value, "kind": made.kind, "thing": made.pk, "label": made.label[:120], "page": made.page,
        "name": made.name,
    }  # fmt: skip
    move_alert(row.pk, "begin", said, actor=actor, at=at, own_page=True)


def reasons_of(made: str, pk: UUID, actor: Actor) -> list[Reason]:
    """Return because of which warnings a thing was begun."""
    if made not in DEEDS:
        return []
    links = AlertLink.objects.filter(kind=made, thing=pk).values("alert")
    return [_reason(row) for row in alerts_visible_to(actor).select_related("unit").filter(pk__in=links)]


REASON = Kind(KIND, found, tell, reasons_of)
