"""The table of moves of an objection: a petitioner is not content with an answer, and the centre decides."""

from huiyin.callbacks import asks, who
from huiyin.callbacks import objection_effects as effects
from huiyin.callbacks import objection_guards as guards
from huiyin.callbacks.states import ObjectionState as S
from huiyin.flow.table import BIRTH, Table, move

OBJECTION = Table(
    "objection",
    "诉求人异议",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("object", "要求重新办理", [BIRTH], S.ASKED, who.hears_objections,
             [guards.answer_is_given, guards.is_asked_in_time, guards.is_not_ended_by_judgement, guards.is_asked_once], [],
             asks.OBJECT, [effects.keep_objection]),
        move("grant", "同意重新办理", [S.ASKED], S.GRANTED, who.decider, [guards.can_be_done_again], [], asks.GRANT,
             [effects.do_again, effects.find_claim_true, effects.keep_decision]),
        move("decline", "不予重新办理", [S.ASKED], S.DECLINED, who.decider, [], [], asks.DECLINE, [effects.keep_decision]),
        move("settle", "随件了结", [S.ASKED], S.SETTLED, who.platform, [], [], asks.DROP, [effects.settle], hidden=True),
    ),
    ends=frozenset({S.GRANTED, S.DECLINED, S.SETTLED}),
)  # fmt: skip
