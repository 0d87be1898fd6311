"""The table of moves of a correction (整改) that a unit is told to make until a day."""

from huiyin.escalation import asks, correction_effects, guards
from huiyin.escalation.states import CorrectionState as S
from huiyin.escalation.who import corrected, keeper, the_platform, urger
from huiyin.flow.table import BIRTH, Table, move

CORRECTION = Table(
    "correction",
    "整改",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("set", "下达整改", [BIRTH], S.SET, keeper, [], [guards.term_is_ahead], asks.CORRECTION,
             [correction_effects.give_number, correction_effects.write_content]),
        move("report", "报告整改", [S.SET], S.REPORTED, corrected, [], [], asks.REPORT, [correction_effects.note_report]),
        move("accept", "通过验收", [S.REPORTED], S.ACCEPTED, keeper, [], [], asks.ACCEPTED, [correction_effects.note_end]),
        move("send_back", "退回整改", [S.REPORTED], S.SET, keeper, [], [guards.new_term_is_ahead], asks.SENT_BACK,
             [correction_effects.note_sending_back]),
        move("urge", "催办", [S.SET], None, urger, [guards.not_urged_today], [], asks.WORDS, [correction_effects.count_urge]),
        move("remind", "平台提醒", [S.SET], None, the_platform, [guards.not_urged_today], [], asks.REMINDER,
             [correction_effects.count_urge], hidden=True),
        move("cancel", "取消", [S.SET, S.REPORTED], S.CANCELLED, keeper, [], [], asks.REASON, [correction_effects.note_end]),
    ),
    ends=frozenset({S.ACCEPTED, S.CANCELLED}),
)  # fmt: skip
