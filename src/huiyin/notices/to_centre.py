"""What the centre and the city's leaders are told: of replies, of what is asked for, of whose turn it is."""

from collections.abc import Mapping
from uuid import UUID

from huiyin.cases.models import Application, Case
from huiyin.cases.models.application import Kind
from huiyin.cases.states import ApplicationState, CaseState
from huiyin.flow.posts import TASKS_ON_OWN_LINE, Post
from huiyin.journal.models import Event
from huiyin.notices.drafts import Draft
from huiyin.notices.kinds import NoticeKind
from huiyin.notices.texts import when
from huiyin.notices.to_units import HANDLER, Tell, share_of
from huiyin.rulebook.escalation import Rung
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit


def _case(event: Event) -> Case:
    return Case.objects.get(pk=event.subject_id)


def _to_posts(kind: NoticeKind, text: str, *posts: Post) -> Tell:
    def tell(event: Event) -> list[Draft]:
        case = _case(event)
        return [Draft(kind, text.format(number=case.number), posts, case, about=case.pk)]

    return tell


def approver_in_turn(event: Event) -> list[Draft]:
    """The next role of the chain is asked to approve."""
    case = _case(event)
    if event.state_after != CaseState.IN_APPROVAL or not case.approval_role:
        return []
    text = f"工单{case.number}待批示"
    return [Draft(NoticeKind.TO_APPROVE, text, (*_post_in_turn(case), Post.LEADER_SECRETARY), case, about=case.pk)]


def approver_afterwards(event: Event) -> list[Draft]:
    """An urgent case went out before its approval, which is asked now."""
    case = _case(event)
    if not case.approval_pending:
        return []
    text = f"急件{case.number}已先转办，待补批"
    return [Draft(NoticeKind.TO_APPROVE, text, (*_post_in_turn(case), Post.LEADER_SECRETARY), case, about=case.pk)]


def asked(event: Event) -> list[Draft]:
    """A unit asks for something: who decides is told; where the city only wants to hear of it, the centre is."""
    application = Application.objects.select_related("case", "assignment__unit").get(pk=event.subject_id)
    case, unit = application.case, application.assignment.unit
    what = Kind(application.kind).label
    if event.state_after == ApplicationState.GRANTED:
        if not book_named(application.book).extension.tell_centre:
            return []
        text = f"{unit.short_name}告知工单{case.number}{what}至{when(application.assignment.due_at)}，理由见工单"
        return [Draft(NoticeKind.TOLD, text, (Post.DISPATCHER, Post.SUPERVISOR), case, about=application.pk)]
    text = f"{unit.short_name}申请{what}：工单{case.number}"
    if application.decider == "unit":
        posts = (*HANDLER, Post.UNIT_LEADER)
        return [Draft(NoticeKind.ASKED, text, posts, case, application.decided_by_unit_id, application.pk)]
    return [Draft(NoticeKind.ASKED, text, _deciders(application), case, about=application.pk)]


def to_judge(event: Event) -> list[Draft]:
    """A dissatisfaction waits for a second person."""
    if event.state_after != "judging":
        return []
    assert event.case_id is not None, "a call-back belongs to a case"
    case = Case.objects.get(pk=event.case_id)
    text = f"工单{case.number}回访不满意，待研判"
    return [Draft(NoticeKind.TO_JUDGE, text, (Post.SUPERVISOR, Post.AUDITOR), case, about=event.subject_id)]


def objected(event: Event) -> list[Draft]:
    """A petitioner objects to an answer: who may open the case again is told."""
    assert event.case_id is not None, "an objection belongs to a case"
    case = Case.objects.get(pk=event.case_id)
    text = f"诉求人对工单{case.number}的办理结果有异议，要求重新办理"
    return [Draft(NoticeKind.OBJECTED, text, (Post.SUPERVISOR,), case, about=event.subject_id)]


def asked_by_unit(event: Event) -> list[Draft]:
    """A unit wants to know something of the centre."""
    share = share_of(event)
    text = f"{share.unit.short_name}就工单{share.case.number}询问中心，请答复"
    return [Draft(NoticeKind.QUESTION, text, (Post.DISPATCHER, Post.SUPERVISOR), share.case, about=share.pk)]


