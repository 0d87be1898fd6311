"""The table of moves of a verification (核实)."""

from huiyin.flow.table import BIRTH, Table, move
from huiyin.supervision import asks, check_effects, who
from huiyin.supervision import check_guards as guards
from huiyin.supervision.states import CheckState as S

CHECK = Table(
    "verification",
    "核实",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("send", "派人核实", [BIRTH], S.SENT, who.sender, [guards.case_is_there_to_check],
             [guards.checker_is_of_the_centre, guards.checker_did_not_pass_it], asks.SEND, [check_effects.send]),
        move("find", "登记核实结果", [S.SENT], S.DONE, who.checker, [], [guards.visit_is_past_and_after_sending], asks.FIND,
             [check_effects.find]),
        move("hand_on", "改派核实人", [S.SENT], None, who.sender, [],
             [guards.checker_is_of_the_centre, guards.checker_did_not_pass_it], asks.HAND_ON, [check_effects.hand_on]),
        move("call_off", "取消核实", [S.SENT], S.CALLED_OFF, who.sender, [], [], [asks.REASON], [check_effects.call_off]),
    ),
    ends=frozenset({S.DONE, S.CALLED_OFF}),
)  # fmt: skip
