"""The words in which a citizen is told what the states and acts of a case mean."""

from collections.abc import Mapping

from huiyin.callbacks.states import ObjectionState
from huiyin.cases.asks import WAYS
from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown

STATE_WORDS: Mapping[str, str] = {
    CaseState.COLLECTED: "已收到，工作人员正在筛选登记",
    CaseState.REGISTERED: "已登记，中心正在研究办理",
    CaseState.IN_REVIEW: "已登记，中心正在审核",
    CaseState.IN_APPROVAL: "正在报请领导批示",
    CaseState.APPROVED: "即将转给承办单位",
    CaseState.IN_HANDLING: "正在办理",
    CaseState.IN_AUDIT: "承办单位已反馈，中心正在审核",
    CaseState.IN_CALLBACK: "已有办理结果，中心将回访您",
    CaseState.CLOSED: "已办结",
    CaseState.REFUSED: "不予受理",
    CaseState.TRANSFERRED_OUT: "已转其他机构",
    CaseState.MERGED: "与同一事项合并办理，仍会单独答复您",
    CaseState.VOIDED: "未作为诉求登记",
    CaseState.WITHDRAWN: "已按您的意愿撤回",
    CaseState.ARCHIVED: "已办结并归档",
}

WAY_WORDS: Mapping[str, str] = {**dict(WAYS), "unit": "随办理反馈答复"}

ACT_WORDS: Mapping[str, str] = {
    "case.collect": "收到来信，等待筛选登记",
    "case.register": "受理登记",
    "case.screen": "筛选登记",
    "case.submit_for_approval": "报请领导批示",
    "case.dispatch": "转给承办单位",
    "case.merge": "与同一事项合并办理",
    "case.separate": "恢复单独办理",
    "case.answer_directly": "中心答复",
    "case.handle_directly": "中心办理并答复",
    "case.pass_audit": "反馈通过审核",
    "case.reject_reply": "反馈未通过审核，退回重办",
    "case.redo": "重新办理",
    "case.reopen": "重新办理",
    "case.take_up": "重新受理",
    "case.judge": "复核后终结",
    "case.refuse": "不予受理",
    "case.transfer_out": "转其他机构",
    "case.withdraw": "撤回",
    "case.void": "未作为诉求登记",
    "case.restore": "恢复办理",
    "case.urge": "中心催办",
    "case.hurry": "诉求人催办",
    "case.supplement": "诉求人补充情况",
    "case.tick_wishes": "诉求人评价",
    "case.rate_wishes": "诉求人评价",
    "objection.object": "诉求人要求重新办理",
    "objection.grant": "中心同意重新办理",
    "objection.decline": "中心答复：不再重新办理",
    "assignment.sign": "承办单位签收",
    "assignment.first_contact": "承办单位联系诉求人",
    "assignment.site_visit": "承办单位现场察看",
    "assignment.resume": "恢复办理",
    "application.grant_suspension": "一时不具备条件，列入台账定期复查",
}
"""The acts that a citizen is told of; everything else stays inside."""

ACTS_OF_LEAD = frozenset(verb for verb in ACT_WORDS if verb.startswith(("assignment.", "application.")))
"""Acts that are told only where they are the lead unit's."""


MOVED_WORDS: Mapping[str, str] = {
    "extension": "批准延长办理时间",
    "pause": "列入台账期间不计时间",
    "merged": "与同一事项合并办理，按较早的日期答复",
    "amended": "更正登记，按更正后的规定计算",
    "calendar": "放假安排有变动",
    "carried_over": "接续原系统的日期",
}
MOVED_OTHERWISE = "办理中调整"
"""Why a promised date moved, by the code in the event."""

OBJECTION_WORDS: Mapping[str, str] = {
    ObjectionState.ASKED: "中心正在研究，将在这里答复您",
    ObjectionState.GRANTED: "中心同意重新办理",
    ObjectionState.DECLINED: "中心答复：不再重新办理",
    ObjectionState.SETTLED: "本件已另行处理",
}


def ending_in_words(case: Case, book: Rulebook) -> tuple[str, ...]:
    """Return how the case ended, in sentences: result, reason and the legal route, or where it went."""
    try:
        if case.state == CaseState.REFUSED and case.refusal_reason:
            refusal = book.refusal(case.refusal_reason)
            return (f"原因：{refusal.label}", refusal.route)
        if case.state == CaseState.TRANSFERRED_OUT and case.transfer_target:
            return _transferred(case, book)
        if case.state == CaseState.TRANSFERRED_OUT and case.centre_id:
            numbers = case.raised_to.values_list("number", flat=True)
            return tuple(f"已上报市热线，由市热线继续办理，新的工单编号：{number}，查询码不变" for number in numbers)
        if case.state == CaseState.VOIDED:
            return (f"如有疑问，请拨打 {book.city.phone}，说明工单编号。",)
        if case.closed_at and case.result:
            return (f"办理结果：{book.result(case.result).label}",)
    except Unknown:
        # A word that a later edition dropped: better no sentence than no page.
        pass
    return ()


def _transferred(case: Case, book: Rulebook) -> tuple[str, ...]:
    target = book.transfer(case.transfer_target)
    told = f"已转：{target.label}{f'（{target.phone}）' if target.phone else ''}"
    return (told, f"对方受理编号：{case.outside_receipt}") if case.outside_receipt else (told,)