def answered_by_unit(event: Event) -> list[Draft]:
    """What the centre asked is answered: the post that asked is told."""
    share = share_of(event)
    asked = Event.objects.filter(subject_id=share.pk, verb="assignment.ask_unit", seq__lt=event.seq)
    posts = [Post(one.post) for one in asked.order_by("-seq")[:1] if one.post] or [Post.SUPERVISOR]
    text = f"{share.unit.short_name}已答复中心就工单{share.case.number}的询问"
    return [Draft(NoticeKind.QUESTION_ANSWERED, text, tuple(posts), share.case, about=share.pk)]


def entered(event: Event) -> list[Draft]:
    """A unit has entered what the centre wants to know at once: the rulebook names the posts."""
    posts = tuple(Post(code) for code in event.said.get("tell", ()))
    if not posts:
        return []
    unit = Unit.objects.filter(pk=event.said.get("unit")).first()
    text = f"{unit.short_name if unit else ''}报送了{event.said['entry']}，请到台账查看"
    return [Draft(NoticeKind.REPORTED, text, posts, about=event.subject_id)]


def clearing_asked(event: Event) -> list[Draft]:
    """Somebody says that an entry is put right: those who approve it know, as the rulebook names them."""
    unit = Unit.objects.filter(pk=event.said.get("unit")).first()
    text = f"{unit.short_name if unit else ''}的{event.said['entry']}申请销号，请到台账审批"
    return [Draft(NoticeKind.REPORTED, text, tuple(Post(code) for code in event.said["tell"]), about=event.subject_id)]


def incident_began(event: Event) -> list[Draft]:
    """An incident is in force: everybody who hears people or hands out cases knows at once."""
    posts = (
        Post.AGENT, Post.SHIFT_LEAD, Post.OPINION_CLERK, Post.REVIEWER, Post.DISPATCHER, Post.SUPERVISOR, Post.CALLBACK_AGENT,
        Post.DIRECTOR,
    )  # fmt: skip
    text = f"突发事件{event.said['incident']}已启动，请照口径答复来电人"
    return [Draft(NoticeKind.INCIDENT, text, posts, about=event.subject_id)]


def incident_over(event: Event) -> list[Draft]:
    """The danger is over."""
    posts = (Post.AGENT, Post.SHIFT_LEAD, Post.DISPATCHER)
    return [Draft(NoticeKind.INCIDENT, f"突发事件{event.said['incident']}已解除", posts, about=event.subject_id)]


def incident_reported(event: Event) -> list[Draft]:
    """A unit has done what it was told to do: who gave the task confirms it."""
    unit = Unit.objects.filter(pk=event.said.get("unit")).first()
    text = f"{unit.short_name if unit else ''}报告突发事件任务完成，待确认"
    return [Draft(NoticeKind.INCIDENT, text, (Post.SUPERVISOR, Post.DISPATCHER), about=event.subject_id)]


def gaps_in_duty(event: Event) -> list[Draft]:
    """Somebody is missing on rosters."""
    text = f"今后{event.said['days']}天有{event.said['places']}处空班，请到“值班”查看空班"
    return [Draft(NoticeKind.DUTY, text, (Post.SHIFT_LEAD,), about=event.subject_id)]


def to_read(event: Event) -> list[Draft]:
    """Something lies before a leader: the holders of the post and their secretary are told."""
    text, post = f"呈阅件P{event.said['number']}待阅示", Post(event.said["post"])
    if line := event.said.get("centre"):
        return [Draft(NoticeKind.TO_READ, text, (post,), unit_id=UUID(line), about=event.subject_id)]
    return [Draft(NoticeKind.TO_READ, text, (post, Post.LEADER_SECRETARY), about=event.subject_id)]


def instructed_by_leader(event: Event) -> list[Draft]:
    """What a leader wrote has no unit yet, or was entered from paper and is to be compared with it."""
    if event.state_after == "to_assign":
        text = f"领导批示P{event.said['number']}待交办"
        if line := event.said.get("centre"):
            return [Draft(NoticeKind.INSTRUCTED, text, (Post.LINE_CLERK,), unit_id=UUID(line), about=event.subject_id)]
        return [Draft(NoticeKind.INSTRUCTED, text, (Post.SUPERVISOR, Post.DISPATCHER), about=event.subject_id)]
    if event.state_after == "to_check":
        text = f"纸质批示P{event.said['number']}待核对"
        if line := event.said.get("centre"):
            posts = (Post.LINE_CLERK, Post.UNIT_LEADER)
            return [Draft(NoticeKind.INSTRUCTED, text, posts, unit_id=UUID(line), about=event.subject_id)]
        return [Draft(NoticeKind.INSTRUCTED, text, (Post.LEADER_SECRETARY, Post.SUPERVISOR), about=event.subject_id)]
    return []


