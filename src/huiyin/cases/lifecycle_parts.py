"""The tables of moves of an assignment (one unit's share) and of an application (a unit's request)."""

from typing import Any

from huiyin.cases import asks, guards, part_effects, who
from huiyin.cases.facts import ApplicationFacts, AssignmentFacts
from huiyin.cases.states import OPEN_ASSIGNMENT
from huiyin.cases.states import ApplicationState as A
from huiyin.cases.states import AssignmentState as P
from huiyin.flow.posts import Post
from huiyin.flow.table import BIRTH, Fork, Said, Table, move


def _after_draft(facts: AssignmentFacts, said: Said, book: object) -> str:
    # A share that was handed down is checked by the unit above, which signs for the whole.
    return P.REPLIED if facts.case.signer_post is None or facts.part.role == "sub" else P.AWAITING_SIGN_OFF


def _before_return(facts: AssignmentFacts, said: Said, book: object) -> str:
    return P.HANDLING if facts.part.signed_at else P.PENDING_SIGNATURE


def _after_reassigning(facts: AssignmentFacts, said: Said, book: Any) -> str:
    # Where the centre erred the unit was asked by mistake, and the share never was; else what was late stays late.
    return P.RECALLED if book.reassign_cause(said["cause"]).centre_erred else P.TAKEN_AWAY


def _granted_at_once(facts: ApplicationFacts, said: Said, book: object) -> str:
    return A.GRANTED if facts.asked.decider == "nobody" else A.ASKED


duty_or_handler = who.handler
asks_units = who.centre(Post.DISPATCHER, Post.AUDITOR, Post.SUPERVISOR)
unit_or_centre = who.either(who.handler_or_leader, who.centre(Post.DISPATCHER, Post.SUPERVISOR))

WITH_THE_UNIT = (P.PENDING_SIGNATURE, P.HANDLING, P.AWAITING_SIGN_OFF, P.IN_RETURN_REVIEW)
"""While a share may come back to its handler somebody answers for it, also where a leader or the centre looks at it."""

