"""The table of moves of a hand-over of responsibility (问责移送): to the body that decides about people, and back."""

from huiyin.escalation import asks, guards, handover_effects
from huiyin.escalation.states import HandoverState as S
from huiyin.escalation.who import hander, keeper, line_keeper
from huiyin.flow.table import BIRTH, Table, move

HANDOVER = Table(
    "handover",
    "问责移送",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("open", "登记", [BIRTH], S.DRAFT, keeper, [], [], asks.HANDOVER,
             [handover_effects.give_number, handover_effects.write_content]),
        move("propose", "提请市热线移送", [BIRTH], S.PROPOSED, line_keeper, [guards.leader_ordered_it], [], asks.HANDOVER,
             [handover_effects.give_number, handover_effects.write_content, handover_effects.tell_the_line]),
        move("withdraw", "撤回提请", [S.PROPOSED], S.DISCARDED, line_keeper, [], [], asks.REASON, [handover_effects.tell_the_line]),
        move("take_up", "受理提请", [S.PROPOSED], S.DRAFT, keeper, [], [], asks.WORDS, [handover_effects.tell_the_line]),
        move("decline", "不予受理", [S.PROPOSED], S.DECLINED, keeper, [], [], asks.REASON,
             [handover_effects.note_return, handover_effects.tell_the_line]),
        move("amend", "修改", [S.DRAFT], None, keeper, [], [], asks.HANDOVER, [handover_effects.write_content], hidden=True),
        move("hand", "移送", [S.DRAFT], S.HANDED, hander, [guards.has_evidence], [], asks.WORDS,
             [handover_effects.note_handing, handover_effects.carry_out_the_step]),
        move("receive", "登记受理", [S.HANDED], S.RECEIVED, keeper, [], [guards.received_after_handing], asks.RECEIVED,
             [handover_effects.note_receipt]),
        move("give_back", "登记退回", [S.HANDED, S.RECEIVED], S.RETURNED, keeper, [], [], asks.REASON, [handover_effects.note_return]),
        move("conclude", "登记处理结果", [S.RECEIVED], S.CONCLUDED, keeper, [], [guards.concluded_after_receipt], asks.CONCLUDED,
             [handover_effects.note_outcome]),
        move("close", "办结", [S.CONCLUDED], S.CLOSED, keeper, [], [], asks.WORDS,
             [handover_effects.note_closing, handover_effects.close_the_step]),
        move("discard", "作废", [S.DRAFT], S.DISCARDED, keeper, [], [], asks.REASON),
    ),
    ends=frozenset({S.RETURNED, S.CLOSED, S.DISCARDED, S.DECLINED}),
)  # fmt: skip
