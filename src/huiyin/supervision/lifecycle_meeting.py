"""The table of moves of a meeting: called, held, its minutes closed; after that nothing of it changes."""

from huiyin.flow.table import BIRTH, Table, move
from huiyin.supervision import asks, meeting_effects, who
from huiyin.supervision import meeting_guards as guards
from huiyin.supervision.states import MeetingState as S

SOUND = [guards.meeting_was_held, guards.units_of_tasks_are_known, guards.cases_of_tasks_are_of_the_meeting,
         guards.tasks_lie_ahead]  # fmt: skip

MEETING = Table(
    "meeting",
    "会议",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("call", "发起会议", [BIRTH], S.CALLED, who.supervisor, [],
             [guards.day_is_ahead, guards.summoned_unit_is_named, guards.units_are_below_the_centre,
              guards.accused_is_not_invited], asks.CALL,
             [meeting_effects.call, meeting_effects.tell_cases]),
        move("move_day", "改期", [S.CALLED], None, who.supervisor, [], [guards.day_is_ahead], asks.MOVE_DAY,
             [meeting_effects.move_day]),
        move("cancel", "取消会议", [S.CALLED], S.CANCELLED, who.supervisor, [], [], [asks.REASON],
             [meeting_effects.cancel]),
        move("write_minutes", "登记纪要", [S.CALLED], S.HELD, who.supervisor, [], SOUND, asks.MINUTES,
             [meeting_effects.write_minutes]),
        move("amend_minutes", "修改纪要", [S.HELD], None, who.supervisor, [], SOUND, asks.MINUTES,
             [meeting_effects.write_minutes]),
        move("close", "定稿并交办", [S.HELD], S.CLOSED, who.supervisor, [guards.minutes_are_there], [], [],
             [meeting_effects.close, meeting_effects.hand_out_tasks, meeting_effects.tell_cases]),
    ),
    ends=frozenset({S.CLOSED, S.CANCELLED}),
)  # fmt: skip