ASSIGNMENT = Table(
    "assignment",
    "承办",
    P,
    (
        move("assign", "派给单位", [BIRTH], P.PENDING_SIGNATURE, who.anyone_at_all, [], [], [],
             [part_effects.start_unit_clocks], hidden=True),
        move("carry_over", "接续承办", [BIRTH], P.PENDING_SIGNATURE, who.anyone_at_all, [], [], asks.CARRY_SHARE,
             [part_effects.carry_unit_clocks], hidden=True),
        move("carry_signature", "原已签收", [P.PENDING_SIGNATURE], P.HANDLING, who.anyone_at_all, [], [],
             asks.CARRY_SIGNATURE, [part_effects.carry_signature], hidden=True),
        move("carry_reply", "原已反馈", [P.HANDLING], P.REPLIED, who.anyone_at_all, [], [], asks.CARRY_REPLY,
             [part_effects.carry_reply], hidden=True),
        move("sign", "签收", [P.PENDING_SIGNATURE], P.HANDLING, who.handler, [guards.case_is_in_handling], [], [],
             [part_effects.sign]),
        move("first_contact", "先行联系", [P.HANDLING], None, who.handler, [], [], asks.FIRST_CONTACT,
             [part_effects.keep_first_contact]),
        move("site_visit", "现场记录", [P.HANDLING], None, who.handler_or_leader, [], [], asks.CONTACT,
             [part_effects.keep_contact]),
        move("instruct_inside", "内部批示", [P.PENDING_SIGNATURE, P.HANDLING, P.AWAITING_SIGN_OFF], None, who.unit_leaders,
             [], [], [asks.INSIDE]),
        move("sub_dispatch", "转下级", [P.HANDLING], None, who.handler, [guards.case_is_in_handling],
             [guards.unit_is_directly_below, guards.unit_has_no_open_share, guards.accused_does_not_receive_below,
              guards.limit_can_be_read], asks.SUB_DISPATCH, [part_effects.assign_below]),
        move("ask_return", "申请退单", [P.PENDING_SIGNATURE, P.HANDLING], P.IN_RETURN_REVIEW, who.handler,
             [guards.case_is_in_handling, guards.is_not_bound, guards.no_application_waits, guards.nothing_is_handed_down,
              guards.is_not_suspended, guards.return_is_in_time],
             [guards.later_return_is_signed, guards.suggestion_is_not_accused], asks.RETURN,
             [part_effects.apply_for_return]),
        move("resume_after_return", "退单未准", [P.IN_RETURN_REVIEW], Fork(_before_return, (P.HANDLING, P.PENDING_SIGNATURE)),
             who.anyone_at_all, [], [], [], [part_effects.give_back_review_time], hidden=True),
        move("annul", "退单成立", [P.IN_RETURN_REVIEW], P.ANNULLED, who.anyone_at_all, [], [], [],
             [part_effects.annul], hidden=True),
        move("ask_extension", "申请延期", [P.HANDLING], None, who.handler,
             [guards.case_is_in_handling, guards.no_application_waits, guards.is_not_suspended, guards.extension_is_possible,
              guards.extension_is_asked_before_expiry],
             [guards.extension_is_not_too_long, guards.extension_covers_the_case], asks.EXTEND,
             [part_effects.apply_for_extension]),
        move("ask_suspension", "申请挂账", [P.HANDLING], None, who.handler,
             [guards.case_is_in_handling, guards.no_application_waits, guards.is_not_suspended, guards.suspension_is_allowed],
             [guards.review_day_is_near], asks.SUSPEND, [part_effects.apply_for_suspension]),
        move("resume", "恢复办理", [P.HANDLING], None, unit_or_centre, [guards.is_suspended], [], [asks.NOTE],
             [part_effects.resume]),
        move("reply", "反馈", [P.HANDLING], Fork(_after_draft, (P.AWAITING_SIGN_OFF, P.REPLIED)), who.handler,
             [guards.case_is_in_handling, guards.no_application_waits, guards.is_not_suspended, guards.replies_below_are_in],
             [guards.result_can_close, guards.result_needs_no_judgement, guards.contact_is_explained, guards.unresolved_is_explained, guards.wishes_are_answered,
              guards.not_now_is_not_solved, guards.unit_answers_petitioner], asks.REPLY,
             [part_effects.keep_reply, part_effects.submit_if_no_signature]),
        move("sign_off", "签发", [P.AWAITING_SIGN_OFF], P.REPLIED, who.signer, [guards.case_is_in_handling], [],
             [asks.NOTE], [part_effects.sign_off, part_effects.submit_reply]),
        move("sign_off_on_paper", "纸质签发", [P.AWAITING_SIGN_OFF], P.REPLIED, who.handler, [guards.case_is_in_handling, guards.paper_is_allowed],
             [guards.paper_day_has_come, guards.scan_is_there], asks.PAPER, [part_effects.sign_off_on_paper, part_effects.submit_reply]),
        move("check_paper", "抽查纸质签发", [P.REPLIED, P.PASSED], None, who.centre(Post.AUDITOR, Post.SUPERVISOR),
             [guards.was_signed_on_paper], [], asks.CHECK_PAPER, [part_effects.check_paper]),
        move("charge", "落实责任人", WITH_THE_UNIT, None, who.handler_or_leader, [], [], asks.CHARGE,
             [part_effects.charge]),
        move("ask_centre", "询问中心", WITH_THE_UNIT, None, who.handler_or_leader, [guards.no_question_is_open], [],
             [asks.QUESTION], [part_effects.ask_centre]),
        move("answer_unit", "答复单位", sorted(OPEN_ASSIGNMENT), None, asks_units, [guards.unit_has_asked], [],
             [asks.REPLY_TO_QUESTION], [part_effects.answer_question]),
        move("ask_unit", "询问单位", WITH_THE_UNIT, None, asks_units, [guards.no_question_is_open], [],
             [asks.QUESTION], [part_effects.ask_unit]),
        move("answer_centre", "答复中心", sorted(OPEN_ASSIGNMENT), None, who.handler_or_leader,
             [guards.centre_has_asked], [], [asks.REPLY_TO_QUESTION], [part_effects.answer_question]),
        move("remark", "内部备注", sorted(OPEN_ASSIGNMENT), None, who.handler_or_leader, [], [], [asks.REMARK_OF_UNIT]),
        move("promise", "承诺马上就办", [P.PENDING_SIGNATURE, P.HANDLING], None, who.handler_or_leader,
             [guards.is_not_promised_yet], [], [asks.NOTE], [part_effects.promise_at_once]),
        move("send_back_draft", "退回修改", [P.AWAITING_SIGN_OFF], P.HANDLING, who.unit_leaders, [], [], [asks.REASON],
             [part_effects.send_draft_back]),
        move("pass", "通过", [P.REPLIED], P.PASSED, who.anyone_at_all, [], [], [], [part_effects.accept_reply], hidden=True),
        move("reject", "退回重办", [P.REPLIED], P.HANDLING, who.anyone_at_all, [], [], asks.REJECT,
             [part_effects.reject_reply], hidden=True),
        move("accept_below", "通过下级反馈", [P.REPLIED], P.PASSED, who.unit_above, [guards.was_handed_down], [], [asks.NOTE],
             [part_effects.accept_reply]),
        move("reject_below", "退回下级重办", [P.REPLIED], P.HANDLING, who.unit_above, [guards.was_handed_down], [],
             asks.REJECT, [part_effects.reject_reply]),
        move("urge_below", "催办下级", [P.PENDING_SIGNATURE, P.HANDLING], None, who.unit_above, [guards.was_handed_down], [],
             [asks.NOTE]),
        move("again", "重办", [P.PASSED], P.HANDLING, who.anyone_at_all, [], [], [], [part_effects.start_again], hidden=True),
        move("recall", "收回", [P.PENDING_SIGNATURE], P.RECALLED, who.anyone_at_all, [], [], [], [part_effects.stop],
             hidden=True),
        move("reassign", "改派", [P.PENDING_SIGNATURE, P.HANDLING, P.AWAITING_SIGN_OFF],
             Fork(_after_reassigning, (P.RECALLED, P.TAKEN_AWAY)), who.centre(Post.DISPATCHER),
             [guards.case_is_in_handling, guards.is_of_the_centre, guards.is_not_ruled],
             [guards.reassigned_unit_can_take_it, guards.new_limit_is_not_longer], asks.REASSIGN_SHARE,
             [part_effects.give_to_another]),
        move("release", "随件办结", sorted(OPEN_ASSIGNMENT), P.RELEASED, who.anyone_at_all, [], [], [], [part_effects.stop],
             hidden=True),
        move("hand_to_successor", "改由承接单位", sorted(OPEN_ASSIGNMENT), None, who.platform, [], [], [asks.HEIR],
             [part_effects.hand_to_successor], hidden=True),
    ),
    ends=frozenset({P.RECALLED, P.ANNULLED, P.TAKEN_AWAY, P.RELEASED}),
)  # fmt: skip

