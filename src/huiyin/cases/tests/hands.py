"""Many hands on the same cases, in a process of their own: each function plays one race and tells how it ended."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from django.db import connections

from huiyin.cases.act import ASSIGNMENT_DOOR, move_case, register
from huiyin.cases.models import Case
from huiyin.cases.replaying import differences
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.clocks.models import Clock
from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import Refused
from huiyin.journal.chain import verify_chain
from huiyin.journal.door import Stale
from huiyin.journal.models import Event

CITY = "dandong"


def at_once(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Let all begin together, each in a thread with a connection of its own; return "done" or the reasons of each."""
    together = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> str:
        together.wait()
        try:
            act()
            return "done"
        except Stale as stale:
            return f"stale: {' '.join(event.verb for event in stale.events)}"
        except Refused as refused:
            return f"refused: {refused}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def told(stage: Stage, case: Case, results: list[str]) -> dict[str, Any]:
    """Return how a race ended, and whether the case is whole afterwards."""
    case = stage.reload(case)
    return {
        "results": sorted(results), "state": case.state, "wrong": verify_chain(case.pk, Case) + differences(case.pk),
        "verbs": list(Event.objects.filter(chain_id=case.pk).order_by("seq").values_list("verb", flat=True)),
    }  # fmt: skip


def two_sign_at_once() -> list[dict[str, Any]]:
    """Two handlers press the same button, first with a page that says what it has seen, then without."""
    stage = set_stage(CITY)
    return [_two_sign(stage, with_page) for with_page in (True, False)]


def _two_sign(stage: Stage, with_page: bool) -> dict[str, Any]:
    case = stage.dispatch(stage.register().case)
    share = stage.share(case)
    seen = case.event_count if with_page else None

    def sign() -> None:
        ASSIGNMENT_DOOR.move(share.pk, "sign", {}, actor=stage.who("water.handler"), at=stage.at, seen=seen)

    return told(stage, case, at_once([sign, sign]))


def the_same_call_is_sent_twice() -> dict[str, Any]:
    """A browser sends a registration twice at the same moment, with one key."""
    stage = set_stage(CITY)

    def send() -> None:
        register(stage.said(), actor=stage.who("agent"), at=stage.at, city=CITY, key="one")

    results = at_once([send] * 4)
    return {"results": results, "cases": Case.objects.count()}


def who_waits_acts_later(rounds: int) -> dict[str, Any]:
    """Two acts on one case whose moments lie the other way round than the order in which they got hold of it."""
    stage = set_stage(CITY)
    case = stage.dispatch(stage.register().case, "water", joint=("west",))
    results: list[str] = []
    for n in range(rounds):
        moments = [stage.at + timedelta(minutes=10 * n), stage.at + timedelta(minutes=10 * n + 5)]
        results += at_once([lambda at=at: _dispatch_and_recall(stage, case, at) for at in moments])
    return told(stage, case, [r.partition(":")[0] for r in results])


def _dispatch_and_recall(stage: Stage, case: Case, at: Any) -> None:
    dispatcher = stage.who("dispatcher")
    move_case(case.pk, "recall", {"reason": "派错单位"}, actor=dispatcher, at=at)
    lead = {"lead": stage.units["water"].pk, "joint": []}
    move_case(case.pk, "dispatch", lead, actor=dispatcher, at=at)


def merges_cross(rounds: int) -> dict[str, Any]:
    """Two clerks join the same two cases, each the other way round, while a third closes one of them."""
    stage, ends = set_stage(CITY), []
    solves = next(r.code for r in stage.book.results if r.solves)
    answer = {"answer": "已告知。", "way": "phone", "result": solves}
    for n in range(rounds):
        one, two = (stage.register(phone=f"1390000{n:02}{k:02}").case for k in range(2))
        acts = [
            (one, "merge", {"parent": two.pk}),
            (two, "merge", {"parent": one.pk}),
            (one, "answer_directly", answer),
        ]
        results = at_once([lambda act=act: _move(stage, *act) for act in acts])
        states = sorted(stage.reload(case).state for case in (one, two))
        whole = not any(verify_chain(c.pk, Case) + differences(c.pk) for c in (one, two))
        ends.append([results.count("done"), *states, whole])
    return {"ends": ends}


def _move(stage: Stage, case: Case, action: str, said: dict[str, Any]) -> None:
    move_case(case.pk, action, said, actor=stage.who("agent"), at=stage.at)


def joined_while_it_closes(rounds: int) -> dict[str, Any]:
    """Somebody joins a case in the moment in which it is closed: the joined one is closed with it or stands alone."""
    stage, ends = set_stage(CITY), []
    for n in range(rounds):
        parent = stage.dispatch(stage.register(phone=f"1370000{n:04}").case)
        stage.sign(parent)
        stage.reply(parent)
        child = stage.register(phone=f"1360000{n:04}").case
        merge = lambda child=child, parent=parent: _move(stage, child, "merge", {"parent": parent.pk})  # noqa: E731
        close = lambda parent=parent: stage.pass_audit(stage.reload(parent))  # noqa: E731
        at_once([merge, close])
        ends.append([stage.reload(parent).state, stage.reload(child).state])
    return {"ends": ends, "open_clocks_of_closed": Clock.objects.running().filter(case_id__in=_closed()).count()}


def _closed() -> Any:
    return Case.objects.filter(state="closed").values("pk")


def make_a_case() -> str:
    """Return the id of a registered case for others to write on."""
    return str(set_stage(CITY).register().case.pk)


def hurry_often(case_id: str, writers: int, times: int) -> list[str]:
    """Some writers in this process each say that the petitioner asked again, and register a case of their own."""
    case = Case.objects.get(pk=case_id)

    def write() -> None:
        for _ in range(times):
            move_case(case.pk, "hurry", {}, actor=PLATFORM, at=case.accepted_at)
            said = Stage(CITY).said()
            register(said, actor=PLATFORM, at=case.accepted_at, city=CITY)

    return at_once([write] * writers)


def after_the_writers(case_id: str) -> dict[str, Any]:
    """Return what all the writers left."""
    case = Case.objects.get(pk=case_id)
    numbers = list(Case.objects.values_list("number", flat=True))
    return {
        "hurries": case.hurries, "events": case.event_count, "wrong": verify_chain(case.pk, Case),
        "cases": len(numbers), "numbers": len(set(numbers)),
    }  # fmt: skip
