"""The tables of moves of a long case on the ledger and of a hard matter of a month."""

from huiyin.flow.table import BIRTH, Fork, Said, Table, move
from huiyin.hardcases import asks, effects, guards, who
from huiyin.hardcases.facts import HardFacts
from huiyin.hardcases.states import FocusState as F
from huiyin.hardcases.states import HardState as S
from huiyin.rulebook.book import Rulebook

SOLVING = frozenset({"pass_audit", "finish_callback", "close_with_parent", "answer_directly", "handle_directly"})
"""Moves by which a case is closed because it is done; by the others it only ends."""


def _with_the_case(facts: HardFacts, said: Said, book: Rulebook) -> str:
    return S.SOLVED if said["why"] in SOLVING else S.TAKEN_OFF


HARDCASE = Table(
    "hardcase",
    "疑难台账",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("propose", "列入疑难台账", [BIRTH], S.PROPOSED, who.proposer, [guards.case_is_open, guards.stands_once], [],
             asks.PROPOSE, [effects.keep_proposal]),
        move("follow", "随挂账列入", [BIRTH], S.LISTED, who.platform, [guards.stands_once], [], asks.FOLLOW,
             [effects.keep_suspension], hidden=True),
        move("accept", "同意列入", [S.PROPOSED], S.LISTED, who.second_person, [guards.case_is_open],
             [guards.owner_has_a_share, guards.review_is_near], asks.ACCEPT, [effects.put_on_ledger, effects.tag_case]),
        move("decline", "不予列入", [S.PROPOSED], S.DECLINED, who.second_person, [], [], asks.WHY, [effects.end]),
        move("review", "复查", [S.LISTED], None, who.owner_or_keeper, [], [guards.review_is_near], asks.REVIEW,
             [effects.keep_review]),
        move("urge", "催复查", [S.LISTED], None, who.keeper, [], [], asks.URGE, [effects.count_urge]),
        move("hand_over", "调整责任", [S.LISTED], None, who.keeper, [], [guards.owner_has_a_share], asks.HAND_OVER,
             [effects.write_owner]),
        move("solve", "已解决，销账", [S.LISTED], S.SOLVED, who.keeper, [], [], asks.WHY, [effects.end]),
        move("take_off", "撤出台账", [S.LISTED], S.TAKEN_OFF, who.keeper, [], [], asks.WHY, [effects.end]),
        move("close", "随工单销账", [S.PROPOSED, S.LISTED], Fork(_with_the_case, (S.SOLVED, S.TAKEN_OFF)), who.platform, [], [],
             asks.CLOSE, [effects.end_with_case], hidden=True),
    ),
    ends=frozenset({S.DECLINED, S.SOLVED, S.TAKEN_OFF}),
)  # fmt: skip

FOCUS = Table(
    "focus",
    "每月重点",
    F,
    (
        move("choose", "选定重点问题", [BIRTH], F.RUNNING, who.chooser, [], [guards.month_is_open, guards.month_has_room],
             asks.CHOOSE, [effects.write_focus]),
        move("note", "记进展", [F.RUNNING], None, who.notes_progress, [], [], asks.NOTE, [effects.keep_note]),
        move("join", "列入工单", [F.RUNNING], None, who.chooser, [], [guards.case_is_not_joined], asks.JOIN, [effects.join_case]),
        move("report", "月末报告", [F.RUNNING], F.REPORTED, who.chooser, [], [], asks.REPORT, [effects.keep_report]),
        move("drop", "撤下", [F.RUNNING], F.DROPPED, who.chooser, [], [], asks.WHY, [effects.end_focus]),
    ),
    ends=frozenset({F.REPORTED, F.DROPPED}),
)  # fmt: skip
