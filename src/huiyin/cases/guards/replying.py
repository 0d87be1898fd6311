"""Why a unit's reply, or the signature under it, is not complete."""

from typing import Any

from huiyin.cases.facts import AssignmentFacts
from huiyin.cases.guards.sharing import nothing_is_handed_down
from huiyin.flow.table import At, Said
from huiyin.flow.times import local_day


def replies_below_are_in(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit answers when those below it have answered."""
    return nothing_is_handed_down(facts, said, book)


def contact_is_explained(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit that never spoke with the petitioner says why."""
    known = facts.case.petitioner_id is not None and not facts.case.anonymous
    if known and not said["contacted"] and len(said["contacted_how"]) < 4:
        return At("contacted_how", "未联系诉求人的，请写明原因")
    return None


def unresolved_is_explained(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Not solved needs a why; solved needs a result that solves."""
    if not said["resolved"]:
        return None if said["unresolved_reason"] else At("unresolved_reason", "未解决的，请写明原因")
    if not book.result(said["result"]).solves:
        return At("result", f"“{book.result(said['result']).label}”不是已解决")
    return None


def wishes_are_answered(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The lead answers each wish with a result; a solved one with evidence."""
    if facts.part.role != "lead":
        return None
    given = {row["ordinal"]: row for row in said["wish_results"]}
    left = [str(number) for number, _ in facts.case.wishes if number not in given]
    if left:
        return At("wish_results", f"第{'、'.join(left)}个诉求点没有答复")
    bare = [str(n) for n, row in given.items() if row["result"] == "solved" and not row["evidence"]]
    return At("wish_results", f"第{'、'.join(bare)}个诉求点写已解决，请写明依据") if bare else None


def not_now_is_not_solved(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """一时不具备解决条件 is never 已解决."""
    if said["resolved"] and any(row["result"] == "not_now" for row in said["wish_results"]):
        return At("resolved", "有诉求点一时不具备解决条件，不能写已解决")
    return None


def unit_answers_petitioner(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Where the unit answers the petitioner with its feedback, it says that it did (dual feedback)."""
    duty = book.answers.answered_by == "unit" and facts.part.role == "lead" and facts.case.petitioner_id is not None
    if duty and not facts.case.anonymous and not said["answered_petitioner"]:
        return At("answered_petitioner", "按规定反馈中心的同时须答复诉求人")
    return None


# -- the signature -----------------------------------------------------------------------------------------------------


def paper_is_allowed(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Not every city takes a signature on paper."""
    return None if book.sign_off.on_paper else "本市规定须在线签发"


def paper_day_has_come(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A paper cannot have been signed tomorrow."""
    return At("signed_on", "签发日期不能晚于今天") if said["signed_on"] > local_day(facts.at) else None


def scan_is_there(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Who says that a leader signed on paper shows the paper."""
    return None if facts.case.has_scan(facts.part.id, said["scan"]) else At("scan", "没有找到签字扫描件，请先上传")


def was_signed_on_paper(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Only a paper can be checked against its scan."""
    return None if facts.signed_on_paper() else "本件不是纸质签发，或已抽查"
