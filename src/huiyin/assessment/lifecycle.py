"""The table of moves of the assessment of one period."""

from huiyin.assessment import asks, effects, guards
from huiyin.assessment.states import RoundState as S
from huiyin.assessment.who import assessor, publisher
from huiyin.flow.table import BIRTH, Table, move

ASSESSMENT = Table(
    "assessment",
    "考核",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("open", "计算", [BIRTH], S.DRAFT, assessor, [], [], [],
             [effects.give_round_number, effects.compute, effects.write_sheets]),
        move("reissue", "重发", [BIRTH], S.DRAFT, assessor, [], [], asks.REASON,
             [effects.give_round_number, effects.compute, effects.write_sheets]),
        move("recompute", "重新计算", [S.DRAFT], None, assessor, [], [], [], [effects.compute, effects.write_sheets]),
        move("discard", "作废", [S.DRAFT], S.DISCARDED, assessor, [], [], asks.REASON),
        move("publish", "公布", [S.DRAFT], S.PUBLISHED, publisher, [guards.period_is_over], [], [], [effects.open_appeals]),
        move("decide", "裁定申诉并重算", [S.PUBLISHED], S.DECIDED, assessor,
             [guards.no_appeal_waits, guards.appeal_time_is_over], [], [], [effects.compute, effects.write_sheets]),
        move("freeze", "定稿", [S.DECIDED], S.FROZEN, publisher, [], [], [], [effects.note_the_end]),
    ),
    ends=frozenset({S.FROZEN, S.DISCARDED}),
)  # fmt: skip
