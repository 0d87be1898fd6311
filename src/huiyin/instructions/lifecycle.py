"""The table of moves of an instruction: laid before the leader, written, checked, given to units, closed."""

from typing import Any

from huiyin.flow.table import BIRTH, Fork, Table, move
from huiyin.instructions import asks, effects, guards, who
from huiyin.instructions.facts import InstructionFacts
from huiyin.instructions.states import InstructionState as S
from huiyin.instructions.states import Mark

WRITTEN = (S.READ, S.PASSED_ON, S.TO_ASSIGN, S.IN_HAND, S.CLOSED)


def _as_written(facts: InstructionFacts, said: Any, book: Any) -> str:
    return _stands(said.get("mark") or Mark.INSTRUCTED, said.get("kind", ""), said.get("units") or facts.leads, book)


def _after_entry(facts: InstructionFacts, said: Any, book: Any) -> str:
    return S.TO_CHECK if book.instructions.second_check else _as_written(facts, said, book)


def _as_recorded(facts: InstructionFacts, said: Any, book: Any) -> str:
    return _after_entry(facts, said, book) if said["on_paper"] else _as_written(facts, said, book)


def _as_checked(facts: InstructionFacts, said: Any, book: Any) -> str:
    return _stands(facts.mark, facts.kind, facts.wished_units or facts.leads, book)


def _stands(mark: str, kind: str, units: Any, book: Any) -> str:
    """A read paper is done; praise is done when it is written; a demand goes to its units, or waits for somebody to name them."""
    if mark == Mark.READ:
        return S.READ
    if mark == Mark.PASSED_ON:
        return S.PASSED_ON
    rules = book.instructions
    if not rules.kind(kind or rules.kinds[0].code).feedback:
        return S.CLOSED
    return S.IN_HAND if units else S.TO_ASSIGN


def _before(facts: InstructionFacts, said: Any, book: Any) -> str:
    return S.PRESENTED if facts.was_presented else S.RECALLED


def _before_entry(facts: InstructionFacts, said: Any, book: Any) -> str:
    return S.PRESENTED if facts.was_presented else S.VOID


IT_STANDS = [effects.note_it_stands, effects.mark_cases, effects.give_to_named_units, effects.lay_before_next_leader]

INSTRUCTION = Table(
    "instruction",
    "批示",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("present", "呈阅", [BIRTH], S.PRESENTED, who.presenter, [], [], [], [effects.give_number, effects.note_presented]),
        move("record", "记入", [BIRTH], Fork(_as_recorded, (S.TO_CHECK, *WRITTEN)), who.platform, [], [], asks.RECORD,
             [effects.give_number, effects.write_recorded, *IT_STANDS], hidden=True),
        move("enter_new", "登记纸质批示", [BIRTH], Fork(_after_entry, (S.TO_CHECK, *WRITTEN)), who.secretary, [],
             [guards.words_are_written, guards.is_not_written_ahead, guards.due_is_ahead, guards.onward_fits_the_mark,
              guards.is_passed_to_another], asks.ENTER, [effects.give_number, effects.write_entered, *IT_STANDS]),
        move("instruct", "批示", [S.PRESENTED], Fork(_as_written, WRITTEN), who.the_leader, [], [guards.due_is_ahead],
             asks.INSTRUCT, [effects.write_words, *IT_STANDS]),
        move("read", "圈阅", [S.PRESENTED], S.READ, who.the_leader, [], [], [], [effects.write_read, effects.note_it_stands]),
        move("pass_on", "阅示", [S.PRESENTED], S.PASSED_ON, who.the_leader, [], [guards.is_passed_to_another], asks.PASS_ON,
             [effects.write_passed_on, effects.note_it_stands, effects.lay_before_next_leader]),
        move("enter", "录入纸质签批", [S.PRESENTED], Fork(_after_entry, (S.TO_CHECK, *WRITTEN)), who.secretary, [],
             [guards.words_are_written, guards.is_not_written_ahead, guards.due_is_ahead, guards.onward_fits_the_mark,
              guards.is_passed_to_another], asks.ENTER, [effects.write_entered, *IT_STANDS]),
        move("drop", "撤销呈阅", [S.PRESENTED], S.DROPPED, who.presenter, [], [], [asks.REASON], [effects.note_the_end]),
        move("check", "核对无误", [S.TO_CHECK], Fork(_as_checked, WRITTEN), who.second_person, [], [], [],
             [effects.note_checked, *IT_STANDS]),
        move("reject_entry", "录入有误", [S.TO_CHECK], Fork(_before_entry, (S.PRESENTED, S.VOID)), who.second_person, [], [],
             [asks.REASON], [effects.strike_entry]),
        move("recall", "撤回", [S.TO_ASSIGN, S.IN_HAND, S.CLOSED, S.READ], Fork(_before, (S.PRESENTED, S.RECALLED)),
             who.the_leader, [guards.may_still_be_recalled, guards.nothing_was_fed_back], [], [],
             [effects.unmark_cases, effects.cancel_tasks, effects.strike_words]),
        move("give", "交办", [S.TO_ASSIGN, S.IN_HAND], S.IN_HAND, who.giver, [], [guards.due_is_ahead], asks.GIVE,
             [effects.give_to_units]),
        move("hand_on", "随工单交主办单位", [S.TO_ASSIGN, S.IN_HAND], S.IN_HAND, who.platform, [], [], asks.GIVE,
             [effects.give_to_units], hidden=True),
        move("link", "关联工单", [S.TO_ASSIGN, S.IN_HAND, S.CLOSED], None, who.giver, [], [], asks.LINK, [effects.link_cases]),
        move("open_cases", "拆成工单", [S.TO_ASSIGN, S.IN_HAND], None, who.opener, [], [], asks.OPENED, [effects.add_opened],
             hidden=True),
        move("close", "办结", [S.TO_ASSIGN, S.IN_HAND], S.CLOSED, who.leaders_office, [guards.nothing_is_open], [], [asks.REASON],
             [effects.note_the_end]),
        move("finish", "各单位反馈均已认可", [S.IN_HAND], S.CLOSED, who.platform, [], [], [], [effects.note_the_end], hidden=True),
        move("wait_again", "待重新交办", [S.IN_HAND], S.TO_ASSIGN, who.platform, [], [], [], [], hidden=True),
    ),
    ends=frozenset({S.CLOSED, S.READ, S.PASSED_ON, S.RECALLED, S.DROPPED, S.VOID}),
)  # fmt: skip
