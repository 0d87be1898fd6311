"""For each move a scene in which it can be taken: the thing, and what is said. Built anew, by the law of each city."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from huiyin.cases.act import collect
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.tests.stage import Stage
from huiyin.files.models import Attachment

OWN, BELOW, OTHER, ACCUSED = "bureau", "office", "water", "east"
Scene = tuple[Any, dict[str, Any]]
REASON = {"reason": "情况说明"}
CONTACT = {"way": "phone", "reached": True, "words": "已说明进展"}


def solves(stage: Stage) -> str:
    return next(r.code for r in stage.book.results if r.solves)


def registered(stage: Stage, **other: Any) -> Case:
    """A report against one unit, so that the accused stand by in every scene."""
    accused = stage.units[ACCUSED].pk
    return stage.register(**{"kind": "report", "accused_unit": accused, **other}).case


def in_review(stage: Stage) -> Case:
    return stage.move(registered(stage), "submit_for_review", "agent")


def in_approval(stage: Stage) -> Case | None:
    case = registered(stage, kind="complaint")
    if not stage.book.approval_chain(case.kind, case.family, case.channel, case.category, case.urgency):
        return None
    return stage.move(case, "submit_for_approval", "reviewer")


def dispatched(stage: Stage, **other: Any) -> Case:
    return stage.dispatch(registered(stage, **other), OWN)


def dispatched_unapproved(stage: Stage) -> Case | None:
    if not stage.book.approval.urgent_dispatch_first or not stage.book.approval.roles:
        return None
    case = registered(stage, kind="complaint", urgency="urgent")
    return stage.move(case, "dispatch", "dispatcher", lead=stage.units[OWN].pk, joint=[])


def handled_by_unit(stage: Stage) -> Case:
    case = dispatched(stage)
    stage.later(minutes=5)
    stage.sign(case, OWN)
    return case


def replied(stage: Stage) -> Case:
    case = handled_by_unit(stage)
    stage.reply(case, OWN)
    return stage.reload(case)


def closed(stage: Stage) -> Case:
    return stage.finish(stage.pass_audit(replied(stage)))


def disputed(stage: Stage) -> Case:
    """Not satisfied, for a reason that somebody judges; where the city asks for no reasons, after all its redos."""
    case = stage.hear(closed(stage), satisfied=False)
    while case.state == "in_handling":
        stage.later(minutes=30)
        stage.reply(case, OWN)
        case = stage.hear(stage.pass_audit(stage.reload(case)), satisfied=False)
    return case


def answered(stage: Stage) -> Case:
    said = {"answer": "已告知。", "way": "phone", "result": solves(stage)}
    return stage.move(registered(stage), "answer_directly", "agent", **said)


def merged(stage: Stage) -> Case:
    parent = registered(stage)
    return stage.move(registered(stage, phone="13900002222"), "merge", "agent", parent=parent.pk)


def collected(stage: Stage) -> Case:
    said = {"channel": "message_board", "text": "路灯不亮", "title": "路灯", "received_at": stage.at}
    return collect(said, actor=stage.who("opinion_clerk"), at=stage.at, city=stage.city).case


def dispatch_said(stage: Stage) -> dict[str, Any]:
    return {"lead": stage.units[OWN].pk, "joint": []}


def audit_said(stage: Stage) -> dict[str, Any]:
    by_centre = stage.book.answers.answered_by == "centre"
    return {"result": solves(stage)} | ({"way": "phone", "answer": "已修好。"} if by_centre else {})


def screen_said(stage: Stage) -> dict[str, Any]:
    return {name: value for name, value in stage.said().items() if name not in {"channel", "name", "phone"}}


REFUSAL = {"refusal": "outside_territory", "route_told": "请拨打所在地热线"}

CASE: dict[str, Callable[[Stage], Scene]] = {
    "screen": lambda s: (collected(s), screen_said(s)),
    "answer_directly": lambda s: (registered(s), {"answer": "已告知。", "way": "phone", "result": solves(s)}),
    "handle_directly": lambda s: (
        registered(s),
        {"answer": "已告知。", "way": "phone", "result": solves(s), "whom": "值班室", "done": "电话核实"},
    ),
    "amend": lambda s: (registered(s), {"urgency": "urgent", **REASON}),
    "refuse": lambda s: (registered(s), REFUSAL),
    "refuse in review": lambda s: (in_review(s), REFUSAL),
    "transfer_out": lambda s: (registered(s), {"target": s.book.transfers[0].code}),
    "hand_up": lambda s: (registered(s), REASON),
    "note_receipt": lambda s: (
        s.move(registered(s), "transfer_out", "agent", target=s.book.transfers[0].code),
        {"receipt": "110-7"},
    ),
    "merge": lambda s: (registered(s, phone="13900002222"), {"parent": registered(s).pk}),
    "separate": lambda s: (merged(s), REASON),
    "link": lambda s: (registered(s), {"other": registered(s).pk}),
    "void": lambda s: (registered(s), {"void_reason": s.book.void_reasons[0].code}),
    "restore": lambda s: (s.move(registered(s), "void", "reviewer", void_reason=s.book.void_reasons[0].code), REASON),
    "withdraw": lambda s: (registered(s), {"heard_how": "本人来电"}),
    "submit_for_review": lambda s: (registered(s), {}),
    "submit_for_approval": lambda s: (registered(s) if in_approval(s) else None, {}),
    "approve": lambda s: (in_approval(s), {"words": "同意"}),
    "approve_on_paper": lambda s: (in_approval(s), {"leader": "科长"}),
    "send_back": lambda s: (in_approval(s), REASON),
    "approve_afterwards_on_paper": lambda s: (dispatched_unapproved(s), {"leader": "科长"}),
    "approve_afterwards": lambda s: (dispatched_unapproved(s), {}),
    "disapprove_afterwards": lambda s: (dispatched_unapproved(s), REASON),
    "instruct": lambda s: (registered(s), {"words": "请抓紧办理", "leader_post": "vice_mayor"}),
    "dispatch": lambda s: (s.approve(registered(s)), dispatch_said(s)),
    "add_units": lambda s: (dispatched(s), {"joint": [s.units[OTHER].pk]}),
    "recall": lambda s: (dispatched(s) if s.book.dispatch.recall_before_sign else None, REASON),
    "pass_audit": lambda s: (replied(s), audit_said(s)),
    "reject_reply": lambda s: (replied(s), {"cause": "delay", **REASON}),
    "redo": lambda s: (closed(s), {"reasonable": True, **REASON}),
    "reopen": lambda s: (closed(s), REASON),
    "take_up": lambda s: (answered(s), REASON),
    "judge": lambda s: (disputed(s), {"result": "ended_on_review", **REASON}),
    "supplement": lambda s: (registered(s), {"supplement": "楼道灯也不亮"}),
    "hurry": lambda s: (registered(s), {}),
    "urge": lambda s: (dispatched(s), {"urge_way": "phone"}),
    "remark": lambda s: (handled_by_unit(s), {"remark": "诉求人情绪激动"}),
    "tag": lambda s: (registered(s), {"tags": ["专项"]}),
    "sponsor": lambda s: (dispatched(s), {"sponsor": "分管领导"}),
    "publish": lambda s: (
        s.move(collected(s), "refuse", "opinion_clerk", **REFUSAL),
        {"answer_link": "https://board.example/1", "published_on": s.at.date()},
    ),
    "tick_wishes": lambda s: (closed(s), {"ticks": [{"ordinal": 1, "answered": True}]}),
    "claim": lambda s: (registered(s), {}),
    "give_back": lambda s: (s.move(registered(s), "claim", "agent"), {}),
    "follow_up": lambda s: (registered(s), {"contact_kind": "tracking", **CONTACT}),
}


def share(stage: Stage, case: Case, unit: str = OWN) -> Assignment:
    return stage.share(case, unit)


def below(stage: Stage, *, has_replied: bool = False) -> Assignment:
    case = handled_by_unit(stage)
    stage.move_share(share(stage, case), "sub_dispatch", f"{OWN}.handler", unit=stage.units[BELOW].pk)
    stage.sign(case, BELOW)
    if has_replied:
        stage.move_share(share(stage, case, BELOW), "reply", f"{BELOW}.handler", **stage.reply_said(case))
    return share(stage, case, BELOW)


def drafted(stage: Stage) -> Assignment | None:
    if not stage.book.sign_off.required:
        return None
    case = handled_by_unit(stage)
    return stage.move_share(share(stage, case), "reply", f"{OWN}.handler", **stage.reply_said(case))


def scanned(stage: Stage, row: Assignment | None) -> Scene:
    if row is None or not stage.book.sign_off.on_paper:
        return None, {}
    scan = Attachment.objects.create(
        subject_kind="assignment", subject_id=row.pk, kind="scan", name="签发单.png", content_type="image/png", size=9,
        uploaded_by=row.pk, at=stage.at,
    )  # fmt: skip
    return row, {"signer": "某局长", "signed_on": stage.at.date(), "scan": scan.pk}


def signed_on_paper(stage: Stage) -> Scene:
    row, said = scanned(stage, drafted(stage))
    if row:
        row = stage.move_share(row, "sign_off_on_paper", f"{OWN}.handler", **said)
    return row, {"genuine": True}


def until(stage: Stage, row: Assignment) -> dict[str, Any]:
    assert row.due_at is not None
    return {"until": row.due_at + timedelta(minutes=30), "plan": "完成更换", **REASON}


def suspension(stage: Stage) -> dict[str, Any]:
    return {"review_on": (stage.at + timedelta(days=5)).date(), "plan": "列入计划", **REASON}


RETURN = {"basis": "职责分工", "leader": "某领导", **REASON}
DECISION = {"decision": "按职责分工"}


def applied(stage: Stage, action: str, row: Assignment, unit: str = OWN, **said: Any) -> Application:
    stage.move_share(row, action, f"{unit}.handler", **said)
    return Application.objects.get(assignment=row)


def suspended(stage: Stage) -> Assignment:
    case = handled_by_unit(stage)
    stage.decide(applied(stage, "ask_suspension", share(stage, case), **suspension(stage)), "grant_suspension",
                 "dispatcher", **DECISION)  # fmt: skip
    return share(stage, case)


def in_hand(stage: Stage) -> Assignment:
    return share(stage, handled_by_unit(stage))


QUESTION = {"question": "灯杆归谁管护"}
CHARGE = {"charge_leader": "分管局长", "charge_section": "照明科", "charge_handler": "承办员"}

SHARE: dict[str, Callable[[Stage], Scene]] = {
    "sign": lambda s: (share(s, dispatched(s)), {}),
    "first_contact": lambda s: (in_hand(s), CONTACT),
    "site_visit": lambda s: (in_hand(s), {"contact_kind": "site", **CONTACT}),
    "instruct_inside": lambda s: (in_hand(s), {"words": "请抓紧"}),
    "sub_dispatch": lambda s: (in_hand(s), {"unit": s.units[BELOW].pk}),
    "ask_return": lambda s: (in_hand(s), RETURN),
    "ask_extension": lambda s: ((row := in_hand(s)), until(s, row)),
    "ask_suspension": lambda s: (in_hand(s), suspension(s)),
    "resume": lambda s: (suspended(s), {}),
    "reply": lambda s: ((row := in_hand(s)), s.reply_said(row.case)),
    "sign_off": lambda s: (drafted(s) if s.book.sign_off.ordinary == "unit_leader" else None, {}),
    "sign_off_on_paper": lambda s: scanned(s, drafted(s)),
    "check_paper": signed_on_paper,
    "charge": lambda s: (in_hand(s), CHARGE),
    "ask_centre": lambda s: (in_hand(s), QUESTION),
    "answer_unit": lambda s: (s.move_share(in_hand(s), "ask_centre", f"{OWN}.handler", **QUESTION), {"reply": "可以"}),
    "ask_unit": lambda s: (in_hand(s), QUESTION),
    "answer_centre": lambda s: (s.move_share(in_hand(s), "ask_unit", "supervisor", **QUESTION), {"reply": "明天完工"}),
    "remark": lambda s: (in_hand(s), {"remark": "已约施工队"}),
    "promise": lambda s: (in_hand(s), {}),
    "reassign": lambda s: (in_hand(s), {"lead": s.units["west"].pk, "cause": "misdirected", **REASON}),
    "send_back_draft": lambda s: (drafted(s), REASON),
    "accept_below": lambda s: (below(s, has_replied=True), {}),
    "reject_below": lambda s: (below(s, has_replied=True), {"cause": "delay", **REASON}),
    "urge_below": lambda s: (below(s), {}),
}


def extension(stage: Stage) -> Application | None:
    if stage.book.extension.mode == "inform":
        return None
    row = in_hand(stage)
    return applied(stage, "ask_extension", row, **until(stage, row))


def extension_below(stage: Stage) -> Application:
    row = below(stage)
    stage.later(minutes=1)
    said = {"until": row.due_at + timedelta(minutes=1), "plan": "完成更换", **REASON}
    return applied(stage, "ask_extension", row, BELOW, **said)


def extension_instructed(stage: Stage) -> Application | None:
    if stage.book.extension.mode != "instructor":
        return None
    case = handled_by_unit(stage)
    stage.move(case, "instruct", "vice_mayor", words="请抓紧办理")
    row = share(stage, case)
    return applied(stage, "ask_extension", row, **until(stage, row))


def returned(stage: Stage) -> Application:
    return applied(stage, "ask_return", in_hand(stage), **RETURN)


def returned_below(stage: Stage) -> Application | None:
    return applied(stage, "ask_return", below(stage), BELOW, **RETURN) if stage.book.returns.step_by_step else None


def to_ledger(stage: Stage) -> Application:
    return applied(stage, "ask_suspension", in_hand(stage), **suspension(stage))


def elsewhere(stage: Stage) -> dict[str, Any]:
    return {"lead": stage.units["west"].pk, **DECISION}


APPLICATION: dict[str, Callable[[Stage], Scene]] = {
    "grant_extension": lambda s: (extension(s), DECISION),
    "refuse_extension": lambda s: (extension(s), DECISION),
    "accept_return": lambda s: (returned(s), DECISION),
    "uphold": lambda s: (returned(s), DECISION),
    "reassign": lambda s: (returned(s), elsewhere(s)),
    "arbitrate_for": lambda s: (returned(s), DECISION),
    "arbitrate_to": lambda s: (returned(s), elsewhere(s)),
    "grant_suspension": lambda s: (to_ledger(s), DECISION),
    "refuse_suspension": lambda s: (to_ledger(s), DECISION),
    "take_back": lambda s: (returned(s), {}),
    "grant_extension below": lambda s: (extension_below(s), DECISION),
    "accept_return below": lambda s: (returned_below(s), DECISION),
    "grant_extension instructed": lambda s: (extension_instructed(s), DECISION),
}
