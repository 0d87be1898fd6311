"""Why a move is not possible now: each guard answers the reason in the user's words, or None. Plain Python."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from huiyin.cases.facts import ApplicationFacts, AssignmentFacts, CaseFacts, UnitFacts
from huiyin.cases.states import AssignmentState
from huiyin.flow.table import At, Said
from huiyin.flow.times import local_day
from huiyin.rulebook.limits import Limit

# -- registering -------------------------------------------------------------------------------------------------


def essentials_are_given(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Each channel has its own essentials, some kinds waive some; a name is one of them only if the city says so."""
    channel = said.get("channel") or facts.channel
    return _missing(facts, said, book.essentials(channel, said.get("kind") or None))


def essentials_to_collect_are_given(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A message needs what its channel says; the clerk's screening supplies the rest."""
    return _missing(facts, said, book.channel(said["channel"]).essentials)


FIELDS_OF_ESSENTIAL = {
    "time": ("occurred", "received_at"), "place": ("place", "territory"), "object": ("object", "title"),
    "course": ("text",), "wish": ("wishes", "title"), "text": ("text",), "name": ("name",), "phone": ("phone",),
}  # fmt: skip
"""Which fields of the form hold an essential; one of them suffices."""


def _missing(facts: CaseFacts, said: Said, essentials: Any) -> str | None:
    lacking = [
        e for e in essentials if not any(said.get(f) or f in facts.filled for f in FIELDS_OF_ESSENTIAL[str(e)])
    ]  # fmt: skip
    if not lacking:
        return None
    return At(FIELDS_OF_ESSENTIAL[str(lacking[0])][0], f"还缺：{'、'.join(e.label for e in lacking)}")


def channel_is_online(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what stands on the web is collected before it is registered."""
    return None if book.channel(said["channel"]).online else At("channel", "只有网络渠道先采集后登记，请直接登记")


def category_is_in_force(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A new case takes a category that is valid on its day, and of the finest level."""
    code = said.get("category")
    if not code:
        return None
    if not book.category(code).is_valid(local_day(facts.at)):
        return At("category", f"分类“{book.category(code).name}”已停用，请选新的分类")
    return None


def received_is_not_in_the_future(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A message cannot have come after it is written down."""
    received = said.get("received_at")
    return At("received_at", "收到时间不能晚于现在") if received and received > facts.at else None


def accused_is_named_for_report(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Who is accused must be a unit of the tree, or the field stays empty."""
    accused = said.get("accused_unit")
    return At("accused_unit", "没有这个单位") if accused and facts.unit(accused) is None else None


def essentials_to_reach_are_kept(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Anonymous and a name together contradict each other."""
    return (
        At("anonymous", "选了匿名就不要填姓名；要保密请选“要求保密”")
        if said.get("anonymous") and said.get("name")
        else None
    )


# -- ending without a unit -----------------------------------------------------------------------------------------


def refusal_is_complete(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Saying "already handled" needs the old number."""
    refusal = book.refusal(said["refusal"])
    if refusal.needs_old_number and not said.get("old_number"):
        return At("old_number", f"“{refusal.label}”须填写原工单编号")
    return None


def reviewer_confirms_refusal(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Some reasons an agent alone may not use."""
    if facts.state == "registered" and book.refusal(said["refusal"]).needs_reviewer:
        return At("refusal", f"“{book.refusal(said['refusal']).label}”须由审核员确认，请先提交审核")
    return None


def result_fits_wishes(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """一时不具备解决条件 is never 已解决."""
    if book.result(said["result"]).solves and any(result == "not_now" for _, result in facts.wishes):
        return At("result", "有诉求点一时不具备解决条件，不能按已解决办结")
    return None


def parent_can_take_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Cases on one matter join while the parent is open; afterwards they are only linked."""
    parent = facts.case_named(said["parent"])
    if parent is None:
        return At("parent", "没有这个工单")
    if parent.id == facts.id:
        return At("parent", "不能并入自己")
    if parent.parent_id or parent.state == "merged":
        return At("parent", "对方已并入别的工单，请并入那个工单")
    if parent.state not in {"registered", "in_review", "in_approval", "approved", "in_handling", "in_audit"}:
        return At("parent", "对方已结束，不能并案，只能关联")
    if facts.has_children():
        return "本工单下已有并案，请先并入方为主件"
    return None


def parent_has_another_caller(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The same caller's second contact is an urge or a supplement, not another case to merge."""
    if book.repeats.same_caller_joins and facts.family != "online" and facts.same_caller(said["parent"]):
        return At("parent", "同一诉求人的在办件，请用催单或补充，不必另立再并")
    return None


def accused_is_the_same(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A report joins only a case that hides the same unit, else it would come before the accused."""
    parent = facts.case_named(said["parent"])
    if facts.accused_path and parent and parent.accused_path != facts.accused_path:
        return At("parent", "举报件只能并入举报同一单位的工单")
    return None


# -- approval --------------------------------------------------------------------------------------------------


def approval_is_needed(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A case that no rule of the city sends up the chain is dispatched at once."""
    return None if facts.approval_needed else "本件按规定不须呈批，可直接转办"


def approval_is_settled(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """急件先转办后补批: what is urgent does not wait where the city says so."""
    if not facts.approval_needed or facts.state == "approved":
        return None
    if facts.is_urgent and book.approval.urgent_dispatch_first:
        return None
    return "本件须先呈批，批准后才能转办"


def approval_waits_afterwards(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what was dispatched before its approval is approved afterwards."""
    return None if facts.approval_pending else "本件不须补批"


# -- dispatch ----------------------------------------------------------------------------------------------------


def lead_can_take_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The lead unit exists, works, and takes cases."""
    return _unit_can_take_it("lead", facts.unit(said["lead"]))


def joint_units_can_take_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """So does each joint unit, and the lead is not among them."""
    if said["lead"] in said["joint"]:
        return At("joint", "主办单位不能同时协办")
    if len(said["joint"]) > book.dispatch.co_units:
        return At("joint", f"协办单位最多{book.dispatch.co_units}个")
    problems = [p for unit in said["joint"] if (p := _unit_can_take_it("joint", facts.unit(unit)))]
    return problems[0] if problems else None


def _unit_can_take_it(field: str, unit: UnitFacts | None) -> str | None:
    if unit is None:
        return At(field, "没有这个单位")
    if not unit.active:
        return At(field, f"{unit.name}已撤销，请选承接单位")
    return None if unit.accepts_cases else At(field, f"{unit.name}不接收工单")


def accused_does_not_receive(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A report is never dispatched to the unit complained of, nor to anything below it."""
    for field in ("lead", "joint", "unit", "suggested"):
        for unit_id in _ids(said.get(field)):
            unit = facts.unit(unit_id)
            if unit and is_accused(facts, unit.path):
                return At(field, f"不能转给被举报单位或其下级：{unit.name}")
    return None


def is_accused(facts: CaseFacts, path: str) -> bool:
    """Whether the unit at `path` is the accused or stands below it."""
    return bool(facts.accused_path) and path.startswith(facts.accused_path)


def _ids(value: Any) -> tuple[UUID, ...]:
    if value is None or value == "":
        return ()
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def limit_can_be_read(facts: Any, said: Said, book: Any) -> str | None:
    """A limit set by hand is written as in the rulebook, and is not longer than the city's."""
    if not said.get("limit"):
        return None
    try:
        Limit.parse(said["limit"])
    except ValueError:
        return At("limit", "时限看不懂，请写如 5wd（工作日）、24h（小时）、30m（分钟）")
    return None


def nobody_has_signed(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """What a unit has signed is no longer taken back silently."""
    if not book.dispatch.recall_before_sign:
        return "本市规定转办后不收回，请由单位退单"
    signed = any(p.is_open and (p.signed_at or p.state != AssignmentState.PENDING_SIGNATURE) for p in facts.parts)
    return "已有单位签收，不能收回；请由单位退单或督促办理" if signed else None


# -- automatic -----------------------------------------------------------------------------------------------------


def lead_has_replied(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The lead has replied and, where the city wants it, every joint unit too."""
    lead = facts.lead
    if lead is None or lead.state != AssignmentState.REPLIED:
        return "主办单位尚未反馈"
    if book.dispatch.closes_with == "all" and any(p.role == "joint" and p.is_working for p in facts.parts):
        return "还有协办单位没有反馈"
    return None


def nobody_leads(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The lead's return was accepted: the matter needs another unit."""
    lead = facts.lead
    return None if lead is None or lead.state in {"annulled", "recalled"} else "主办单位仍在办理"


# -- audit and after --------------------------------------------------------------------------------------------


def petitioner_is_answered(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Where the centre answers the petitioner, passing a reply tells how and what was answered."""
    if book.answers.answered_by != "centre":
        return None
    if not said.get("way"):
        return At("way", "请填写答复诉求人的方式")
    return None if said.get("answer") else At("answer", "请填写答复诉求人的内容")


def board_answer_has_link(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """An answer on a message board is published somewhere."""
    needs_link = book.channel(facts.channel).answer_needs_link and book.answers.answered_by == "centre"
    return At("answer_link", "本渠道的答复须填写公开答复的链接") if needs_link and not said.get("answer_link") else None


def every_wish_is_answered(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """每诉必受每受必办每办必复: no wish is left without a result."""
    left = [str(number) for number, result in facts.wishes if not result]
    return f"第{'、'.join(left)}个诉求点没有答复，请退回补充" if left else None


def dissatisfaction_is_reasonable(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A redo needs the dissatisfaction judged reasonable."""
    if said.get("reasonable") or not book.redo.needs_reasonable:
        return None
    return At("reasonable", "不满意的理由成立才能重办；不成立请研判终结")


def redos_are_left(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """After the city's number of redos a second person judges."""
    most = book.redo.max_times
    return f"已重办{facts.redos}次，达到上限，请研判终结" if facts.redos >= most else None


def was_handled_by_unit(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only a unit can do again what a unit did."""
    return None if facts.lead is not None else "本件由中心直接办结，请用重新受理"


def was_answered_by_centre(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """What the centre closed itself is taken up by the centre."""
    return None if facts.lead is None else "本件由单位办理，请用重新打开"


def is_not_judged(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A judgement ends the quarrel once, and needs one: a petitioner who is not satisfied."""
    if facts.terminated:
        return "本件已经研判终结"
    return None if facts.dissatisfied else "回访没有不满意，不须研判终结"


def reopening_is_in_time(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The petitioner may ask for reopening within the city's days."""
    if facts.closed_at is None:
        return "本件没有办结时间"
    return (
        None
        if facts.at <= facts.due(facts.closed_at, book.callback.reopen_within)
        else "已超过可重新打开的期限，请另行登记并关联"
    )


def wait_before_archiving_is_over(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A case is archived after the city's days, when nobody can reopen it any more."""
    if facts.ended_at is None:
        return "本件尚未结束"
    over = facts.at >= facts.ended_at + timedelta(days=book.archive_after_days)
    return None if over else f"办结满{book.archive_after_days}天后归档"


# -- the unit --------------------------------------------------------------------------------------------------


def accused_does_not_receive_below(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The same rule one level down."""
    return accused_does_not_receive(facts.case, said, book)


def unit_is_directly_below(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Work is handed down within the own tree."""
    unit = facts.case.unit(said["unit"])
    problem = _unit_can_take_it("unit", unit)
    if problem or unit is None:
        return problem
    below = unit.path.startswith(facts.part.unit_path) and unit.path != facts.part.unit_path
    return None if below else At("unit", f"{unit.name}不是本单位的下级")


def unit_has_no_open_share(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit holds one open share of a case."""
    taken = any(p.is_open and p.unit_id == said["unit"] for p in facts.case.parts)
    return At("unit", "该单位已在承办本件") if taken else None


def case_is_in_handling(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit acts while the case is in its hands."""
    return None if facts.case.state == "in_handling" else "本件现不在办理环节"


def no_application_waits(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """One application at a time."""
    waits = any(a.is_open and a.assignment_id == facts.part.id for a in facts.case.applications)
    return "已有申请等待审批" if waits else None


def is_not_bound(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """An arbitrated ruling binds."""
    return "职责已经裁定，不能再退单" if facts.part.bound else None


def nothing_is_handed_down(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """What lies below is called back or answered first: step by step up the tree."""
    return (
        "下级单位仍在办理，请先由其反馈或退单" if any(p.is_working for p in facts.case.below(facts.part.id)) else None
    )


def return_is_in_time(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A return is asked within the city's days of the dispatch."""
    if facts.at <= facts.case.due(facts.part.dispatched_at, book.returns.within):
        return None
    return f"已超过退单期限（转办后{book.returns.within.label}内）"


def later_return_is_signed(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The second return of a case needs the leader's signature."""
    returned = sum(p.returns for p in facts.case.parts)
    if returned >= book.returns.needs_leader_and_basis_after and not said.get("leader"):
        return At("leader", f"本件已退过{returned}次，再退须有领导签字")
    return None


def suggestion_is_not_accused(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit does not send a report to the accused by way of a suggestion."""
    return accused_does_not_receive(facts.case, said, book)


def extension_is_possible(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Only so often."""
    most = book.extension.max_times
    return f"每件最多延期{most}次，已延期{facts.part.extensions}次" if facts.part.extensions >= most else None


def extension_is_asked_before_expiry(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Afterwards it is simply late."""
    if book.extension.ask_before_expiry and facts.part.due_at and facts.at > facts.part.due_at:
        return "已经超期，不能再申请延期"
    return None


def extension_is_not_too_long(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The new date lies after the old one and within the city's longest extension."""
    due = facts.part.due_at
    if due is None:
        return "本件没有办理期限，不须延期"
    if said["until"] <= due:
        return At("until", "延至的时间须晚于现在的期限")
    longest = book.extension.max_amount
    if said["until"] > facts.case.due(due, longest):
        return At("until", f"每次最多延期{longest.label}")
    return None


def extension_covers_the_case(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A sub-unit's extension stays inside the limit of the unit above."""
    above = facts.above
    if above and above.due_at and said["until"] > above.due_at:
        return At("until", "不能晚于上级单位的期限，请先由上级单位申请延期")
    return None


def suspension_is_allowed(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Not every city keeps a ledger of hard matters."""
    if not book.suspension.allowed:
        return "本市规定不设挂账"
    return "已经挂账" if facts.part.suspended else None


def review_day_is_near(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A suspended case is looked at again."""
    days = (said["review_on"] - local_day(facts.at)).days
    most = book.suspension.max_review_days
    return None if 0 < days <= most else At("review_on", f"复查日期须在{most}天之内")


def is_suspended(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Only what was suspended is taken up again."""
    return None if facts.part.suspended else "本件没有挂账"


# -- the reply ---------------------------------------------------------------------------------------------------


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


def paper_day_has_come(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A paper cannot have been signed tomorrow."""
    return At("signed_on", "签发日期不能晚于今天") if said["signed_on"] > local_day(facts.at) else None


def was_handed_down(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The unit above checks what it handed down; the rest is the centre's to audit."""
    return None if facts.part.role == "sub" else "本件由中心审核"


def replies_below_are_in(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit answers when those below it have answered."""
    return nothing_is_handed_down(facts, said, book)


def panel_is_not_needed(facts: ApplicationFacts, said: Said, book: Any) -> str | None:
    """A case returned as often as the city allows goes to the arbitration panel."""
    returned = sum(p.returns for p in facts.case.parts) + 1
    if facts.asked.decider == "centre" and returned >= book.returns.max_to_arbitration:
        return f"本件已是第{returned}次退单，须提交裁定"
    return None


# -- applications ------------------------------------------------------------------------------------------------


def granted_until_is_later(facts: ApplicationFacts, said: Said, book: Any) -> str | None:
    """A shorter extension may be granted, but not one before the limit."""
    until = said.get("until")
    if until and facts.part.due_at and until <= facts.part.due_at:
        return At("until", "准许的时间须晚于现在的期限")
    return None


def is_a(*kinds: str) -> Any:
    """Make a guard: the application is of one of these kinds."""

    def kind_fits(facts: ApplicationFacts, said: Said, book: Any) -> str | None:
        return None if facts.asked.kind in kinds else "这类申请没有此操作"

    return kind_fits


def reassigned_unit_can_take_it(facts: ApplicationFacts, said: Said, book: Any) -> str | None:
    """The unit that the ruling names exists, works and is not the accused."""
    return _unit_can_take_it("lead", facts.case.unit(said["lead"])) or accused_does_not_receive(facts.case, said, book)
