"""What the centre and the city's leaders are told: of replies, of what is asked for, of whose turn it is."""

from collections.abc import Mapping

from huiyin.cases.models import Application, Case
from huiyin.cases.models.application import Kind
from huiyin.cases.states import ApplicationState, CaseState
from huiyin.flow.posts import Post
from huiyin.journal.models import Event
from huiyin.notices.drafts import Draft
from huiyin.notices.kinds import NoticeKind
from huiyin.notices.texts import when
from huiyin.notices.to_units import HANDLER, Tell, share_of
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


TO_CENTRE: Mapping[str, Tell] = {
    "case.await_audit": _to_posts(NoticeKind.REPLIED, "工单{number}单位已反馈，待审核", Post.AUDITOR),
    "case.await_dispatch": _to_posts(NoticeKind.TO_DISPATCH, "工单{number}退单成立，待重新转办", Post.DISPATCHER),
    "case.submit_for_review": _to_posts(NoticeKind.TO_REVIEW, "工单{number}待审核", Post.REVIEWER),
    "case.send_back": _to_posts(NoticeKind.SENT_BACK, "工单{number}呈批退回，请重新拟办", Post.REVIEWER),
    "case.submit_for_approval": approver_in_turn, "case.approve": approver_in_turn,
    "case.dispatch": approver_afterwards, "case.approve_afterwards": approver_afterwards,
    "assignment.ask_centre": asked_by_unit, "assignment.answer_centre": answered_by_unit,
    "register.write": entered, "application.ask": asked, "callback.answered": to_judge, "objection.object": objected,
}  # fmt: skip
