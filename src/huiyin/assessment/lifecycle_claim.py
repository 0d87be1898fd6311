"""The table of moves of a unit's claim: an appeal about a lost point, or that a case must not count."""

from huiyin.assessment import asks, effects, guards
from huiyin.assessment.states import ClaimState as S
from huiyin.assessment.who import claimant, reviewer, second_reviewer
from huiyin.flow.table import BIRTH, Table, move

CLAIM = Table(
    "claim",
    "考核申请",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("appeal", "申诉", [BIRTH], S.ASKED, claimant, [guards.appeals_are_heard, guards.nothing_like_it_was_asked], [],
             asks.CLAIM, [effects.write_claim]),
        move("ask_exclusion", "申请不计考核", [BIRTH], S.ASKED, claimant, [guards.nothing_like_it_was_asked], [], asks.EXCLUSION, [effects.write_claim]),
        move("withdraw", "撤回", [S.ASKED, S.REVIEWED], S.WITHDRAWN, claimant),
        move("review", "初审", [S.ASKED], S.REVIEWED, reviewer, [], [], asks.OPINION, [effects.note_the_opinion]),
        move("grant", "成立", [S.REVIEWED], S.GRANTED, second_reviewer, [], [], asks.DECISION, [effects.note_the_decision]),
        move("deny", "不成立", [S.REVIEWED], S.DENIED, second_reviewer, [], [], asks.DECISION, [effects.note_the_decision]),
    ),
    ends=frozenset({S.GRANTED, S.DENIED, S.WITHDRAWN}),
)  # fmt: skip
