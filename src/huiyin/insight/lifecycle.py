"""The tables of moves of hot topics, warnings, preparations for seasons and the library of cases."""

from typing import Any

from huiyin.flow.table import BIRTH, Fork, Said, Table, move
from huiyin.insight import asks, effects, guards, who
from huiyin.insight.facts import AlertFacts
from huiyin.insight.states import AlertState as A
from huiyin.insight.states import PreparationState as P
from huiyin.insight.states import StoryState as S
from huiyin.insight.states import TopicState as T


def _after_beginning(facts: AlertFacts, said: Said, book: Any) -> str:
    """An order is something done, a paper that was begun not yet."""
    return A.ACTED if facts.state == A.ACTED or effects.acts_at_once(said["deed"]) else A.ACKNOWLEDGED


TOPIC = Table(
    "topic",
    "热点",
    T,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("find", "发现热点", [BIRTH], T.LISTED, who.platform, hidden=True),
        move("part", "由拆分产生", [BIRTH], T.LISTED, who.editor, [], [], [], [effects.keep_as_made], hidden=True),
        move("rename", "改名", [T.LISTED], None, who.editor, [], [], asks.RENAME, [effects.rename]),
        move("merge", "并入", [T.LISTED], T.MERGED, who.editor, [guards.there_is_another], [guards.into_is_of_the_list],
             asks.MERGE, [effects.join_into]),
        move("absorb", "并进别的热点", [T.LISTED], None, who.editor, [], [], [], [effects.keep_as_made], hidden=True),
        move("split", "拆分", [T.LISTED], None, who.editor, [guards.it_has_several], [guards.some_stay], asks.SPLIT,
             [effects.split_off]),
        move("dismiss", "不作热点", [T.LISTED], T.DISMISSED, who.editor, [], [], asks.DISMISS, [effects.keep_why]),
        move("restore", "恢复为热点", [T.DISMISSED], T.LISTED, who.editor, [], [], [], [effects.forget_why]),
        move("fade", "消退", [T.LISTED], T.FADED, who.platform, hidden=True),
    ),
    ends=frozenset({T.MERGED, T.FADED}),
)  # fmt: skip

ALERT = Table(
    "alert",
    "预警",
    A,
    (
        move("find", "发现", [BIRTH], A.FOUND, who.platform, [], [], [], [effects.tell_whom], hidden=True),
        move("acknowledge", "确认", [A.FOUND], A.ACKNOWLEDGED, who.who_watches, [], [], asks.ACKNOWLEDGE, [effects.acknowledge]),
        move("act", "登记处置", [A.FOUND, A.ACKNOWLEDGED], A.ACTED, who.who_watches, [], [], asks.ACT, [effects.keep_deed]),
        move("begin", "着手处置", [A.FOUND, A.ACKNOWLEDGED, A.ACTED], Fork(_after_beginning, (A.ACKNOWLEDGED, A.ACTED)),
             who.who_watches, [], [], asks.BEGUN, [effects.keep_link], hidden=True),
        move("task", "责成单位", [A.FOUND, A.ACKNOWLEDGED, A.ACTED], A.ACTED, who.editor, [], [guards.units_are_new], asks.TASK,
             [effects.give_tasks]),
        move("answer", "反馈处置情况", [A.ACTED], None, who.told_unit, [], [], asks.TASK_ANSWER, [effects.keep_task_answer]),
        move("dismiss", "排除", [A.FOUND, A.ACKNOWLEDGED], A.DISMISSED, who.who_watches, [], [], asks.EXCLUDE, [effects.end_alert]),
        move("expire", "消退", [A.FOUND], A.EXPIRED, who.platform, [], [], [], [effects.end_alert], hidden=True),
    ),
    ends=frozenset({A.DISMISSED, A.EXPIRED}),
)  # fmt: skip

PREPARATION = Table(
    "preparation",
    "季节准备",
    P,
    (
        move("ask", "布置", [BIRTH], P.ASKED, who.platform, [], [], [], [effects.name_unit], hidden=True),
        move("answer", "报送准备情况", [P.ASKED, P.RETURNED], P.DONE, who.own_unit, [], [], asks.ANSWER, [effects.keep_answer]),
        move("send_back", "退回补充", [P.DONE], P.RETURNED, who.editor, [], [], asks.RETURN, [effects.keep_why, effects.name_unit]),
    ),
)  # fmt: skip

STORY = Table(
    "story",
    "案例",
    S,
    (
        move("propose", "写成案例", [BIRTH], S.PROPOSED, who.teller, [guards.case_is_closed, guards.case_may_be_told, guards.stands_once],
             [guards.nobody_is_named, guards.adoption_is_known], asks.TELL, [effects.sign_story, effects.write_story]),
        move("approve", "审定入库", [S.PROPOSED], S.LISTED, who.second_person, [], [], asks.APPROVE, [effects.list_story]),
        move("send_back", "退回修改", [S.PROPOSED], S.RETURNED, who.second_person, [], [], asks.RETURN, [effects.keep_why]),
        move("revise", "修改", [S.PROPOSED, S.RETURNED], S.PROPOSED, who.author, [], [guards.nobody_is_named, guards.adoption_is_known],
             asks.TELL, [effects.write_story]),
        move("remove", "撤下", [S.LISTED], S.REMOVED, who.second_person, [], [], asks.RETURN, [effects.keep_why]),
    ),
    ends=frozenset({S.REMOVED}),
)  # fmt: skip
