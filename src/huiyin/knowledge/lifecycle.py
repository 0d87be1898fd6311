"""The table of moves of an item of the knowledge."""

from huiyin.flow.table import BIRTH, Table, move
from huiyin.knowledge import asks, effects, guards
from huiyin.knowledge.states import ItemState as S
from huiyin.knowledge.who import keeper

KNOWLEDGE = Table(
    "knowledge",
    "知识",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("write", "起草", [BIRTH], S.DRAFT, keeper, [], [guards.days_are_in_order, guards.owner_is_in_use],
             asks.ITEM,
             [effects.give_number, effects.write_words, effects.keep_edition, effects.let_it_be_found]),
        move("revise", "修改", [S.DRAFT, S.IN_FORCE], None, keeper, [], [guards.days_are_in_order, guards.owner_is_in_use],
             asks.ITEM, [effects.write_words, effects.keep_edition, effects.let_it_be_found]),
        move("publish", "发布", [S.DRAFT], S.IN_FORCE, keeper, [guards.is_not_over], [], [], [effects.note_the_change]),
        move("withdraw", "停用", [S.DRAFT, S.IN_FORCE], S.WITHDRAWN, keeper, [], [], asks.REASON, [effects.note_the_change]),
        move("take_up", "重新起草", [S.WITHDRAWN], S.DRAFT, keeper, [], [], [], [effects.note_the_change]),
    ),
    ends=frozenset({S.WITHDRAWN}),
)  # fmt: skip
