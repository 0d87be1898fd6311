"""The table of moves of a ring-back."""

from huiyin.calls import asks, effects, who
from huiyin.calls.facts import RingFacts
from huiyin.calls.states import RingState as S
from huiyin.flow.table import BIRTH, Fork, Said, Table, move
from huiyin.rulebook.book import Rulebook


def _after_no_answer(facts: RingFacts, said: Said, book: Rulebook) -> str:
    return S.UNREACHABLE if facts.attempts + 1 >= book.calls.attempts else S.WAITING


RINGBACK = Table(
    "ringback",
    "漏接回拨",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("owe", "列入回拨", [BIRTH], S.WAITING, who.platform, [], [], [], [], hidden=True),
        move("miss_again", "再次漏接", [S.WAITING], None, who.platform, [], [], asks.AGAIN, [effects.count_again], hidden=True),
        move("called_again", "已再次打通", [S.WAITING], S.CALLED_AGAIN, who.platform, [], [], [], [effects.keep_end],
             hidden=True),
        move("go_to_line", "归入专线", [S.WAITING], None, who.platform, [], [], asks.LINE, [effects.give_to_line], hidden=True),
        move("join_line", "并入专线的回拨", [S.WAITING], S.DROPPED, who.platform, [], [], [], [effects.keep_end], hidden=True),
        move("reach", "已接通", [S.WAITING], S.RUNG, who.ringer, [], [], asks.REACHED, [effects.keep_try]),
        move("not_reach", "没有接通", [S.WAITING], Fork(_after_no_answer, (S.WAITING, S.UNREACHABLE)), who.ringer, [], [],
             asks.NOT_REACHED, [effects.keep_try]),
        move("drop", "不需回拨", [S.WAITING], S.DROPPED, who.keeper, [], [], asks.DROP, [effects.keep_end]),
    ),
    ends=frozenset({S.RUNG, S.UNREACHABLE, S.CALLED_AGAIN, S.DROPPED}),
)  # fmt: skip
