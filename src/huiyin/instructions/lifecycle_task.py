"""The table of moves of a task: given to a unit, fed back, accepted by the leader's office or sent back."""

from huiyin.flow.table import BIRTH, Table, move
from huiyin.instructions import asks, guards, task_effects, who
from huiyin.instructions.states import TaskState as S

TASK = Table(
    "instruction_task",
    "批示交办",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("hand", "交办", [BIRTH], S.OWED, who.platform, [], [], [], [task_effects.tell_the_unit], hidden=True),
        move("feed_back", "反馈", [S.OWED], S.REPORTED, who.answerer, [], [], asks.ACCOUNT, [task_effects.write_account]),
        move("accept", "认可", [S.REPORTED], S.ACCEPTED, who.leaders_office, [], [], [],
             [task_effects.judge_time, task_effects.finish_when_all_are_accepted]),
        move("send_back", "退回重报", [S.REPORTED], S.OWED, who.leaders_office, [], [], [asks.REASON], [task_effects.begin_again]),
        move("urge", "催办", [S.OWED], None, who.giver, [], [], [], [task_effects.count_urge]),
        move("change_due", "调整期限", [S.OWED], None, who.leaders_office, [], [guards.due_is_ahead], asks.NEW_DUE,
             [task_effects.set_new_due]),
        move("cancel", "撤销交办", [S.OWED, S.REPORTED], S.CANCELLED, who.leaders_office, [], [], [asks.REASON],
             [task_effects.end_clock, task_effects.close_or_wait_again]),
        move("hand_to_successor", "改由承接单位反馈", [S.OWED, S.REPORTED], None, who.platform, [], [], asks.HEIR,
             [task_effects.give_to_heir], hidden=True),
        move("fall_away", "随批示撤回", [S.OWED, S.REPORTED], S.CANCELLED, who.platform, [], [], [],
             [task_effects.end_clock], hidden=True),
    ),
    ends=frozenset({S.ACCEPTED, S.CANCELLED}),
)  # fmt: skip
