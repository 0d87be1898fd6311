"""The figures by which cases, units' shares and applications are counted: name, label, definition, rows.

What is "accepted in the period" is followed to its end, whenever that came. What "happened in the period" is counted
on its day, whenever its case was accepted. The others tell how it stands at the end of the period.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from huiyin.cases import populations as p
from huiyin.cases import time_account
from huiyin.cases.models.application import Kind
from huiyin.cases.models.case import Outcome
from huiyin.cases.models.record import ContactKind
from huiyin.cases.scoped import acts_in
from huiyin.clocks.models import Holder
from huiyin.measures.kinds import Counts, Measure, Rate
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook

BY_HAND, BY_CLOCK = "case.urge", "case.urged_by_clock"
"""Verbs of urging. One call to a unit for all its late cases is one of the first kind on each of them."""

Rows = Callable[[Scope], Any]


def _counter(counts: Counts, unit: Any = "件") -> Callable[[str, str, str, Rows], Measure]:
    def measure(name: str, label: str, definition: str, rows: Rows) -> Measure:
        return Measure(name, label, definition, unit, counts, rows)

    return measure


accepted = _counter("accepted_in_period")
happened = _counter("happened_in_period")
times = _counter("happened_in_period", "次")
standing = _counter("state_at_end")


def with_outcome(outcome: str) -> Rows:
    """Make the query: accepted in the period and ended in this way."""
    return lambda scope: p.accepted(scope).filter(outcome=outcome)


def hours_held(name: str, label: str, definition: str, *holders: Holder) -> Measure:
    """Make the measure: the hours in which these holders, or all, had the cases (时间账)."""
    rows = partial(held_by, holders=holders)
    return Measure(name, label, definition, "小时", "happened_in_period", rows, value=time_account.hours)


def held_by(scope: Scope, holders: tuple[Holder, ...]) -> Any:
    """Return the spans of time of these holders, or of all."""
    return time_account.held(scope, *holders)


def acts(*verbs: str) -> Rows:
    """Make the query: acts of these verbs in the period."""
    return lambda scope: acts_in(scope, *verbs)


CASES = (
    accepted("accepted", "受理", "期间内受理的诉求件数，含并案、转外部和撤回的，不含不予受理和作废的。", p.accepted),
    accepted("platform", "平台受理", "期间内受理的诉求中不是来自网络舆情渠道的件数。", p.not_online),
    accepted("online", "网络舆情", "期间内受理的诉求中来自网络舆情渠道的件数。", p.online),
    accepted("message_board", "领导留言板", "期间内受理的诉求中来自领导留言板的件数。",
             partial(p.from_channels, measure="message_board")),
    accepted("mayor_mailbox", "市长信箱", "期间内受理的诉求中来自市长信箱的件数。",
             partial(p.from_channels, measure="mayor_mailbox")),
    accepted("matters", "事项", "期间内受理的诉求归并后的事项数，并入他件的诉求不另计。", p.standing_alone),
    accepted("merged", "并案诉求", "期间内受理的诉求中并入他件的件数。", p.joined),
    accepted("merged_matters", "并案事项", "期间内受理的诉求中有他件并入的主件数。", p.joined_by_others),
    accepted("tagged", "专项标签件", "期间内受理的诉求中带有专项标签的件数。", p.tagged),
    accepted("sponsored", "领导包案", "期间内受理、由领导包案的件数。", p.sponsored),
    accepted("immediate", "承诺马上就办", "期间内受理、承诺马上就办的件数。", p.promised_at_once),
    accepted("direct_answers", "直接答复", "期间内受理、由中心当即答复办结的件数。",
             with_outcome(Outcome.DIRECT_ANSWER)),
    accepted("direct_handled", "直接办理", "期间内受理、由中心自行联系办理后办结的件数。",
             with_outcome(Outcome.DIRECT_HANDLED)),
    accepted("direct", "直接答复和办理", "期间内受理、由中心直接答复或直接办理后办结的件数。", p.by_centre),
    accepted("closed", "办结", "期间内受理、转单位办理并已办结的件数，直接答复和直接办理另计。", p.closed),
    accepted("closed_on_time", "按期办结", "办结件数中在对诉求人承诺的期限（含经批准的延期）内答复的件数。",
             lambda scope: p.on_time(p.closed(scope))),
    accepted("closed_late", "超期办结", "办结件数中超过对诉求人承诺的期限才答复的件数。",
             lambda scope: p.closed(scope).filter(closed_on_time=False)),
    accepted("closed_extended", "延期后按期办结", "按期办结件数中经过延期的件数。",
             lambda scope: p.on_time(p.closed(scope)).filter(extended=True)),
    accepted("settled", "办结（含直接）", "期间内受理并已答复办结的件数，含直接答复和直接办理的。", p.settled),
    accepted("settled_on_time", "按期办结（含直接）", "期间内受理、在承诺期限内办结的件数，含直接答复和直接办理的。",
             lambda scope: p.on_time(p.settled(scope))),
    accepted("answered_without_result", "有答复无结果", "期间内受理、已答复办结而没有一个诉求点得到解决的件数。",
             p.without_result),
    accepted("terminated", "研判终结", "期间内受理、经第二人研判终结的件数。",
             lambda scope: p.accepted(scope).filter(terminated=True)),
    accepted("hard_cases", "疑难工单", "期间内受理、重办达到规定次数的件数。", p.done_again_too_often),
    accepted("raised", "单位专线上报", "期间内受理的诉求中由单位专线上报而来的件数。", p.raised),
    accepted("suggestions_adopted", "建议采纳", "期间内受理、所提建议被采纳的件数。",
             lambda scope: p.accepted(scope).filter(suggestion_adopted=True)),
)  # fmt: skip

ACTS = (
    happened("dispatched", "转办", "期间内首次转给单位办理的件数。", p.dispatched),
    times("signed_late", "超时签收", "期间内单位超过签收时限才签收的次数。", p.shares_signed_late),
    happened("extended", "延期", "期间内获准延期的件数。", p.extended),
    times("returned", "退单", "期间内单位申请退单并获同意的次数。", partial(p.granted, kind=Kind.RETURN)),
    times("newly_suspended", "新增挂账", "期间内单位申请挂账并获同意的次数。",
          partial(p.granted, kind=Kind.SUSPENSION)),
    times("rejected", "退回重办", "期间内中心审核不通过、退回单位重新办理的次数。", acts("case.reject_reply")),
    times("redone", "重办", "期间内回访不满意且理由成立、发回单位重办的次数。", acts("case.redo")),
    times("reopened", "重新打开", "期间内办结后又重新打开或重新受理的次数。", acts("case.reopen", "case.take_up")),
    times("urged", "催办", "期间内平台自动催办和人工催办的次数。", acts(BY_HAND, BY_CLOCK)),
    times("urged_by_clock", "自动催办", "期间内平台按时间节点自动催办的次数。", acts(BY_CLOCK)),
    times("urged_by_hand", "人工催办", "期间内督办员逐件或按单位人工催办的次数，一次催几件的计几次。", acts(BY_HAND)),
    times("charged", "落实责任人", "期间内单位落实分管领导、科室、承办人三层责任的次数。", acts("assignment.charge")),
    times("instructed_inside", "单位内部批示", "期间内单位领导对承办任务作出批示的次数。",
          acts("assignment.instruct_inside")),
    times("tracked", "跟踪了解", "期间内单位和中心跟踪了解办理进度的次数。",
          partial(p.looked_after, kind=ContactKind.TRACKING)),
    times("seen_on_site", "现场察看", "期间内单位和中心到现场察看的次数。",
          partial(p.looked_after, kind=ContactKind.SITE)),
    times("papers_signed", "纸质签发", "期间内单位以签字扫描件代替在线签发的次数。", acts("assignment.sign_off_on_paper")),
    times("papers_drawn", "纸质签发抽中", "期间内的单位反馈中为纸质签发而被抽中核对的次数。", p.papers_drawn),
    times("papers_checked", "纸质签发抽查", "期间内中心对照扫描件核对纸质签字的次数。", acts("assignment.check_paper")),
    times("papers_untrue", "纸质签发不实", "期间内中心核对为无人签字或签字不实的次数。", p.papers_untrue),
    times("revealed", "查看诉求人信息", "期间内打开诉求人身份的次数，每次都写明用途。", acts("petitioner.reveal")),
    times("hurried", "诉求人催单", "期间内诉求人再次来催的次数。", acts("case.hurry")),
    happened("closed_in_period", "本期办结", "期间内办结的件数，不论何时受理，含直接答复和直接办理的。",
             p.closed_in_period),
    happened("refused", "不予受理", "期间内告知不予受理的件数。", partial(p.ended_as, outcome=Outcome.REFUSED)),
    happened("transferred_out", "转外部", "期间内转交本热线以外机构的件数。",
             partial(p.ended_as, outcome=Outcome.TRANSFERRED_OUT)),
    happened("handed_up", "上报市热线", "期间内单位专线上报市热线、由市热线另行受理的件数。", p.handed_up),
    happened("voided", "作废", "期间内作废的件数。", partial(p.ended_as, outcome=Outcome.VOIDED)),
    happened("withdrawn", "撤回", "期间内诉求人向中心撤回的件数。", partial(p.ended_as, outcome=Outcome.WITHDRAWN)),
)  # fmt: skip

UNITS = (
    times("unit_dispatched", "交办", "期间内交给单位的承办任务数，收回的和退单成立的不计。", p.shares_dispatched),
    times("unit_dispatched_on_time", "交办按期反馈", "期间内交给单位的承办任务中按期反馈的次数。",
          lambda scope: p.shares_dispatched(scope).filter(on_time=True)),
    times("sent", "派单", "期间内派给单位的承办任务数，退单成立的也计，收回的不计。", p.shares_sent),
    times("sent_wrongly", "派错", "期间内派给单位的承办任务中，单位申请退单并成立，或签收后中心以派单有误改派的次数。",
          p.shares_sent_wrongly),
    times("unit_replied", "单位反馈", "期间内单位反馈获审核通过的次数。", p.shares_replied),
    times("unit_replied_on_time", "单位按期反馈", "期间内获审核通过的单位反馈中在单位时限内作出的次数。",
          lambda scope: p.shares_replied(scope).filter(on_time=True)),
    times("unit_due", "单位到期", "期间内到期的承办任务数，挂账、随件办结和按期反馈而待审核的不计。", p.shares_due),
    times("unit_due_on_time", "单位到期按期反馈", "期间内到期的承办任务中按期反馈的次数。",
          lambda scope: p.shares_due(scope).filter(on_time=True)),
)  # fmt: skip

STANDING = (
    standing("open", "在办", "期末尚未办结的件数，含挂账的，并入他件的诉求不另计。", p.open_at_end),
    standing("carried_in", "上期结转", "期初尚未办结、转入本期办理的件数。", p.carried_in),
    standing("carried_over", "结转", "期末尚未办结、转入下期办理的件数。", p.carried_over),
    standing("overdue", "超期", "期末尚未办结且已超过对诉求人承诺期限的件数，挂账的不计。", p.overdue),
    standing("suspended", "挂账", "期末一时不具备解决条件而挂账的件数。", p.suspended),
)  # fmt: skip

BASES = (
    happened("due", "到期", "期间内对诉求人承诺的期限到期的件数，含结转来的，挂账的不计。", p.due),
    happened("due_on_time", "到期按期办结", "期间内到期的件数中按期答复办结的件数。",
             lambda scope: p.on_time(p.answered(p.due(scope)))),
    happened("dispatched_closed", "转办件办结", "期间内转办的件数中已办结的件数。",
             lambda scope: p.answered_by_units(p.dispatched(scope))),
    happened("dispatched_on_time", "转办件按期办结", "期间内转办的件数中按期办结的件数。",
             lambda scope: p.on_time(p.answered_by_units(p.dispatched(scope)))),
    standing("accepted_ever", "累计受理", "自启用以来至期末受理的件数。", p.accepted_ever),
    standing("settled_on_time_ever", "累计按期办结", "自启用以来至期末受理的件数中按期答复办结的件数。",
             lambda scope: p.on_time(p.answered(p.accepted_ever(scope)))),
)  # fmt: skip

TIME = (
    hours_held("held", "时间账：合计", "期间内工单从受理到办结的小时数合计，等于以下各环节之和。"),
    hours_held("held_by_centre", "时间账：中心", "期间内工单在中心登记、转办、审核反馈环节的小时数合计。", Holder.CENTRE),
    hours_held("held_in_approval", "时间账：呈批", "期间内工单在领导呈批环节的小时数合计。", Holder.APPROVAL),
    hours_held("held_by_units", "时间账：单位", "期间内工单在承办单位手中的小时数合计，选定单位时为该单位及其下级的。",
               Holder.UNIT),
    hours_held("held_in_return", "时间账：退单审核", "期间内工单在退单审核中的小时数合计。", Holder.RETURN),
    hours_held("held_in_extension", "时间账：延期审批", "期间内工单在延期或挂账审批中的小时数合计。", Holder.EXTENSION),
    hours_held("held_in_callback", "时间账：回访", "期间内工单在办结前回访环节的小时数合计。", Holder.CALLBACK),
)  # fmt: skip

CHECKS = (
    standing("not_accepted", "未受理", "每诉必受核对：期间内收到、至期末超过中心审核时限仍未受理也未答复的件数。",
             p.not_accepted),
    standing("not_handled", "未办理", "每受必办核对：期间内受理、至期末中心超过自身时限仍未转办的件数。",
             p.not_handled),
    accepted("not_answered", "未答复", "每办必复核对：期间内受理、已办结而没有答复诉求人的件数。", p.closed_unanswered),
    standing("without_reply", "无回音", "事事有回音核对：期间内受理、至期末已过承诺期限而没有答复的件数，挂账的不计。",
             p.without_reply),
)  # fmt: skip

RATES = (
    Rate("on_time_rate.of_accepted", "按期办结率（占受理）", "期间内受理的件数中按期办结（含直接答复和办理）的比例。",
         "settled_on_time", "accepted"),
    Rate("on_time_rate.of_dispatched", "按期办结率（占转办）", "期间内转办的件数中按期办结的比例。",
         "dispatched_on_time", "dispatched"),
    Rate("on_time_rate.of_due", "按期办结率（占到期）", "期间内到期的件数（含结转）中按期办结的比例。",
         "due_on_time", "due"),
    Rate("on_time_rate.of_all", "按期办结率（全口径）", "自启用以来至期末受理的件数中按期办结的比例。",
         "settled_on_time_ever", "accepted_ever"),
    Rate("closing_rate.of_accepted", "办结率（占受理）", "期间内受理的件数中已办结（含直接答复和办理）的比例。",
         "settled", "accepted"),
    Rate("closing_rate.of_dispatched", "办结率（占转办）", "期间内转办的件数中已办结的比例。",
         "dispatched_closed", "dispatched"),
    Rate("unit_on_time_rate.of_due", "单位按期反馈率（占到期）", "期间内到期的承办任务中按期反馈的比例。",
         "unit_due_on_time", "unit_due"),
    Rate("unit_on_time_rate.of_dispatched", "单位按期反馈率（占交办）", "期间内交给单位的承办任务中按期反馈的比例。",
         "unit_dispatched_on_time", "unit_dispatched"),
    Rate("wrong_rate.of_sent", "派错率（占派单）", "期间内派给单位的承办任务中退单成立的比例。", "sent_wrongly", "sent"),
    Rate("direct_rate.of_accepted", "直办率（占受理）", "期间内受理的件数中由中心直接答复和办理的比例。",
         "direct", "accepted"),
)  # fmt: skip

MEASURES = (*CASES, *ACTS, *UNITS, *STANDING, *BASES, *TIME, *CHECKS, *RATES)

_SETTLED = {measure.name for measure in MEASURES}


def measures_of(book: Rulebook) -> Iterable[Measure]:
    """Return a measure for each channel with a name of its own beyond the settled ones, each result, each cause."""
    yield from _by_channel(book)
    for result in book.results:
        if result.closes:
            told = f"期间内受理、办理结果为“{result.label}”的件数。"
            yield accepted(
                f"result.{result.code}", f"结果：{result.label}", told, partial(p.with_result, result=result.code)
            )
    for cause in book.reject_causes:
        told = f"期间内因“{cause.label}”把反馈退回重办、把已答复的发回重办的次数。"
        yield times(f"sent_back.{cause.code}", f"退回：{cause.label}", told, partial(p.sent_back, cause=cause.code))


def _by_channel(book: Rulebook) -> Iterable[Measure]:
    for channel in book.channels:
        if channel.measure and channel.measure not in _SETTLED:
            rows = partial(p.from_channels, measure=channel.measure)
            yield accepted(channel.measure, channel.label, f"期间内受理的诉求中来自{channel.label}的件数。", rows)
