"""The table of moves of a published statistic."""

from huiyin.flow.says import Ask
from huiyin.flow.table import BIRTH, Table, move
from huiyin.portal import publication_effects as effects
from huiyin.portal import publication_guards as guards
from huiyin.portal.publication_who import preparer, publisher
from huiyin.portal.states import PublicationState as S

REASON = (Ask("reason", "原因", "lines", longest=300, help="对外公布，不写个人信息"),)
SIGNED = (Ask("signed_on", "落款日期", "day", help="文稿上签署的日期；公布日期为今天"),)

PUBLICATION = Table(
    "publication",
    "公开统计",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("prepare", "生成", [BIRTH], S.DRAFT, preparer, [guards.period_is_over, guards.no_other_is_there], [], [],
             [effects.give_number, effects.count]),
        move("correct", "更正", [BIRTH], S.DRAFT, preparer, [guards.no_other_is_there], [], REASON,
             [effects.give_number, effects.note_the_reason, effects.count]),
        move("recount", "重新统计", [S.DRAFT], None, preparer, [], [], [], [effects.count]),
        move("discard", "作废", [S.DRAFT], S.DISCARDED, preparer),
        move("publish", "公布", [S.DRAFT], S.PUBLISHED, publisher, [], [guards.is_signed_in_time], SIGNED,
             [effects.note_the_publication, effects.take_the_place_of_the_former]),
        move("replace", "由更正的一版取代", [S.PUBLISHED], S.REPLACED, publisher, hidden=True),
        move("withdraw", "撤回", [S.PUBLISHED], S.WITHDRAWN, publisher, [], [], REASON, [effects.note_the_withdrawal]),
    ),
    ends=frozenset({S.REPLACED, S.WITHDRAWN, S.DISCARDED}),
)  # fmt: skip
