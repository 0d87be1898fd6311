"""The table of moves of a circular: drafted, approved, issued, read by units."""

from huiyin.escalation import asks, circular_effects, guards
from huiyin.escalation.states import CircularState as S
from huiyin.escalation.who import approver, receiver, writer
from huiyin.flow.table import BIRTH, Table, move

WHOLE = [guards.names_somebody, guards.criticism_has_a_cause]

CIRCULAR = Table(
    "circular",
    "通报",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("write", "起草", [BIRTH], S.DRAFT, writer, [], [], asks.CIRCULAR,
             [circular_effects.give_number, circular_effects.write_content]),
        move("amend", "修改", [S.DRAFT], None, writer, [], [], asks.CIRCULAR, [circular_effects.write_content], hidden=True),
        move("submit", "送审", [S.DRAFT], S.TO_APPROVE, writer, WHOLE),
        move("approve", "批准", [S.TO_APPROVE], S.APPROVED, approver, WHOLE, [], asks.WORDS, [circular_effects.note_approval]),
        move("send_back", "退回修改", [S.TO_APPROVE], S.DRAFT, approver, [], [], asks.REASON, [circular_effects.note_words]),
        move("issue", "印发", [S.APPROVED], S.ISSUED, writer, [], [], [],
             [circular_effects.give_sign, circular_effects.send_to_units, circular_effects.carry_out_the_step]),
        move("read", "已阅", [S.ISSUED], None, receiver, [], [], [], [circular_effects.note_reading]),
        move("recall", "收回", [S.ISSUED], S.RECALLED, approver, [], [], asks.REASON, [circular_effects.note_words]),
        move("discard", "作废", [S.DRAFT, S.TO_APPROVE, S.APPROVED], S.DISCARDED, writer, [], [], asks.REASON,
             [circular_effects.note_words]),
    ),
    ends=frozenset({S.RECALLED, S.DISCARDED}),
)  # fmt: skip
