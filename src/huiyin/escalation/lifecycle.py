"""The table of moves of one step of the ladder: shown by the software, or proposed by it and decided by a person."""

from huiyin.escalation import asks, effects, guards
from huiyin.escalation.states import StepState as S
from huiyin.escalation.who import finisher, orderer, proposer, revoker, the_platform
from huiyin.flow.table import BIRTH, Table, move

ESCALATION = Table(
    "escalation",
    "升级措施",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("show", "亮牌", [BIRTH], S.SHOWN, the_platform, [], [], [], [effects.number_step, effects.tell_the_case], hidden=True),
        move("propose", "提请", [BIRTH], S.PROPOSED, proposer, [], [], [], [effects.number_step, effects.tell_the_case]),
        move("order", "下达", [S.PROPOSED], S.ORDERED, orderer, [], [guards.day_is_ahead], asks.ORDER,
             [effects.note_the_order, effects.tell_the_case]),
        move("set_aside", "不予采取", [S.PROPOSED], S.SET_ASIDE, orderer, [], [], asks.SET_ASIDE,
             [effects.note_setting_aside, effects.tell_the_case]),
        move("carry_out", "登记落实", [S.ORDERED], S.CARRIED_OUT, finisher, [], [guards.day_is_past], asks.CARRY_OUT,
             [effects.note_carrying_out, effects.tell_the_case]),
        move("close", "办结", [S.CARRIED_OUT], S.CLOSED, finisher, [], [], asks.WORDS, [effects.note_closing]),
        move("revoke", "撤销亮牌", [S.SHOWN], S.REVOKED, revoker, [], [], asks.REASON, [effects.note_revoking, effects.tell_the_case]),
    ),
    ends=frozenset({S.REVOKED, S.SET_ASIDE, S.CLOSED}),
)  # fmt: skip
