"""What units are told: of what is sent to them, sent back, decided, asked for; never of a report against them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.models.application import Kind
from huiyin.cases.states import WORKING_ASSIGNMENT, AssignmentState
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.journal.models import Event
from huiyin.notices.drafts import Draft
from huiyin.notices.kinds import NoticeKind
from huiyin.notices.texts import when
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.shelf import book as book_named

HANDLER = (Post.UNIT_HANDLER,)
LEADERS = (Post.UNIT_LEADER, Post.UNIT_HEAD)

Tell = Callable[[Event], list[Draft]]


def share_of(event: Event) -> Assignment:
    """Return the share that an event is about."""
    return Assignment.objects.select_related("case", "above", "unit").get(pk=event.subject_id)


def _to_share(share: Assignment, kind: NoticeKind, text: str, posts: tuple[Post, ...] = HANDLER) -> Draft:
    return Draft(kind, text, posts, share.case, share.unit_id, share.pk)


def dispatched(event: Event) -> list[Draft]:
    """A unit has a new case."""
    share = share_of(event)
    sign, due = _moment(event.said.get("sign_due")), share.due_at
    by_when = f"，请于{when(sign)}前签收" if sign else ""
    by_when += f"，{when(due)}前反馈" if due else ""
    text = f"新工单{share.case.number}（{share.get_role_display()}）{by_when}"
    return [_to_share(share, NoticeKind.DISPATCHED, text)]


def handed_over(event: Event) -> list[Draft]:
    """A unit takes over what the unit before it had."""
    share = share_of(event)
    return [
        _to_share(
            share, NoticeKind.DISPATCHED, f"工单{share.case.number}因机构调整改由本单位承办，期限{when(share.due_at)}"
        )
    ]


def rejected(event: Event) -> list[Draft]:
    """A reply came back with its cause."""
    share = share_of(event)
    cause = book_named(share.book).reject_cause(event.said["cause"]).label
    text = f"工单{share.case.number}的反馈被退回重办，原因：{cause}，期限{when(share.due_at)}"
    return [_to_share(share, NoticeKind.REJECTED, text, (*HANDLER, Post.UNIT_LEADER))]


def again(event: Event) -> list[Draft]:
    """The petitioner is not content, or the centre opened the case again."""
    share = share_of(event)
    text = f"工单{share.case.number}须重新办理（第{share.cycle}次），期限{when(share.due_at)}"
    return [_to_share(share, NoticeKind.AGAIN, text, (*HANDLER, Post.UNIT_LEADER))]


def recalled(event: Event) -> list[Draft]:
    """The centre took the case back before it was signed."""
    share = share_of(event)
    return [_to_share(share, NoticeKind.RECALLED, f"工单{share.case.number}已由中心收回，无须办理")]


def reassigned(event: Event) -> list[Draft]:
    """The centre gave the case to another unit: the one that had it hears why, and whether its time counts."""
    share, said = share_of(event), event.said
    cause = book_named(share.book).reassign_cause(said["cause"]).label
    counts = "，改派前已超期，仍计超期" if said["late"] else "，不计本单位超期"
    text = f"工单{share.case.number}已由中心改派其他单位，原因：{cause}{counts}，本单位无须继续办理"
    return [_to_share(share, NoticeKind.RECALLED, text, (*HANDLER, Post.UNIT_LEADER))]


def released(event: Event) -> list[Draft]:
    """The case ended while the unit was still at work on it."""
    if event.state_before not in WORKING_ASSIGNMENT:
        return []
    share = share_of(event)
    return [_to_share(share, NoticeKind.RELEASED, f"工单{share.case.number}已结束，无须继续办理")]


def asked_by_centre(event: Event) -> list[Draft]:
    """The centre wants to know something."""
    share = share_of(event)
    text = f"中心就工单{share.case.number}询问本单位，请答复"
    return [_to_share(share, NoticeKind.QUESTION, text, (*HANDLER, Post.UNIT_LEADER))]


def answered_by_centre(event: Event) -> list[Draft]:
    """What the unit asked is answered."""
    share = share_of(event)
    text = f"中心已答复本单位就工单{share.case.number}的询问"
    return [_to_share(share, NoticeKind.QUESTION_ANSWERED, text)]


def redraft(event: Event) -> list[Draft]:
    """The unit's leader wants the draft better."""
    share = share_of(event)
    return [_to_share(share, NoticeKind.REDRAFT, f"工单{share.case.number}的反馈稿由单位领导退回修改")]


def drafted_or_replied(event: Event) -> list[Draft]:
    """A draft waits for its signature; the reply of a lower unit waits for the unit above."""
    share = share_of(event)
    if event.state_after == AssignmentState.AWAITING_SIGN_OFF:
        important = share.case.important or share.case.leader_signed
        signer = book_named(share.book).signer(important) or Post.UNIT_LEADER
        return [_to_share(share, NoticeKind.TO_SIGN, f"工单{share.case.number}的反馈稿待签发", (signer,))]
    if share.above is not None and event.state_after == AssignmentState.REPLIED:
        text = f"下级单位已反馈工单{share.case.number}，请审核"
        return [Draft(NoticeKind.REPLIED, text, HANDLER, share.case, share.above.unit_id, share.pk)]
    return []


def urged_from_above(event: Event) -> list[Draft]:
    """The unit above urges."""
    share = share_of(event)
    return [_to_share(share, NoticeKind.URGED, f"上级单位催办工单{share.case.number}，期限{when(share.due_at)}")]


