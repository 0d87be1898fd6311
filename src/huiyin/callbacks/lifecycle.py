"""The table of moves of a call-back: one row says who may do what, when, what is asked and what follows."""

from huiyin.callbacks import asks, effects, guards, who
from huiyin.callbacks.facts import CallbackFacts, Follows, what_follows
from huiyin.callbacks.slots import counts
from huiyin.callbacks.states import CallbackState as S
from huiyin.callbacks.states import Miss
from huiyin.flow.table import BIRTH, Fork, Said, Table, move
from huiyin.rulebook.book import Rulebook


def _after_answer(facts: CallbackFacts, said: Said, book: Rulebook) -> str:
    return S.JUDGING if what_follows(facts, said, book) is Follows.JUDGE else S.DONE


def _after_miss(facts: CallbackFacts, said: Said, book: Rulebook) -> str:
    if said["miss"] == Miss.WRONG_NUMBER:
        return S.UNREACHABLE
    made = len(facts.tries) + counts(facts.at, book.callback.slots, facts.tries)
    return S.UNREACHABLE if made >= book.callback.attempts else S.WAITING


waits = [guards.case_waits_for_call]

CALLBACK = Table(
    "callback",
    "回访",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("plan", "生成回访", [BIRTH], S.WAITING, who.platform, [], [], [], [], hidden=True),
        move("call", "开始回访", [S.WAITING], None, who.caller_in_hand,
             [*waits, guards.petitioner_may_be_called], [], [], [effects.take_in_hand]),
        move("answered", "接通并评价", [S.WAITING], Fork(_after_answer, (S.DONE, S.JUDGING)), who.caller_in_hand, waits,
             [guards.dissatisfaction_is_explained, guards.reasonable_needs_dissatisfied, guards.wishes_are_of_this_case],
             asks.ANSWERED, [effects.keep_answer, effects.redo_if_reasonable, effects.close_case]),
        move("declined", "接通未评价", [S.WAITING], S.DONE, who.caller_in_hand, waits, [], asks.DECLINED,
             [effects.keep_talk, effects.close_case]),
        move("not_reached", "未接通", [S.WAITING], Fork(_after_miss, (S.WAITING, S.UNREACHABLE)), who.caller_in_hand,
             waits, [], asks.NOT_REACHED, [effects.keep_attempt, effects.close_case]),
        move("judge_reasonable", "理由成立，重办", [S.JUDGING], S.DONE, who.second_person,
             [guards.case_waits_for_call, guards.can_be_done_again], [], asks.JUDGE_REASONABLE,
             [effects.keep_judgement, effects.do_again]),
        move("judge_unreasonable", "研判终结", [S.JUDGING], S.DONE, who.second_person, [guards.case_waits_for_call], [],
             asks.JUDGE_UNREASONABLE, [effects.keep_judgement, effects.end_case]),
        move("settle", "随件了结", [S.JUDGING], S.DONE, who.platform, [], [], asks.DROP, [effects.settle], hidden=True),
        move("drop", "不再回访", [S.WAITING], S.DROPPED, who.platform, [], [], asks.DROP,
             [effects.keep_why, effects.close_case], hidden=True),
    ),
    ends=frozenset({S.DONE, S.UNREACHABLE, S.DROPPED}),
)  # fmt: skip
