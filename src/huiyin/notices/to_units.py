"""What units are told: of what is sent to them, sent back, decided, asked for; never of a report against them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.lifecycle_parts import APPLICATION, ASSIGNMENT
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.models.application import Kind
from huiyin.cases.states import WORKING_ASSIGNMENT, AssignmentState
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.journal.models import Event, Remark
from huiyin.notices.drafts import Draft
from huiyin.notices.kinds import NoticeKind
from huiyin.notices.texts import when
from huiyin.rulebook.escalation import Rung
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.shelf import book as book_named

HANDLER = (Post.UNIT_HANDLER,)
LEADERS = (Post.UNIT_LEADER, Post.UNIT_HEAD)

Tell = Callable[[Event], list[Draft]]


def share_of(event: Event) -> Assignment:
    """Return the share that an event is about."""
    return Assignment.objects.select_related("case", "above", "unit").get(pk=event.subject_id)


def _to_share(share: Assignment, kind: NoticeKind, text: str, posts: tuple[Post, ...] = HANDLER) -> Draft:
    return Draft(kind, text, posts, share.case, share.unit_id, share.pk, ASSIGNMENT.kind)


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
    part = next((table.kind for table in (ASSIGNMENT, APPLICATION) if said.get(table.kind)), "")
    about = UUID(said[part]) if part else case.pk
    posts = tuple(Post(post) for post in said["to"])
    return [Draft(NoticeKind.URGED, text, posts, case, unit_id, about, part)]


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


def incident_task(event: Event) -> list[Draft]:
    """A unit has something to do in an incident, has it no longer, has to do it again, or is late with it."""
    words = {
        "give": "突发事件下达任务，请立即接收", "send_back": "突发事件任务的报告被退回，请继续处置",
        "call_off": "突发事件任务已撤销", "late": "突发事件任务已超期，请立即报告",
    }  # fmt: skip
    text = words[event.verb.partition(".")[2]]
    posts = (*HANDLER, *LEADERS)
    return [Draft(NoticeKind.INCIDENT, text, posts, unit_id=UUID(event.said["unit"]), about=event.subject_id)]


def nobody_on_duty(event: Event) -> list[Draft]:
    """Nobody of a unit is on duty on a coming day on which somebody must be."""
    if not event.said.get("unit"):
        return []
    text = f"本单位{event.said['day']}有空班，请安排值班"
    return [
        Draft(NoticeKind.DUTY, text, (*HANDLER, *LEADERS), unit_id=UUID(event.said["unit"]), about=event.subject_id)
    ]


INSTRUCTED: Mapping[str, tuple[str, tuple[Post, ...]]] = {
    "instruction_task.hand": ("领导批示{name}交本单位办理，请于{due}前反馈", (*HANDLER, *LEADERS)),
    "instruction_task.send_back": ("领导批示{name}的反馈被退回，请于{due}前重报", (*HANDLER, *LEADERS)),
    "instruction_task.urge": ("中心催办领导批示{name}的反馈，期限{due}", (*HANDLER, *LEADERS)),
    "instruction_task.change_due": ("领导批示{name}的反馈期限改为{due}", HANDLER),
    "instruction_task.cancel": ("领导批示{name}不再由本单位反馈", HANDLER),
    "instruction_task.fall_away": ("领导批示{name}已由领导撤回，无须办理", HANDLER),
    "instruction_task.hand_to_successor": ("领导批示{name}因机构调整改由本单位反馈，期限{due}", HANDLER),
    "instruction_task.accept": ("领导批示{name}的反馈已认可", HANDLER),
    "instruction.remind": ("领导批示{name}的反馈将到期，期限{due}", (*HANDLER, Post.UNIT_LEADER)),
    "instruction.late": ("领导批示{name}的反馈已逾期，期限{due}", (*HANDLER, *LEADERS)),
}
"""What a unit hears of an instruction that it has to answer for, and which of its posts."""


def instructed(event: Event) -> list[Draft]:
    """A unit has to feed back on what a leader wrote, or has not to any more."""
    text, posts = INSTRUCTED[event.verb]
    said = event.said
    told = text.format(name=f"P{said['number']}", due=when(_moment(said["due"])))
    return [Draft(NoticeKind.INSTRUCTED, told, posts, unit_id=UUID(said["unit"]), about=event.subject_id)]


def escalated(event: Event) -> list[Draft]:
    """A card was shown to a unit, a sterner step was ordered against it, or a card was taken back."""
    said = event.said
    if not said.get("unit"):
        return []
    case = Case.objects.filter(pk__in=said["cases"]).first() if len(said["cases"]) == 1 else None
    rung = Rung(said["rung"])
    done = {"escalation.show": "发出", "escalation.revoke": "撤销"}.get(event.verb, "下达")
    what = f"{done}{rung.label}{said['whom']}"
    text = f"{f'工单{case.number}' if case else '本单位'}：{what}，见督促与通报"
    posts = (*HANDLER, *LEADERS) if rung not in {Rung.YELLOW} else (*HANDLER, Post.UNIT_LEADER)
    return [Draft(NoticeKind.ESCALATED, text, posts, case, UUID(said["unit"]), event.subject_id)]


PROPOSED: Mapping[str, str] = {
    "take_up": "提请问责移送W{number}，市热线已受理", "decline": "提请问责移送W{number}，市热线不予受理，请查看理由",
    "hand": "提请问责移送W{number}，市热线已移送",
}  # fmt: skip


def proposal_decided(event: Event) -> list[Draft]:
    """What became of a hand-over that a unit's line proposed to the city: its leaders are told, and nobody else."""
    line = event.said.get("centre")
    if not line:
        return []
    text = PROPOSED[event.verb.partition(".")[2]].format(number=event.said["number"])
    return [Draft(NoticeKind.ESCALATED, text, (*LEADERS, Post.LINE_CLERK), unit_id=UUID(line), about=event.subject_id)]