RETURN, EXTENSION, SUSPENSION = guards.is_a("return"), guards.is_a("extension"), guards.is_a("suspension")

APPLICATION = Table(
    "application",
    "申请",
    A,
    (
        move("ask", "申请", [BIRTH], Fork(_granted_at_once, (A.ASKED, A.GRANTED)), who.anyone_at_all, [], [], [],
             [part_effects.start_decision_clock], hidden=True),
        move("grant_extension", "同意延期", [A.ASKED], A.GRANTED, who.decider, [EXTENSION],
             [guards.granted_until_is_later], asks.DECIDE_UNTIL, [part_effects.grant_extension]),
        move("refuse_extension", "不同意延期", [A.ASKED], A.REFUSED, who.decider, [EXTENSION], [], asks.DECISION,
             [part_effects.refuse_extension]),
        move("accept_return", "同意退单", [A.ASKED], A.GRANTED, who.decider, [RETURN, guards.panel_is_not_needed], [],
             asks.DECISION,
             [part_effects.accept_return]),
        move("uphold", "维持原派", [A.ASKED], A.REFUSED, who.decider, [RETURN, guards.panel_is_not_needed], [],
             asks.DECISION,
             [part_effects.uphold]),
        move("reassign", "改派", [A.ASKED], A.GRANTED, who.centre_decider,
             [RETURN, guards.is_of_the_centre, guards.panel_is_not_needed], [guards.reassigned_unit_can_take_it],
             asks.REASSIGN, [part_effects.assign_instead]),
        move("arbitrate_for", "裁定维持", [A.ASKED], A.REFUSED, who.arbiter, [RETURN], [], asks.DECISION,
             [part_effects.uphold, part_effects.bind]),
        move("arbitrate_to", "裁定改派", [A.ASKED], A.GRANTED, who.arbiter, [RETURN, guards.is_of_the_centre],
             [guards.reassigned_unit_can_take_it], asks.REASSIGN, [part_effects.assign_instead]),
        move("grant_suspension", "同意挂账", [A.ASKED], A.GRANTED, who.decider, [SUSPENSION], [], asks.DECISION,
             [part_effects.grant_suspension]),
        move("refuse_suspension", "不同意挂账", [A.ASKED], A.REFUSED, who.decider, [SUSPENSION], [], asks.DECISION,
             [part_effects.refuse_suspension]),
        move("take_back", "撤销申请", [A.ASKED], A.WITHDRAWN, who.asker, [], [], [], [part_effects.take_back]),
        move("lapse", "失效", [A.ASKED], A.LAPSED, who.anyone_at_all, [], [], [], [part_effects.decided], hidden=True),
    ),
    ends=frozenset({A.GRANTED, A.REFUSED, A.WITHDRAWN, A.LAPSED}),
)  # fmt: skip