def fed_back(event: Event) -> list[Draft]:
    """A unit has fed back on an instruction: the leader's office is told."""
    unit = Unit.objects.get(pk=event.said["unit"])
    text = f"{unit.short_name}已反馈领导批示P{event.said['number']}，请认可或退回"
    if line := event.said.get("centre"):
        posts = (Post(event.said["leader_post"]), Post.LINE_CLERK)
        return [Draft(NoticeKind.INSTRUCTED, text, posts, unit_id=UUID(line), about=event.subject_id)]
    return [Draft(NoticeKind.INSTRUCTED, text, (Post.LEADER_SECRETARY,), about=event.subject_id)]


def fed_back_too_late(event: Event) -> list[Draft]:
    """A unit has not fed back in time: who watches is told."""
    unit = Unit.objects.get(pk=event.said["unit"])
    text = f"{unit.short_name}逾期未反馈领导批示P{event.said['number']}"
    if line := event.said.get("centre"):
        return [Draft(NoticeKind.INSTRUCTED, text, (Post.LINE_CLERK,), unit_id=UUID(line), about=event.subject_id)]
    return [Draft(NoticeKind.INSTRUCTED, text, (Post.SUPERVISOR, Post.LEADER_SECRETARY), about=event.subject_id)]


def to_decide(event: Event) -> list[Draft]:
    """The software, or a colleague, proposes a step of the ladder: who decides about it is told."""
    rung = Rung(event.said["rung"])
    if event.said["by_itself"]:
        return []
    book = book_named(event.book).escalation
    posts = book.orderers(rung)
    text = f"S{event.said['number']}：提请{rung.label}{event.said['whom']}，请到升级与问责决定"
    if line := event.said.get("centre"):
        own = tuple(post for post, tasks in TASKS_ON_OWN_LINE.items() if not tasks.isdisjoint(posts))
        return [Draft(NoticeKind.TO_DECIDE, text, own, unit_id=UUID(line), about=event.subject_id)]
    return [Draft(NoticeKind.TO_DECIDE, text, posts, about=event.subject_id)]


def handover_proposed(event: Event) -> list[Draft]:
    """A unit's line proposes to hand a matter of responsibility over: who keeps them for the city is told."""
    text = f"单位专线提请问责移送W{event.said['number']}，待受理"
    return [Draft(NoticeKind.TO_DECIDE, text, (Post.SUPERVISOR,), about=event.subject_id)]


def correction_reported(event: Event) -> list[Draft]:
    """A unit reported a correction: whoever accepts it is told."""
    text = f"整改G{event.said['number']}单位已报告，待验收"
    return [Draft(NoticeKind.CORRECTION, text, (Post.SUPERVISOR,), about=event.subject_id)]


def _deciders(application: Application) -> tuple[Post, ...]:
    if application.decider == "instructor":
        return (Post.LEADER_SECRETARY,)
    returned = application.case.returns + 1
    needs_panel = (
        application.kind == Kind.RETURN and returned >= book_named(application.book).returns.max_to_arbitration
    )
    return (Post.DISPATCHER, Post.ARBITER) if needs_panel else (Post.DISPATCHER,)


def _post_in_turn(case: Case) -> tuple[Post, ...]:
    return tuple(role.post for role in book_named(case.book).approval.roles if role.code == case.approval_role)


def supervision_reported(event: Event) -> list[Draft]:
    """A unit answered to a supervision order: who issued it looks whether that will do."""
    said = event.said
    unit = Unit.objects.get(pk=said["unit"])
    text = f"{unit.short_name}已反馈督办单{said['paper']}，待认可"
    if said.get("centre"):
        return [Draft(NoticeKind.REPLIED, text, (Post.UNIT_LEADER,), unit_id=said["centre"], about=event.subject_id)]
    return [Draft(NoticeKind.REPLIED, text, (Post.SUPERVISOR,), about=event.subject_id)]


