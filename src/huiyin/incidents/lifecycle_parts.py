"""The tables of moves of a unit's task in an incident, and of an entry in its log of resources."""

from huiyin.flow.table import BIRTH, Table, move
from huiyin.incidents import asks, effects, guards
from huiyin.incidents.states import EntryState
from huiyin.incidents.states import TaskState as S
from huiyin.incidents.who import commander, enters_resources, own_unit

REPORTED = [guards.on_site_is_told, guards.arrival_is_possible, guards.people_are_some]

TASK = Table(
    "incident_task",
    "事件任务",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("give", "下达任务", [BIRTH], S.GIVEN, commander, [guards.incident_is_in_force], [guards.due_is_ahead], asks.TASK, [effects.write_task]),
        move("take", "接收", [S.GIVEN], S.WORKING, own_unit, [guards.incident_runs], [], (), [effects.set_taken]),
        move("progress", "报进展", [S.GIVEN, S.WORKING], S.WORKING, own_unit, [guards.incident_runs], [], asks.PROGRESS, [effects.set_taken]),
        move("report", "报告完成", [S.GIVEN, S.WORKING], S.REPORTED, own_unit, [guards.incident_runs], REPORTED, asks.REPORT,
             [effects.set_taken, effects.write_report]),
        move("confirm", "确认完成", [S.REPORTED], S.DONE, commander, [], [], asks.NOTE, [effects.name_unit]),
        move("send_back", "退回", [S.REPORTED], S.WORKING, commander, [guards.incident_runs], [], asks.REASON, [effects.open_again]),
        move("call_off", "撤销任务", [S.GIVEN, S.WORKING], S.CALLED_OFF, commander, [], [], asks.REASON, [effects.name_unit]),
    ),
    ends=frozenset({S.DONE, S.CALLED_OFF}),
)  # fmt: skip

RESOURCE = Table(
    "incident_resource",
    "资源记录",
    EntryState,
    (
        move("enter", "登记资源", [BIRTH], EntryState.KEPT, enters_resources, [guards.incident_runs],
             [guards.amount_is_something, guards.moment_is_within], asks.RESOURCE, [effects.write_resource]),
        move("withdraw", "撤下", [EntryState.KEPT], EntryState.WITHDRAWN, enters_resources, [guards.incident_runs], [], asks.REASON, []),
    ),
    ends=frozenset({EntryState.WITHDRAWN}),
)  # fmt: skip
