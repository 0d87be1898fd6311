"""The table of moves of a recheck: drawn, assigned to somebody apart, checked, and done again where it is not solved."""

from huiyin.flow.table import BIRTH, Fork, Said, Table, move
from huiyin.rechecks import asks, effects, guards, who
from huiyin.rechecks.facts import RecheckFacts
from huiyin.rechecks.states import RecheckState as S
from huiyin.rechecks.states import Verdict
from huiyin.rulebook.book import Rulebook


def _after_check(facts: RecheckFacts, said: Said, book: Rulebook) -> str:
    return S.CLOSED if said["verdict"] == Verdict.SOLVED else S.FOUND


def _after_miss(facts: RecheckFacts, said: Said, book: Rulebook) -> str:
    return S.CLOSED if facts.attempts + 1 >= book.rechecks.attempts else S.ASSIGNED


RECHECK = Table(
    "recheck",
    "抽样复核",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("draw", "抽中复核", [BIRTH], S.DRAWN, who.platform, [], [], [], [], hidden=True),
        move("assign", "分派核实", [S.DRAWN, S.ASSIGNED], S.ASSIGNED, who.keeper, [], [guards.checker_is_apart], asks.ASSIGN,
             [effects.give_to_checker]),
        move("check", "登记核实结果", [S.ASSIGNED], Fork(_after_check, (S.CLOSED, S.FOUND)), who.checker, [],
             [guards.verdict_is_of_a_check], asks.CHECK, [effects.keep_verdict]),
        move("not_reached", "未联系上", [S.ASSIGNED], Fork(_after_miss, (S.ASSIGNED, S.CLOSED)), who.checker, [], [],
             asks.NOT_REACHED, [effects.keep_attempt]),
        move("do_again", "发回重新办理", [S.FOUND], S.CLOSED, who.decider, [guards.can_be_done_again], [], asks.AGAIN,
             [effects.do_again]),
        move("leave", "不重新办理，了结", [S.FOUND], S.CLOSED, who.decider, [], [], asks.LEAVE, [effects.end]),
        move("drop", "不再核实", [S.DRAWN, S.ASSIGNED], S.DROPPED, who.platform, [], [], asks.DROP, [effects.end],
             hidden=True),
    ),
    ends=frozenset({S.CLOSED, S.DROPPED}),
)  # fmt: skip
