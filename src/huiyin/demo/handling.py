"""What the units do with a matter: sign, speak with the petitioner, hand down, ask for more time, reply, sign off."""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

from huiyin.cases.act import ASSIGNMENT_DOOR
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import AssignmentState
from huiyin.demo.centre import approve_afterwards, late_by
from huiyin.demo.looking import asked_for, joint_shares_of, lead_of, share_now, wishes_of
from huiyin.demo.matter import Matter, Moments
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.rulebook.limits import Limit

LEFT = frozenset({"suspended", "left_open"})
TWO_DAYS = Limit(amount=2, unit="workday")
REFUSING = ("explained", "persuaded", "noted", "unfounded")
"""Results of a reply that grants nothing, as far as the rulebook knows them."""


def handled(matter: Matter) -> Moments:
    """Let the units work until the lead has replied, or the matter is left as its fate says."""
    yield from decided(matter)
    lead = lead_of(matter.key)
    if lead is None:
        return
    if matter.once("returned"):
        yield from returned(matter, lead)
        return
    lead = yield from _signed(matter, lead, too_late=matter.once("signed_late"))
    for share in joint_shares_of(matter.key):
        yield from _signed(matter, share)
    yield from approve_afterwards(matter)
    yield from _on_the_way(matter, lead)
    if matter.left:
        return
    yield from _joint_units_reply(matter)
    yield from replied(matter, share_now(lead.pk))


def _signed(matter: Matter, share: Assignment, *, too_late: bool = False) -> Generator[datetime, None, Assignment]:
    """Sign, in time or too late as the fate says."""
    if share.state != AssignmentState.PENDING_SIGNATURE:
        return share
    wanted = matter.soon(5)
    if share.sign_due_at:
        slack = timedelta(minutes=matter.rng.uniform(5, 180))
        wanted = share.sign_due_at + slack if too_late else min(wanted, max(share.sign_due_at - slack / 6, matter.at))
    yield wanted
    return matter.move_share(share, "sign")


def _on_the_way(matter: Matter, share: Assignment) -> Moments:
    """Do what lies between signing and replying."""
    if matter.book.answers.contact_first and share.contacted_at is None and matter.rng.random() < 0.8:
        yield matter.soon(2)
        if matter.case.petitioner_id:
            matter.move_share(share, "first_contact", way="phone", reached=True, words="已电话联系，了解具体情况")
    if matter.once("hurried"):
        yield matter.on_the_way(0.05, 0.2)
        matter.move("hurry", Post.AGENT)
    if matter.once("handed_down"):
        yield from _handed_down(matter, share)
    if matter.once("extended"):
        yield from _extended(matter, share)
    if matter.once("urged"):
        yield matter.on_the_way(0.1, 0.3)
        matter.move("urge", Post.SUPERVISOR, urge_way="phone")
    if matter.fate.end in LEFT:
        yield from _left(matter, share)
    elif matter.fate.end == "withdrawn":
        yield matter.on_the_way(0.1, 0.6)
        matter.move("withdraw", Post.AGENT, heard_how="诉求人来电说明问题已自行解决")
        matter.left = True


def _left(matter: Matter, share: Assignment) -> Moments:
    """Leave the matter open for a reason: on the ledger, or overdue with a note of why."""
    matter.left = True
    yield matter.on_the_way(0.2, 0.6)
    if matter.fate.end == "suspended":
        days = min(60, matter.book.suspension.max_review_days)
        matter.move_share(
            share, "ask_suspension", reason="需待管网改造立项，目前不具备解决条件", plan="列入下年度改造计划",
            review_on=local_day(matter.at) + timedelta(days=days),
        )  # fmt: skip
        yield from decided(matter)
        return
    due = matter.case.due_at or matter.at
    yield max(due, matter.at) + timedelta(hours=20)
    matter.move("urge", Post.SUPERVISOR, urge_way="phone", note="已超期，请说明原因")
    matter.move(
        "follow_up", Post.SUPERVISOR, contact_kind="tracking", way="phone", reached=True,
        words="承办单位说明：涉及多方产权，正在协商，暂不能答复",
    )  # fmt: skip


def _handed_down(matter: Matter, share: Assignment) -> Moments:
    """A unit below does the work and answers to the one above."""
    hidden = matter.case.accused_path
    below = [u for u in matter.city.directory.below[share.unit_id] if not (hidden and u.path.startswith(hidden))]
    if not below:
        return
    yield matter.soon(2)
    matter.move_share(share, "sub_dispatch", unit=matter.rng.choice(below).pk)
    lower = Assignment.objects.filter(above=share).latest("dispatched_at", "id")
    yield matter.on_the_way(0.05, 0.15)
    lower = matter.move_share(lower, "sign")
    yield matter.on_the_way(0.2, 0.5)
    lower = matter.move_share(lower, "reply", **reply_said(matter, lower))
    yield matter.on_the_way(0.05, 0.2)
    matter.city.moves += 1
    above = matter.city.cast.of_unit(share.unit_id, Post.UNIT_HANDLER)
    ASSIGNMENT_DOOR.move(lower.pk, "accept_below", {}, actor=above, at=matter.at)


def _extended(matter: Matter, share: Assignment) -> Moments:
    """Ask for two more working days while there is time, and hear the decision."""
    yield matter.on_the_way(0.1, 0.4)
    share = share_now(share.pk)
    if share.due_at is None or share.due_at <= matter.at:
        return
    until = matter.city.hours.almanac.shifted(share.due_at, TWO_DAYS, matter.book.office)
    matter.move_share(share, "ask_extension", until=until, reason="所需配件须外地采购", plan="到货后次日完成维修")
    yield from decided(matter)
    matter.aim(0.3, 0.8)


