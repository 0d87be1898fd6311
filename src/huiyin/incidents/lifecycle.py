"""The table of moves of an incident."""

from huiyin.flow.table import BIRTH, Table, move
from huiyin.incidents import asks, effects, guards
from huiyin.incidents.states import IncidentState as S
from huiyin.incidents.who import commander, starter

SOUND = [guards.beginning_is_past, guards.categories_are_known]

INCIDENT = Table(
    "incident",
    "突发事件",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("declare", "登记事件", [BIRTH], S.DECLARED, commander, [], SOUND, asks.DECLARED,
             [effects.give_number, effects.write_particulars, effects.keep_wording]),
        move("begin", "启动", [S.DECLARED, S.STOOD_DOWN], S.IN_FORCE, starter, [guards.wording_is_there], [], (), [effects.set_in_force]),
        move("word", "更新口径", [S.DECLARED, S.IN_FORCE, S.STOOD_DOWN], None, commander, [], [guards.wording_is_new], asks.WORDED, [effects.keep_wording]),
        move("amend", "修改范围", [S.DECLARED, S.IN_FORCE, S.STOOD_DOWN], None, commander, [], SOUND, asks.PARTICULARS, [effects.write_particulars]),
        move("stand_down", "解除", [S.IN_FORCE], S.STOOD_DOWN, starter, [], [], asks.NOTE, [effects.set_stood_down]),
        move("close", "结束并总结", [S.STOOD_DOWN], S.CLOSED, starter, [guards.tasks_are_over], [], asks.SUMMARY, [effects.set_closed]),
        move("drop", "撤销", [S.DECLARED], S.DROPPED, commander, [guards.tasks_are_over], [], asks.REASON, []),
    ),
    ends=frozenset({S.CLOSED, S.DROPPED}),
)  # fmt: skip
