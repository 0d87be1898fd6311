"""What each person did in a period, for the units' and the centre's own monthly assessment of their people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q

from huiyin.assessment.wording import NOTHING
from huiyin.cases.models import Reply
from huiyin.cases.scoped import of_centre, start_of
from huiyin.flow.actor import Actor
from huiyin.flow.times import ONE_DAY
from huiyin.journal.models import Event
from huiyin.measures.figures import rounded
from huiyin.measures.scope import Scope
from huiyin.people.models import User
from huiyin.statistics.viewing import sees_the_city
from huiyin.units.models import Unit

Row = tuple[Any, ...]

UNIT_HEADER = ("单位", "姓名", "反馈", "通过", "退回", "按期", "逾期", "按期率", "诉求已解决")
CENTRE_HEADER = ("姓名", "登记", "直接答复和办理", "审核转办", "呈批", "审核反馈", "回访", "催办", "合计")

DONE_IN_CENTRE = {
    "登记": ("case.register", "case.collect", "case.screen"),
    "直接答复和办理": ("case.answer_directly", "case.handle_directly"),
    "审核转办": ("case.dispatch", "case.submit_for_review", "case.refuse"),
    "呈批": ("case.submit_for_approval", "case.approve", "case.approve_on_paper"),
    "审核反馈": ("case.pass_audit", "case.reject_reply"),
    "回访": ("callback.answered", "callback.declined", "callback.not_reached"),
    "催办": ("case.urge",),
}


def unit_people(actor: Actor, since: date, last: date) -> list[Row]:
    """Return one row for each person who answered for a unit in the period, in two statements: own units, or all."""
    replies = Reply.objects.filter(submitted_at__gte=start_of(since), submitted_at__lt=start_of(last + ONE_DAY))
    if sees_the_city(actor):
        replies = replies.filter(assignment__case__centre__isnull=True)
    else:
        own = Q(pk__in=[])
        for path in sorted(actor.unit_paths):
            own |= Q(assignment__unit_path__startswith=path)
        replies = replies.filter(own)
    counted = replies.order_by().values("assignment__unit", "drafted_by").annotate(
        all=Count("pk"), passed=Count("pk", filter=Q(accepted=True)), back=Count("pk", filter=Q(accepted=False)),
        on_time=Count("pk", filter=Q(accepted=True, assignment__on_time=True)),
        late=Count("pk", filter=Q(accepted=True, assignment__on_time=False)),
        solved=Count("pk", filter=Q(accepted=True, resolved=True)),
    )  # fmt: skip
    found = list(counted)
    names = _names(User, {one["drafted_by"] for one in found})
    units = _names(Unit, {one["assignment__unit"] for one in found})
    rows = [
        (
            units[one["assignment__unit"]], names[one["drafted_by"]], one["all"], one["passed"], one["back"],
            one["on_time"], one["late"], _rate(one["on_time"], one["on_time"] + one["late"]), one["solved"],
        )
        for one in found
    ]  # fmt: skip
    return sorted(rows)


def centre_people(since: date, last: date) -> list[Row]:
    """Return one row for each person of the centre who did something in the period, in two statements."""
    verbs = {verb: word for word, many in DONE_IN_CENTRE.items() for verb in many}
    acts = Event.objects.filter(verb__in=sorted(verbs), at__gte=start_of(since), at__lt=start_of(last + ONE_DAY))
    events = of_centre(acts, Scope())
    done: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(DONE_IN_CENTRE, 0))
    for who, verb, many in events.order_by().values_list("actor_id", "verb").annotate(many=Count("id")):
        done[who][verbs[verb]] += many
    names = _names(User, set(done))
    rows = [(names[who], *counts.values(), sum(counts.values())) for who, counts in done.items() if who in names]
    return sorted(rows)


def _names(model: Any, ids: Iterable[Any]) -> dict[Any, str]:
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "name"))


def _rate(part: int, whole: int) -> str:
    return f"{rounded(Fraction(part * 100, whole), 2, 'half_up')}%" if whole else NOTHING