def returned(matter: Matter, share: Assignment) -> Moments:
    """The wrong unit gives the matter back; the dispatcher sends it on, takes it back, or upholds the dispatch."""
    yield matter.soon(2)
    matter.move_share(
        share, "ask_return", reason="经核实不属本单位职责", basis="本单位职责规定第三条", leader="单位领导",
    )  # fmt: skip
    yield from decided(matter)


def decided(matter: Matter) -> Moments:
    """Let whoever has to decide on what the units asked decide."""
    while application := asked_for(matter.key):
        if matter.fate.rests_in == application.kind:
            matter.left = True
            return
        yield matter.soon(2)
        decide_now(matter, application)


def decide_now(matter: Matter, application: Application) -> None:
    """Decide on one application, by the one who is asked."""
    by = _decider(matter, application)
    if application.kind == "return":
        case = matter.case
        right = matter.city.directory.for_matter(
            case.category, case.territory, matter.book, matter.rng, hidden_from=case.accused_path
        )
        if application.decider != "centre" or right.pk == application.assignment.unit_id:
            matter.decide(application, "uphold", by, decision="属你单位职责，请继续办理")
        elif matter.rng.random() < 0.7:
            matter.decide(application, "reassign", by, decision="经核实由有关单位办理", lead=right.pk)
        else:
            matter.decide(application, "accept_return", by, decision="同意退回，另行转办")
    else:
        matter.decide(application, f"grant_{application.kind}", by, decision="情况属实，同意")


def _decider(matter: Matter, application: Application) -> Any:
    if application.decider == "unit":
        return matter.city.cast.of_unit(application.decided_by_unit_id, Post.UNIT_LEADER, Post.UNIT_HANDLER)
    post = Post.LEADER_SECRETARY if application.decider == "instructor" else Post.DISPATCHER
    return matter.city.cast.one(post, matter.rng)


def _joint_units_reply(matter: Matter) -> Moments:
    """The units that help reply before the lead does."""
    for share in joint_shares_of(matter.key):
        yield from _drafted_and_signed_off(matter, share, 0.1, 0.3)


def replied(matter: Matter, share: Assignment) -> Moments:
    """The lead replies: in time for the promise, or after it where the fate says so."""
    if matter.fate.end == "closed_late" and not matter.case.first_closed_at:
        due = max(matter.case.due_at or matter.at, matter.at)
        matter.target = matter.city.hours.later(due, late_by(matter)) + timedelta(hours=20)
        yield max(matter.city.hours.later(due, late_by(matter) / 4), due + timedelta(minutes=5))
        yield from _drafted_and_signed_off(matter, share, 0, 0.1)
        return
    yield from _drafted_and_signed_off(matter, share, 0.25, 0.7)


def _drafted_and_signed_off(matter: Matter, share: Assignment, least: float, most: float) -> Moments:
    if share.state == AssignmentState.HANDLING:
        yield matter.on_the_way(least, most)
        share = matter.move_share(share, "reply", **reply_said(matter, share))
    if share.state == AssignmentState.AWAITING_SIGN_OFF:
        yield matter.on_the_way(0.05, 0.3)
        case = matter.case
        signer = matter.book.signer(case.important or case.leader_signed) or Post.UNIT_LEADER
        matter.move_share(share, "sign_off", signer, Post.UNIT_HEAD)


def reply_said(matter: Matter, share: Assignment) -> dict[str, Any]:
    """Return a complete reply of a unit; the lead answers each wish."""
    result, solves = _result(matter)
    case, done = matter.case, matter.words(matter.book).done
    wishes = wishes_of(matter.key) if share.role == Role.LEAD else []
    one = {"result": "solved", "evidence": "现场照片和处理记录"} if solves else {"result": "explained", "evidence": ""}
    return {
        "account": f"接件后即派人核实。{done if solves else '经核实，受客观条件限制暂不能满足。'}",
        "public": done if solves else "您反映的事项经核实，按现行规定暂不能办理，已向您说明原因。",
        "result": result, "true_matter": result != "unfounded", "contacted": True, "contacted_how": "电话",
        "resolved": solves, "unresolved_reason": "" if solves else "按现行规定不能办理", "answered_petitioner": True,
        **_answer_way(matter, case),
        "wish_results": [{"ordinal": ordinal, **one} for ordinal in wishes],
    }  # fmt: skip


def _answer_way(matter: Matter, case: Case) -> dict[str, str]:
    if matter.book.channel(case.channel).answer_needs_link:
        return {"answer_way": "board", "answer_link": f"https://board.example/{case.number}"}
    return {"answer_way": "public" if case.anonymous or not case.petitioner_id else "phone"}


def _result(matter: Matter) -> tuple[str, bool]:
    results = {result.code: result.solves for result in matter.book.results if result.closes}
    fitting = {"consult": "answered", "suggest": "adopted", "report": "verified"}.get(matter.fate.kind, "solved")
    if matter.fate.has("without_result"):
        fitting = {"suggest": "noted", "report": "unfounded"}.get(matter.fate.kind, "explained")
    if fitting not in results:
        wanted = not matter.fate.has("without_result")
        fitting = next(code for code, solves in results.items() if solves == wanted)
    return fitting, results[fitting]
