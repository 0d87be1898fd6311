"""The table of moves of an entry of a register."""

from huiyin.flow.table import BIRTH, Table, move
from huiyin.registers import asks, effects, guards
from huiyin.registers.states import EntryState as S
from huiyin.registers.who import clearing_approver, clearing_asker, writer

SOUND = [guards.day_is_allowed, guards.is_not_reported_yet, guards.values_are_sound]

REGISTER = Table(
    "register",
    "台账记录",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("write", "登记", [BIRTH], S.KEPT, writer, [], SOUND, asks.CONTENT,
             [effects.give_number, effects.write_content, effects.set_due, effects.set_deadline, effects.keep_edition,
              effects.count_figures]),
        move("amend", "修改", [S.KEPT], None, writer, [], SOUND, asks.CONTENT,
             [effects.write_content, effects.set_deadline, effects.keep_edition, effects.count_figures], hidden=True),
        move("ask_clearing", "申请销号", [S.KEPT], S.CLEARING, clearing_asker, [], [], asks.CLEARING, [effects.ask_clearing]),
        move("clear", "同意销号", [S.CLEARING], S.CLEARED, clearing_approver, [], [], asks.OPINION, [effects.clear]),
        move("refuse_clearing", "不同意销号", [S.CLEARING], S.KEPT, clearing_approver, [], [], asks.REFUSAL,
             [effects.note_the_change]),
        move("withdraw", "撤下", [S.KEPT], S.WITHDRAWN, writer, [], [], asks.REASON, [effects.note_the_change]),
    ),
    ends=frozenset({S.WITHDRAWN, S.CLEARED}),
)  # fmt: skip
