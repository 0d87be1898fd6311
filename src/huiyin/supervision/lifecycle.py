"""The table of moves of a supervision order."""

from huiyin.cases.who import anyone_at_all
from huiyin.flow.table import BIRTH, Table, move
from huiyin.supervision import asks, effects, guards, who
from huiyin.supervision.states import OPEN_ORDER, WITH_THE_UNIT
from huiyin.supervision.states import OrderState as S

WITH_UNIT = sorted(WITH_THE_UNIT)
OPEN = sorted(OPEN_ORDER)

SUPERVISION = Table(
    "supervision",
    "督办单",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("issue", "下达督办", [BIRTH], S.ISSUED, who.issuer,
             [guards.unit_is_in_use, guards.unit_is_below_the_centre, guards.cases_are_the_units,
              guards.cases_of_a_line_go_to_its_unit], [guards.until_is_ahead],
             asks.ISSUE, [effects.write_order, effects.start_clock, effects.tell_cases]),
        move("receive", "签收督办", [S.ISSUED], S.RECEIVED, who.answerer, [], [], [], [effects.receive]),
        move("report", "反馈落实情况", WITH_UNIT, S.REPORTED, who.answerer, [], [], asks.REPORT,
             [effects.receive, effects.keep_report, effects.tell_cases]),
        move("answer_for", "代单位登记反馈", WITH_UNIT, S.REPORTED, who.supervisor, [], [], asks.ANSWER_FOR,
             [effects.keep_report, effects.tell_cases]),
        move("note_finding", "登记督办所见", OPEN, None, who.supervisor, [], [], asks.FINDING, [effects.keep_finding]),
        move("accept", "认可办结", [S.REPORTED], S.CLOSED, who.supervisor, [guards.finding_is_there], [], asks.ACCEPT,
             [effects.close, effects.tell_cases]),
        move("send_back", "退回重新落实", [S.REPORTED], S.RECEIVED, who.supervisor, [], [guards.until_is_ahead],
             asks.SEND_BACK, [effects.send_back, effects.tell_cases]),
        move("urge", "发催办通知书", WITH_UNIT, None, who.supervisor, [], [], asks.URGE, [effects.urge]),
        move("extend", "延长期限", WITH_UNIT, None, who.supervisor, [], [guards.until_is_ahead, guards.until_is_later],
             asks.EXTEND, [effects.extend]),
        move("follow_up", "跟踪记录", [*OPEN, S.CLOSED], None, who.supervisor, [], [], asks.FOLLOW, [effects.follow_up]),
        move("recall", "撤回督办", OPEN, S.RECALLED, who.supervisor, [], [], asks.RECALL,
             [effects.recall, effects.tell_cases]),
        move("hand_over", "改由承接单位", OPEN, None, anyone_at_all, [], [], asks.HEIR, [effects.hand_over], hidden=True),
    ),
    ends=frozenset({S.CLOSED, S.RECALLED}),
)  # fmt: skip