def circulated(event: Event) -> list[Draft]:
    """A circular was issued: each unit that has to read it is told, and whether it is named."""
    said = event.said
    word = "表扬" if said["kind"] == "praise" else "批评"
    named = set(said["named"])
    return [
        Draft(
            NoticeKind.CIRCULAR, f"{said['sign']}{f'点名{word}本单位' if unit in named else '请阅读'}", (*HANDLER, *LEADERS),
            unit_id=UUID(unit), about=event.subject_id,
        )
        for unit in said["readers"]
    ]  # fmt: skip


CORRECTIONS: Mapping[str, str] = {
    "set": "须限期整改（{name}），期限{due}",
    "send_back": "整改{name}被退回，请继续整改，期限{due}",
    "accept": "整改{name}已通过验收",
    "urge": "中心催办整改{name}，期限{due}",
    "cancel": "整改{name}已取消",
}


def correcting(event: Event) -> list[Draft]:
    """A unit has to correct something, is urged to, or hears what became of its report."""
    said = event.said
    words = CORRECTIONS.get(event.verb.partition(".")[2])
    if words is None:
        words = (
            "整改{name}将到期，期限{due}" if said.get("kind") == "before" else "整改{name}已逾期，期限{due}，请尽快报告"
        )
    text = words.format(name=f"G{said['number']}", due=said["due_on"])
    return [
        Draft(NoticeKind.CORRECTION, text, (*HANDLER, *LEADERS), unit_id=UUID(said["unit"]), about=event.subject_id)
    ]


def hard_case(event: Event) -> list[Draft]:
    """A unit owns a case on the ledger of long cases, or is to look at it."""
    said = event.said
    if not said.get("unit") or event.case_id is None:
        return []
    case = Case.objects.get(pk=event.case_id)
    action = event.verb.partition(".")[2]
    due = f"，复查日期{said['review_on']}" if said.get("review_on") else ""
    text = {
        "accept": f"工单{case.number}已列入疑难台账，由本单位负责{due}",
        "hand_over": f"疑难台账上的工单{case.number}现由本单位负责",
        "urge": f"请复查疑难台账上的工单{case.number}{due}",
        "review_due": f"疑难台账上的工单{case.number}{'已到' if said.get('kind') == 'late' else '将到'}复查日期{due}",
    }[action]  # fmt: skip
    return [Draft(NoticeKind.HARD_CASE, text, (*HANDLER, *LEADERS), case, UUID(said["unit"]), event.subject_id)]


