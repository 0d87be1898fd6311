"""Why a move of a call-back is not possible now: the reason in the user's words, or None. Plain Python."""

from typing import Any

from huiyin.callbacks.facts import CallbackFacts, is_dissatisfied, why_no_redo
from huiyin.flow.table import At, Said

CALLED_ABOUT = ("closed", "in_callback")


def case_waits_for_call(facts: CallbackFacts, said: Said, book: Any) -> str | None:
    """A case that is worked on again is called about when it is closed again."""
    return None if facts.case.state in CALLED_ABOUT else "本件已重新办理，办结后再回访"


def petitioner_may_be_called(facts: CallbackFacts, said: Said, book: Any) -> str | None:
    """Who asked not to be called is not called."""
    return "诉求人要求不再致电" if facts.case.do_not_call else None


def dissatisfaction_is_explained(facts: CallbackFacts, said: Said, book: Any) -> str | None:
    """Not content with what, and why: nobody can mend what was not said."""
    if not is_dissatisfied(book, said["grade"]):
        return At("dimensions", "没有不满意，不要选不满意的方面") if said["dimensions"] else None
    if not said["dimensions"]:
        return At("dimensions", "请选择对哪些方面不满意")
    return None if said["words"] else At("words", "请写明诉求人怎么说")


def reasonable_needs_dissatisfied(facts: CallbackFacts, said: Said, book: Any) -> str | None:
    """Only a dissatisfaction can be reasonable."""
    if said["reasonable"] and not is_dissatisfied(book, said["grade"]):
        return At("reasonable", "没有不满意，不须判断理由")
    return None


def wishes_are_of_this_case(facts: CallbackFacts, said: Said, book: Any) -> str | None:
    """What is ticked are the wishes that the case has."""
    known = {ordinal for ordinal, _ in facts.case.wishes}
    strange = [str(row["ordinal"]) for row in said["wish_ticks"] if row["ordinal"] not in known]
    return At("wish_ticks", f"没有第{'、'.join(strange)}个诉求点") if strange else None


def can_be_done_again(facts: CallbackFacts, said: Said, book: Any) -> str | None:
    """The unit that led can be asked once more; what the centre closed itself is taken up by the centre."""
    if facts.case.lead is not None:
        return why_no_redo(facts, book)
    if facts.case.closed_at and facts.at > facts.case.due(facts.case.closed_at, book.callback.reopen_within):
        return "已超过可重新受理的期限，请另行登记并关联"
    return None