def verified(event: Event) -> list[Draft]:
    """Somebody was there and saw: who doubted is told."""
    assert event.case_id is not None, "a verification belongs to a case"
    case = Case.objects.get(pk=event.case_id)
    text = f"工单{case.number}已核实：{event.said['shown']}"
    drafts = [Draft(NoticeKind.VERIFY, text, (Post.SUPERVISOR, Post.AUDITOR), case, about=event.subject_id)]
    if case.centre_id and not event.said.get("centre"):
        # The city looked at a case of a unit's own line: both hear what was found.
        drafts.append(Draft(NoticeKind.VERIFY, text, (Post.SUPERVISOR,), about=event.subject_id))
    return drafts


def figures_differ(event: Event) -> list[Draft]:
    """What was counted ahead did not agree with the cases: who answers for the figures is told, and who makes them anew."""
    text = f"预汇总核对发现差异{event.said['differences']}处，见“统计核对”"
    return [Draft(NoticeKind.FIGURES_DIFFER, text, (Post.DIRECTOR, Post.ADMIN), about=event.subject_id)]


def warning_answered(event: Event) -> list[Draft]:
    """Units answered what they did about a warning: those are told whom the rulebook tells of warnings."""
    names = "、".join(
        Unit.objects.filter(pk__in=event.said["units"]).order_by("path").values_list("short_name", flat=True)
    )
    told = book_named(event.book).insight.warnings.told
    return [Draft(NoticeKind.WARNING, f"{names[:100]}已反馈预警处置情况", told, about=event.subject_id)]


PAPERS: Mapping[str, str] = {
    "submit": "待审核", "pass_review": "待审批", "approve": "待签发", "send_back": "已退回修改", "sign": "已签发，待发送",
    "distribute": "请阅",
}  # fmt: skip


def paper_goes_on(event: Event) -> list[Draft]:
    """A paper is in the hands of the next posts, or laid before its readers; units on its list are told too."""
    said = event.said
    text = f"{said['kind']}{said['name']}{PAPERS[event.verb.partition('.')[2]]}"
    posts = tuple(Post(code) for code in said["tell"])
    drafts = [Draft(NoticeKind.BRIEF, text, posts, about=event.subject_id)] if posts else []
    units = [UUID(unit) for unit in said.get("units", ())]
    return drafts + [Draft(NoticeKind.BRIEF, text, HANDLER, unit_id=unit, about=event.subject_id) for unit in units]


TO_CENTRE: Mapping[str, Tell] = {
    **{f"brief.{action}": paper_goes_on for action in PAPERS},
    "alert.answer": warning_answered, "supervision.report": supervision_reported, "verification.find": verified,
    "case.await_audit": _to_posts(NoticeKind.REPLIED, "工单{number}单位已反馈，待审核", Post.AUDITOR),
    "case.await_dispatch": _to_posts(NoticeKind.TO_DISPATCH, "工单{number}退单成立，待重新转办", Post.DISPATCHER),
    "case.submit_for_review": _to_posts(NoticeKind.TO_REVIEW, "工单{number}待审核", Post.REVIEWER),
    "case.send_back": _to_posts(NoticeKind.SENT_BACK, "工单{number}呈批退回，请重新拟办", Post.REVIEWER),
    "case.submit_for_approval": approver_in_turn, "case.approve": approver_in_turn,
    "case.dispatch": approver_afterwards, "case.approve_afterwards": approver_afterwards,
    "assignment.ask_centre": asked_by_unit, "assignment.answer_centre": answered_by_unit,
    "incident.begin": incident_began, "incident.stand_down": incident_over, "incident_task.report": incident_reported,
    "duty.gaps": gaps_in_duty, "rollups.differ": figures_differ,
    "instruction.present": to_read, "instruction_task.feed_back": fed_back, "instruction.late": fed_back_too_late,
    **dict.fromkeys(
        ("instruction.instruct", "instruction.check", "instruction.record", "instruction.enter", "instruction.enter_new"),
        instructed_by_leader,
    ),
    "register.write": entered, "register.ask_clearing": clearing_asked,
    "escalation.propose": to_decide, "handover.propose": handover_proposed, "correction.report": correction_reported,
    "application.ask": asked, "callback.answered": to_judge, "objection.object": objected,
}  # fmt: skip