def focus_chosen(event: Event) -> list[Draft]:
    """A unit leads a hard matter of the month."""
    text = "本单位牵头的每月重点问题已选定，请在“每月重点”中查看目标并记进展"
    return [
        Draft(NoticeKind.FOCUS, text, (*HANDLER, *LEADERS), unit_id=UUID(event.said["unit"]), about=event.subject_id)
    ]


def season_comes(event: Event) -> list[Draft]:
    """A season comes with matters of the unit."""
    said = event.said
    text = f"{said['season']}自{said['begins']}起，请事先准备：{'、'.join(said['topics'])}；要求见“季节日历”"
    return [Draft(NoticeKind.SEASON, text, (*HANDLER, *LEADERS), unit_id=UUID(said["unit"]), about=event.subject_id)]


def warned(event: Event) -> list[Draft]:
    """A growth is unusual: the posts that the rulebook names are told, of a unit's own its people."""
    said, rules = event.said, book_named(event.book).insight.warnings
    text = f"{rules.kind(said['kind']).label}预警：{said['found']}件，明显多于预期，请在“预警”中确认和处置"
    if said.get("unit"):
        own = (*HANDLER, *LEADERS)
        return [Draft(NoticeKind.WARNING, f"本单位{text}", own, unit_id=UUID(said["unit"]), about=event.subject_id)]
    return [Draft(NoticeKind.WARNING, text, rules.told, about=event.subject_id)]


def warning_given(event: Event) -> list[Draft]:
    """Units are told to act on a warning of the city."""
    text = "中心责成本单位处置一条预警，要求见“预警”，办后请反馈处置情况"
    own = (*HANDLER, *LEADERS)
    return [
        Draft(NoticeKind.WARNING, text, own, unit_id=UUID(str(unit)), about=event.subject_id)
        for unit in event.said["units"]
    ]


def preparation_wanted(event: Event) -> list[Draft]:
    """What a unit prepared for a season is not enough. Of the season itself it is told once, not for every task."""
    text = "季节准备情况被退回，请在“季节准备”中补充"
    return [
        Draft(NoticeKind.SEASON, text, (*HANDLER, *LEADERS), unit_id=UUID(event.said["unit"]), about=event.subject_id)
    ]


def line_missed(event: Event) -> list[Draft]:
    """Nobody answered a test call of the unit's phone."""
    said = event.said
    if not said.get("unit"):
        return []
    text = f"中心拨测本单位电话{said['number']}：{said['result']}，请在“电话拨测”中说明"
    return [Draft(NoticeKind.LINE_TEST, text, (*HANDLER, *LEADERS), unit_id=UUID(said["unit"]), about=event.subject_id)]


CLAIMS: Mapping[str, str] = {"grant": "成立", "deny": "不成立"}


def claim_decided(event: Event) -> list[Draft]:
    """What a unit claimed about its assessment is decided: it hears how, and in which words."""
    said = event.said
    case = Case.objects.get(pk=said["case"])
    decision = Remark.objects.filter(event_id=event.id, field="decision").values_list("text", flat=True).first()
    words = f"：{decision}" if decision else ""
    how = CLAIMS[event.verb.partition(".")[2]]
    text = f"考核申请{said['name']}（{said['claim_label']}，工单{case.number}）经复核{how}{words}"
    return [Draft(NoticeKind.CLAIM_DECIDED, text, (*HANDLER, *LEADERS), case, UUID(said["unit"]), event.subject_id)]


SUPERVISION: Mapping[str, str] = {
    "issue": "督办单{paper}已下达，请签收并于{due}前反馈",
    "send_back": "督办单{paper}的反馈被退回，请于{due}前重新落实",
    "urge": "催办：督办单{paper}请尽快反馈，期限{due}",
    "extend": "督办单{paper}的期限改至{due}",
    "recall": "督办单{paper}已撤回",
    "accept": "督办单{paper}已认可办结",
    "hand_over": "督办单{paper}改由本单位落实，请查看期限",
}


