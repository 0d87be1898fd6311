"""Why a move is refused: each guard answers the reason in the user's words, or None."""

from datetime import timedelta
from typing import Any

from huiyin.flow.table import At, Said
from huiyin.flow.times import local
from huiyin.instructions.facts import InstructionFacts, TaskFacts
from huiyin.instructions.states import Mark, mark_of


def words_are_written(facts: InstructionFacts, said: Said, book: Any) -> str | None:
    """A circled name needs no words; everything else does."""
    if said["mark"] == Mark.READ or said["words"]:
        return None
    return At("words", f"{mark_of(said['mark']).label}须录入手写内容；只画圈的选“圈阅”")


def onward_fits_the_mark(facts: InstructionFacts, said: Said, book: Any) -> str | None:
    """Only who passes the paper on names the leader who is to see it."""
    if said["mark"] == Mark.PASSED_ON or said["onward"] is None:
        return None
    return At("onward", "只有阅示才填请哪位领导")


def is_passed_to_another(facts: InstructionFacts, said: Said, book: Any) -> str | None:
    """Nobody passes a paper on to himself."""
    return At("onward", "请选另一位领导") if said["onward"] and said["onward"] == facts.leader else None


def is_not_written_ahead(facts: InstructionFacts, said: Said, book: Any) -> str | None:
    """A paper is not signed tomorrow."""
    return At("written_on", "批示日期不能在将来") if said["written_on"] > facts.today else None


def due_is_ahead(facts: InstructionFacts | TaskFacts, said: Said, book: Any) -> str | None:
    """Nobody can feed back before today."""
    return At("due", "反馈日期不能早于今天") if said["due"] and said["due"] < facts.today else None


def may_still_be_recalled(facts: InstructionFacts, said: Said, book: Any) -> str | None:
    """A leader takes back what slipped; later he writes another word."""
    until = (facts.stood_at or facts.at) + timedelta(minutes=book.instructions.recall_minutes)
    if facts.at <= until:
        return None
    return f"批示作出{book.instructions.recall_minutes}分钟内可以撤回，已于{local(until):%H:%M}截止"


def nothing_was_fed_back(facts: InstructionFacts, said: Said, book: Any) -> str | None:
    """What a unit has answered is not taken back."""
    return "已有单位反馈，不能撤回" if facts.accepted_tasks or facts.reported_tasks else None


def nothing_is_open(facts: InstructionFacts, said: Said, book: Any) -> str | None:
    """The office closes when every unit's feedback is accepted."""
    return f"还有{facts.open_tasks}项没有认可" if facts.open_tasks else None
