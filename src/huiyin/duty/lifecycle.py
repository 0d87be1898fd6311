"""The tables of moves of a note between shifts, and of a leader's answering day."""

from huiyin.duty import asks, effects, guards
from huiyin.duty.states import DayState as D
from huiyin.duty.states import NoteState as N
from huiyin.duty.who import arranger, on_the_shift
from huiyin.flow.table import BIRTH, Table, move

NOTE = Table(
    "duty_note",
    "交接事项",
    N,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("write", "写下", [BIRTH], N.OPEN, on_the_shift, [], [], asks.WORDS, [effects.write_words]),
        move("take", "接班", [N.OPEN], None, on_the_shift, [], [], asks.TAKEN, [effects.hand_on]),
        move("finish", "办完", [N.OPEN], N.DONE, on_the_shift, [], [], asks.OUTCOME, [effects.write_outcome]),
        move("reopen", "重新打开", [N.DONE], N.OPEN, on_the_shift, [], [], asks.REASON, []),
    ),
)  # fmt: skip

ANSWER_DAY = Table(
    "answer_day",
    "领导接听日",
    D,
    (
        move("plan", "安排", [BIRTH], D.PLANNED, arranger, [], [guards.time_runs_forward], asks.DAY, [effects.give_number, effects.write_day]),
        move("amend", "改期", [D.PLANNED], None, arranger, [], [guards.time_runs_forward], asks.DAY, [effects.write_day]),
        move("hold", "登记情况", [D.PLANNED, D.HELD], D.HELD, arranger, [guards.day_has_begun], [], asks.ACCOUNT, [effects.write_account]),
        move("cancel", "取消", [D.PLANNED], D.CANCELLED, arranger, [], [], asks.REASON, []),
    ),
    ends=frozenset({D.CANCELLED}),
)  # fmt: skip