def urged_by_hand(event: Event) -> list[Draft]:
    """The centre urges in one case. One call to a unit for many cases is told once, not once for each."""
    if event.caused_by is not None:
        return []
    return _to_working_units(
        event, NoticeKind.URGED, "中心催办工单{number}，请抓紧办理，期限{due}", (*HANDLER, Post.UNIT_LEADER)
    )


def urged_as_a_unit(event: Event) -> list[Draft]:
    """The centre urges a unit for all its late cases in one call."""
    text = f"中心催办：本单位有{event.said.get('cases', 0)}件工单超期，请抓紧办理"
    return [Draft(NoticeKind.URGED, text, (*HANDLER, Post.UNIT_LEADER), None, event.subject_id, event.subject_id)]


def urged_by_clock(event: Event) -> list[Draft]:
    """The clock urges whom the rulebook names for this point."""
    said, case = event.said, Case.objects.get(pk=event.subject_id)
    label = ClockName(said["kind"]).label
    due = when(_moment(said["due"]))
    text = f"工单{case.number}{label}{'已超期' if said['is_late'] else '即将到期'}，期限{due}"
    unit_id = UUID(said["unit"]) if said.get("unit") else None
    about = UUID(said.get("assignment") or said.get("application") or str(case.pk))
    posts = tuple(Post(post) for post in said["to"])
    return [Draft(NoticeKind.URGED, text, posts, case, unit_id, about)]


def supplemented(event: Event) -> list[Draft]:
    """The petitioner told more."""
    return _to_working_units(event, NoticeKind.SUPPLEMENTED, "工单{number}有诉求人补充内容，请查看")


def hurried(event: Event) -> list[Draft]:
    """The petitioner asked again."""
    return _to_working_units(event, NoticeKind.HURRIED, "工单{number}的诉求人再次来催，期限{due}")


def review_due(event: Event) -> list[Draft]:
    """A suspended case is to be looked at again, by its units and by the centre."""
    posts = (*HANDLER, Post.UNIT_LEADER)
    told = _to_working_units(event, NoticeKind.REVIEW_DUE, "挂账工单{number}已到复查日期，请查看条件是否具备", posts)
    case = Case.objects.get(pk=event.subject_id)
    text = f"挂账工单{case.number}已到复查日期"
    return [*told, Draft(NoticeKind.REVIEW_DUE, text, (Post.SUPERVISOR, Post.DISPATCHER), case)]


DECISIONS: Mapping[str, str] = {
    "grant_extension": "同意延期至{due}",
    "refuse_extension": "不同意延期，期限{due}",
    "accept_return": "同意退单",
    "uphold": "不同意退单，请继续办理，期限{due}",
    "reassign": "同意退单，已改派",
    "arbitrate_for": "裁定由本单位办理，期限{due}",
    "arbitrate_to": "裁定改由其他单位办理",
    "grant_suspension": "同意挂账",
    "refuse_suspension": "不同意挂账，期限{due}",
}


def decided(event: Event) -> list[Draft]:
    """An application was decided: the unit that asked is told."""
    application = Application.objects.select_related("case", "assignment").get(pk=event.subject_id)
    share = application.assignment
    words = DECISIONS[event.verb.partition(".")[2]].format(due=when(share.due_at))
    text = f"工单{application.case.number}的{Kind(application.kind).label}申请：{words}"
    return [Draft(NoticeKind.DECIDED, text, HANDLER, application.case, share.unit_id, application.pk)]


def _to_working_units(event: Event, kind: NoticeKind, text: str, posts: tuple[Post, ...] = HANDLER) -> list[Draft]:
    shares = Assignment.objects.filter(case_id=event.subject_id, state__in=sorted(WORKING_ASSIGNMENT))
    return [
        _to_share(share, kind, text.format(number=share.case.number, due=when(share.due_at)), posts)
        for share in shares.select_related("case").order_by("unit_path", "id")
    ]


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def report_due(event: Event) -> list[Draft]:
    """A unit owes a report of a period: its due day comes near, has passed, or somebody urges it."""
    said = event.said
    how = {"before": "将到期", "late": "已逾期"}.get(said["kind"], "请尽快报送")
    text = f"{said['period']}{said['entry']}{how}，期限{said['due']}"
    posts = HANDLER if said["kind"] == "before" else (*HANDLER, *LEADERS)
    return [Draft(NoticeKind.REPORT_DUE, text, posts, unit_id=UUID(said["unit"]), about=event.subject_id)]


TO_UNITS: Mapping[str, Tell] = {
    "assignment.assign": dispatched, "assignment.hand_to_successor": handed_over, "assignment.reject": rejected,
    "assignment.reject_below": rejected, "assignment.again": again, "assignment.recall": recalled,
    "assignment.reassign": reassigned,
    "assignment.release": released, "assignment.send_back_draft": redraft, "assignment.reply": drafted_or_replied,
    "assignment.sign_off": drafted_or_replied, "assignment.sign_off_on_paper": drafted_or_replied,
    "assignment.ask_unit": asked_by_centre, "assignment.answer_unit": answered_by_centre,
    "assignment.urge_below": urged_from_above, "case.urge": urged_by_hand, "unit.urged": urged_as_a_unit,
    "case.urged_by_clock": urged_by_clock, "case.supplement": supplemented, "case.hurry": hurried,
    "report.remind": report_due, "report.urge": report_due,
    "case.review_due": review_due, **{f"application.{action}": decided for action in DECISIONS},
}  # fmt: skip

__all__ = ["TO_UNITS", "UNIT_POSTS", "Tell", "share_of"]