def supervised(event: Event) -> list[Draft]:
    """A unit is supervised: its leader hears it with the handler, of an urgent order its head, too."""
    said = event.said
    text = SUPERVISION[event.verb.partition(".")[2]].format(paper=said["paper"], due=when(_moment(said.get("due"))))
    posts = (*HANDLER, *LEADERS) if said.get("urgent") else (*HANDLER, Post.UNIT_LEADER)
    posts = (*posts, Post.LINE_CLERK) if said.get("of_line") else posts
    return [Draft(NoticeKind.SUPERVISED, text, posts, unit_id=UUID(said["unit"]), about=event.subject_id)]


def supervision_urged_by_clock(event: Event) -> list[Draft]:
    """The clock of a supervision order came to a point: whom the rulebook names is told."""
    said = event.said
    how = "已逾期" if said["is_late"] else "将到期"
    text = f"督办单{said['paper']}反馈{how}，期限{when(_moment(said['due']))}"
    posts = tuple(Post(post) for post in said["to"])
    return [Draft(NoticeKind.URGED, text, posts, unit_id=UUID(said["unit"]), about=event.subject_id)]


MEETINGS: Mapping[str, str] = {
    "call": "{kind}定于{at}召开，请准时参加", "move_day": "{kind}改于{at}召开", "cancel": "原定{at}的{kind}已取消",
    "close": "{kind}纪要已定稿，请查看议定事项",
}  # fmt: skip


def called_to_meeting(event: Event) -> list[Draft]:
    """Units are called to a meeting; to a summons their leaders."""
    said = event.said
    text = MEETINGS[event.verb.partition(".")[2]].format(kind=said["kind_label"], at=when(_moment(said["planned"])))
    posts = LEADERS if said.get("summons") else (*HANDLER, Post.UNIT_LEADER)
    return [
        Draft(NoticeKind.MEETING, text, posts, unit_id=UUID(unit), about=event.subject_id) for unit in said["units"]
    ]  # fmt: skip


TO_UNITS: Mapping[str, Tell] = {
    **{f"supervision.{action}": supervised for action in SUPERVISION},
    "supervision.urged_by_clock": supervision_urged_by_clock,
    **{f"meeting.{action}": called_to_meeting for action in MEETINGS},
    **dict.fromkeys(("hardcase.accept", "hardcase.hand_over", "hardcase.urge", "hardcase.review_due"), hard_case),
    "alert.find": warned, "alert.task": warning_given, "preparation.send_back": preparation_wanted,
    "focus.choose": focus_chosen, "season.remind": season_comes, "linetest.missed": line_missed, "linetest.engaged": line_missed,
    "assignment.assign": dispatched, "assignment.hand_to_successor": handed_over, "assignment.reject": rejected,
    "assignment.reject_below": rejected, "assignment.again": again, "assignment.recall": recalled,
    "assignment.reassign": reassigned,
    "assignment.release": released, "assignment.send_back_draft": redraft, "assignment.reply": drafted_or_replied,
    "assignment.sign_off": drafted_or_replied, "assignment.sign_off_on_paper": drafted_or_replied,
    "assignment.ask_unit": asked_by_centre, "assignment.answer_unit": answered_by_centre,
    "assignment.urge_below": urged_from_above, "case.urge": urged_by_hand, "unit.urged": urged_as_a_unit,
    "case.urged_by_clock": urged_by_clock, "case.supplement": supplemented, "case.hurry": hurried,
    **{f"incident_task.{action}": incident_task for action in ("give", "send_back", "call_off", "late")},
    "duty.gap": nobody_on_duty,
    "escalation.show": escalated, "escalation.order": escalated, "escalation.revoke": escalated,
    **{f"claim.{action}": claim_decided for action in CLAIMS},
    **{f"handover.{action}": proposal_decided for action in PROPOSED},
    "circular.issue": circulated, "correction.remind": correcting,
    **{f"correction.{action}": correcting for action in CORRECTIONS},
    "report.remind": report_due, "report.urge": report_due,
    **dict.fromkeys(INSTRUCTED, instructed),
    "case.review_due": review_due, **{f"application.{action}": decided for action in DECISIONS},
}  # fmt: skip

__all__ = ["TO_UNITS", "UNIT_POSTS", "Tell", "share_of"]
