"""What the centre's people do with a matter: sort out, approve, dispatch, audit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.demo.hearing import refuse
from huiyin.demo.looking import latest_reply
from huiyin.demo.matter import Matter, Moments
from huiyin.flow.posts import Post
from huiyin.rulebook.book import Rulebook

LEADERS = frozenset({Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER})
CLERKS = (Post.REVIEWER, Post.AGENT)
TOGETHER = (CaseState.REGISTERED, CaseState.IN_APPROVAL, CaseState.APPROVED, CaseState.IN_HANDLING)
"""States in which another caller's matter may still join."""


def sorted_out(matter: Matter) -> Moments:
    """Decide what a registered matter needs: an answer at once, another body, its leaders, or a unit."""
    at_once = AT_ONCE.get(matter.fate.end)
    if at_once:
        yield from at_once(matter)
        return
    yield matter.at_once(40)
    if matter.fate.rests_in == CaseState.IN_REVIEW:
        matter.move("submit_for_review", Post.AGENT)
        return
    if matter.once("merged") and _joined(matter):
        return
    case, book = matter.case, matter.book
    if _needs_approval(case, book) and not (case.urgency != "ordinary" and book.approval.urgent_dispatch_first):
        matter.move("submit_for_approval", Post.REVIEWER)
    else:
        yield matter.soon(2)
        dispatch(matter)


def approved(matter: Matter) -> Moments:
    """The one whose turn it is approves, now and then with words of his own, or sends it back once."""
    role = matter.case.approval_role
    post = next(one.post for one in matter.book.approval.roles if one.code == role)
    yield matter.soon(4)
    if matter.once("sent_back"):
        matter.move("send_back", post, reason="请补充诉求人反映的具体时间和地点")
        return
    # Of twenty leaders nineteen write no more than yes; the last gives an instruction.
    own_words = matter.case.number[-2:] in {"17", "37", "57", "77", "97"}
    words = "请认真核实办理，并将结果答复群众。" if own_words else "同意"
    matter.move("approve", post, **({"words": words} if post in LEADERS else {}))


def to_be_dispatched(matter: Matter) -> Moments:
    """The dispatcher gives an approved matter to its unit."""
    yield matter.soon(2)
    dispatch(matter)


def dispatch(matter: Matter) -> None:
    """Give the matter to the unit whose it is; one that is to be returned goes to a wrong one first."""
    case, city = matter.case, matter.city
    hidden = case.accused_path
    right = city.directory.for_matter(case.category, case.territory, matter.book, matter.rng, hidden_from=hidden)
    lead = right
    if matter.fate.has("returned") and "returned" not in matter.done:
        lead = city.directory.another([right.pk], matter.rng, hidden_from=hidden)
    joint = []
    if matter.once("joint"):
        joint = [city.directory.another([right.pk, lead.pk], matter.rng, hidden_from=hidden).pk]
    matter.move("dispatch", Post.DISPATCHER, lead=lead.pk, joint=joint)
    if matter.fate.end == "closed_on_time" and not hidden and not matter.fate.alone:
        city.joinable[case.category] = [*city.joinable.get(case.category, [])[-5:], matter]


def approve_afterwards(matter: Matter) -> Moments:
    """An urgent matter was dispatched first: the chain approves it meanwhile."""
    while (case := matter.case).approval_pending:
        yield matter.soon(1)
        post = next(one.post for one in matter.book.approval.roles if one.code == case.approval_role)
        matter.move("approve_afterwards", post)


def audited(matter: Matter) -> Moments:
    """The auditor reads the reply: sends it back once, or passes it and answers the petitioner."""
    yield matter.soon(4)
    if matter.once("rejected"):
        # An untrue reply can never be on time again, so the simulated auditor finds other faults.
        causes = [cause.code for cause in matter.book.reject_causes if not cause.loses_on_time]
        matter.move("reject_reply", Post.AUDITOR, cause=matter.rng.choice(causes), reason="未说明处理经过，请补充")
        return
    reply = latest_reply(matter.key)
    said: dict[str, Any] = {"result": reply.result, "suggestion_adopted": reply.result == "adopted"}
    if matter.book.answers.answered_by == "centre":
        said |= _answer(matter, reply.public)
    matter.move("pass_audit", Post.AUDITOR, **said)


def _answer(matter: Matter, text: str) -> dict[str, str]:
    case = matter.case
    if matter.book.channel(case.channel).answer_needs_link:
        return {"way": "board", "answer": text, "answer_link": f"https://board.example/{case.number}"}
    return {"way": "public" if case.anonymous or not case.petitioner_id else "phone", "answer": text}


def _needs_approval(case: Case, book: Rulebook) -> bool:
    return bool(
        book.approval_chain(case.kind, case.family, case.channel, case.category or None, case.urgency, case.important)
    )


def _joined(matter: Matter) -> bool:
    """Join a matter on the same topic that is still open and promised no later; False where there is none."""
    mine = matter.case
    if mine.accused_path or mine.due_at is None:
        return False
    for other in reversed(matter.city.joinable.get(mine.category, [])):
        case = other.case
        if case.state in TOGETHER and case.due_at and case.due_at <= mine.due_at:
            matter.move("merge", Post.AGENT, parent=case.pk)
            return True
    return False


# -- what needs no unit --------------------------------------------------------------------------------------------


def _answer_directly(matter: Matter) -> Moments:
    yield matter.at_once(8)
    answer = "已查询知识库，向诉求人说明办理条件、所需材料和受理窗口。"
    matter.move("answer_directly", Post.AGENT, answer=answer, way="phone", result=_solving(matter.book, "answered"))


def _handle_directly(matter: Matter) -> Moments:
    yield matter.soon(3)
    matter.move(
        "handle_directly", Post.AGENT, whom="有关单位值班室", done="电话联系值班人员，当场安排处理。",
        answer="已联系有关单位处理，请留意。", way="phone", result=_solving(matter.book, "solved"),
    )  # fmt: skip


def _hand_on(matter: Matter) -> Moments:
    yield matter.at_once(5)
    matter.move("transfer_out", Post.AGENT, target=matter.rng.choice(matter.book.transfers).code)


def _refuse(matter: Matter) -> Moments:
    yield matter.at_once(10)
    refuse(matter, Post.AGENT)


def _void(matter: Matter) -> Moments:
    yield matter.at_once(120)
    matter.move("void", Post.REVIEWER, void_reason=matter.rng.choice(matter.book.void_reasons).code)


AT_ONCE: dict[str, Callable[[Matter], Moments]] = {
    "direct_answers": _answer_directly, "direct_handled": _handle_directly, "transferred_out": _hand_on,
    "refused": _refuse, "voided": _void,
}  # fmt: skip


def _solving(book: Rulebook, wanted: str) -> str:
    codes = [result.code for result in book.results if result.solves]
    return wanted if wanted in codes else codes[0]


def late_by(matter: Matter) -> timedelta:
    """Return by how much office time a matter that is to be late shall be late."""
    return timedelta(hours=matter.rng.triangular(1, 40, 8))
