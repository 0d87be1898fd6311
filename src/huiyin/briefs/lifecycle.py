"""The table of moves of a paper: drafted, reviewed, approved, signed, distributed, read, archived."""

from huiyin.briefs import asks, effects, guards, who
from huiyin.briefs.states import BriefState as S
from huiyin.flow.table import BIRTH, Table, move

WHOLE = [guards.says_something, guards.nothing_is_left_open, guards.everything_is_revised]
TRUE = [
    guards.period_is_over, guards.figures_are_of_the_whole_period, guards.no_error_is_left, guards.everything_is_explained,
]  # fmt: skip

BRIEF = Table(
    "brief",
    "公文",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("draft", "起草", [BIRTH], S.DRAFT, who.drafter, [], [], [], [effects.give_number, effects.write_composed]),
        move("amend", "修改", [S.DRAFT], None, who.drafter, [], [], asks.SOURCE, [effects.write_source, effects.write_composed],
             hidden=True),
        move("retitle", "改标题", [S.DRAFT], None, who.drafter, [], [], asks.TITLE, [effects.write_title]),
        move("recount", "更新数字", [S.DRAFT], None, who.drafter, [], [], [], [effects.write_composed]),
        move("add_outside", "引入外来数字", [S.DRAFT], None, who.drafter, [], [], asks.OUTSIDE, [effects.keep_outside],
             hidden=True),
        move("submit", "送审", [S.DRAFT], S.IN_REVIEW, who.drafter, WHOLE, [], [], [effects.tell_next]),
        move("remark", "写审稿意见", [S.IN_REVIEW, S.TO_APPROVE, S.APPROVED], None, who.judge, [], [], asks.REMARK,
             [effects.keep_remark]),
        move("pass_review", "审核通过", [S.IN_REVIEW], S.TO_APPROVE, who.reviewer, WHOLE, [], asks.WORDS,
             [effects.note_review, effects.tell_next]),
        move("approve", "批准", [S.TO_APPROVE], S.APPROVED, who.approver, WHOLE, [], asks.WORDS,
             [effects.note_approval, effects.tell_next]),
        move("send_back", "退回修改", [S.IN_REVIEW, S.TO_APPROVE, S.APPROVED], S.DRAFT, who.judge, [], [], asks.REASON,
             [effects.note_reason, effects.tell_next]),
        move("take_back", "取回修改", [S.IN_REVIEW], S.DRAFT, who.drafter),
        move("explain", "说明核对结果", [S.DRAFT, S.IN_REVIEW, S.TO_APPROVE, S.APPROVED], None, who.drafter, [], [],
             asks.EXPLANATION, [effects.keep_explanation], hidden=True),
        move("sign", "签发", [S.APPROVED], S.SIGNED, who.signer, [*WHOLE, *TRUE], [], [],
             [effects.give_issue, effects.freeze, effects.tell_next]),
        move("distribute", "发送", [S.SIGNED], S.DISTRIBUTED, who.sender, [], [], [], [effects.send_to_readers]),
        move("read", "已阅", [S.DISTRIBUTED, S.ARCHIVED], None, who.reader, [], [], [], [effects.note_reading]),
        move("archive", "归档", [S.DISTRIBUTED], S.ARCHIVED, who.sender),
        move("withdraw", "撤回", [S.SIGNED, S.DISTRIBUTED], S.WITHDRAWN, who.signer, [], [], asks.REASON,
             [effects.note_reason]),
        move("discard", "作废", [S.DRAFT], S.DISCARDED, who.drafter, [], [], asks.REASON, [effects.note_reason]),
    ),
    ends=frozenset({S.WITHDRAWN, S.DISCARDED}),
)  # fmt: skip
