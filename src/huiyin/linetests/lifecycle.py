"""The table of moves of a test call."""

from huiyin.flow.table import BIRTH, Fork, Said, Table, move
from huiyin.linetests import asks, effects, guards, who
from huiyin.linetests.facts import LineFacts
from huiyin.linetests.states import LineState as S
from huiyin.rulebook.book import Rulebook


def _after_engaged(facts: LineFacts, said: Said, book: Rulebook) -> str:
    return S.MISSED if facts.attempts + 1 >= book.line_tests.attempts else S.WAITING


LINETEST = Table(
    "linetest",
    "电话拨测",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("plan", "列入拨测", [BIRTH], S.WAITING, who.platform, [], [], [], [], hidden=True),
        move("answered", "接通", [S.WAITING], S.ANSWERED, who.tester, [], [], asks.ANSWERED, [effects.keep_answer]),
        move("missed", "未接通", [S.WAITING], S.MISSED, who.tester, [], [], asks.MISSED, [effects.keep_miss]),
        move("engaged", "占线", [S.WAITING], Fork(_after_engaged, (S.WAITING, S.MISSED)), who.tester, [], [], asks.ENGAGED,
             [effects.keep_engaged]),
        move("explain", "说明", [S.MISSED], None, who.explainer, [guards.nothing_is_explained_yet], [], asks.EXPLAIN,
             [effects.keep_explanation]),
        move("void", "作废", [S.ANSWERED, S.MISSED], S.VOIDED, who.second_person, [], [], asks.VOID, []),
    ),
    ends=frozenset({S.VOIDED}),
)  # fmt: skip
