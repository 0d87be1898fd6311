"""The table of moves of a case: one row says who may do what, when, what is asked and what follows."""

from huiyin.cases import asks, effects, guards, who
from huiyin.cases.facts import CaseFacts
from huiyin.cases.states import CaseState as S
from huiyin.flow.posts import Post
from huiyin.flow.table import BIRTH, Fork, Said, Table, move

BEFORE_DISPATCH = (S.REGISTERED, S.IN_REVIEW, S.APPROVED)
BEFORE_CLOSING = (*BEFORE_DISPATCH, S.IN_APPROVAL, S.IN_HANDLING, S.IN_AUDIT, S.IN_CALLBACK)
IN_TRAYS = (S.REGISTERED, S.IN_REVIEW, S.IN_APPROVAL, S.APPROVED, S.IN_AUDIT)
"""Where a case waits for several colleagues alike, of whom one takes it."""
ENDED = (S.CLOSED, S.REFUSED, S.TRANSFERRED_OUT, S.VOIDED, S.WITHDRAWN)


def _after_approval(facts: CaseFacts, said: Said, book: object) -> str:
    return S.IN_APPROVAL if facts.approvals_left else S.APPROVED


def _as_elsewhere(facts: CaseFacts, said: Said, book: object) -> str:
    # What a unit has replied to goes on to audit by itself, as every reply does.
    return S.IN_HANDLING if said["stands"] == "replied" else said["stands"]


def _as_before_voiding(facts: CaseFacts, said: Said, book: object) -> str:
    return S.REGISTERED if facts.accepted_at else S.COLLECTED


def _after_audit(facts: CaseFacts, said: Said, book: object) -> str:
    return S.IN_CALLBACK if facts.callback_comes_before_closing else S.CLOSED


IN_HAND = (S.APPROVED, S.IN_HANDLING, S.IN_AUDIT, S.IN_CALLBACK, S.CLOSED)
approver, free = who.approver_in_turn, who.unless_taken
reviewer = who.centre(Post.REVIEWER)
dispatcher = who.centre(Post.DISPATCHER)
auditor = who.centre(Post.AUDITOR)
supervisor = who.centre(Post.SUPERVISOR)
opinion_clerk = who.centre(Post.OPINION_CLERK)
anybody_in_centre = who.centre(
    Post.AGENT, Post.SHIFT_LEAD, Post.OPINION_CLERK, Post.ENTERPRISE_CLERK, Post.REVIEWER, Post.DISPATCHER,
    Post.AUDITOR, Post.SUPERVISOR, Post.CALLBACK_AGENT,
)  # fmt: skip
on_own_line = who.own_line(Post.REVIEWER, Post.DISPATCHER, Post.DIRECTOR)
after_dissatisfaction = who.centre(Post.CALLBACK_AGENT, Post.SUPERVISOR, Post.AUDITOR)

CASE = Table(
    "case",
    "工单",
    S,
    (
        # action, button, from, to, who, only when, provided, asks, and then
        move("collect", "采集", [BIRTH], S.COLLECTED, who.either(opinion_clerk, who.platform), [],
             [guards.own_line_is_open, guards.own_line_is_not_accused, guards.channel_is_online,
              guards.essentials_to_collect_are_given, guards.category_is_in_force,
              guards.received_is_not_in_the_future, guards.accused_is_named_for_report,
              guards.essentials_to_reach_are_kept], asks.COLLECT,
             [effects.write_matter, effects.write_petitioner, effects.write_wishes]),
        move("register", "登记", [BIRTH], S.REGISTERED, who.intake, [],
             [guards.own_line_is_open, guards.own_line_is_not_accused, guards.essentials_are_given, guards.category_is_in_force,
              guards.received_is_not_in_the_future, guards.accused_is_named_for_report, guards.essentials_to_reach_are_kept],
             asks.REGISTER,
             [effects.write_matter, effects.write_petitioner, effects.write_wishes, effects.accept]),
        move("screen", "筛选登记", [S.COLLECTED], S.REGISTERED, opinion_clerk, [],
             [guards.own_line_is_not_accused, guards.essentials_are_given, guards.category_is_in_force,
              guards.accused_is_named_for_report],
             asks.SCREEN,
             [effects.write_matter, effects.write_wishes, effects.accept]),
        move("carry_over", "接续在办件", [BIRTH], Fork(_as_elsewhere, (S.REGISTERED, S.APPROVED, S.IN_HANDLING)), who.platform,
             [], [guards.carried_times_are_in_order, guards.carried_unit_is_named,
                  guards.carried_unit_is_not_accused, guards.received_is_not_in_the_future, guards.accused_is_named_for_report,
                  guards.essentials_to_reach_are_kept], asks.CARRY_OVER,
             [effects.write_matter, effects.write_petitioner, effects.list_wishes_still_open, effects.take_over],
             hidden=True),
        move("answer_directly", "直接答复", [S.REGISTERED], S.CLOSED, free(who.intake_or_reviewer), [],
             [guards.result_can_close, guards.result_needs_no_judgement, guards.result_fits_wishes,
              guards.cited_knowledge_is_in_force], asks.ANSWER_DIRECTLY, [effects.answer_from_centre, effects.close_directly]),
        move("handle_directly", "直接办理", [S.REGISTERED], S.CLOSED, free(who.intake_or_reviewer), [],
             [guards.result_can_close, guards.result_needs_no_judgement, guards.result_fits_wishes,
              guards.cited_knowledge_is_in_force], asks.HANDLE_DIRECTLY, [effects.answer_from_centre, effects.close_directly]),
        move("amend", "更正登记", [*BEFORE_DISPATCH, S.IN_APPROVAL, S.IN_HANDLING], None, who.intake_or_reviewer, [],
             [guards.something_is_amended, guards.own_line_is_not_accused, guards.category_is_in_force, guards.accused_is_named_for_report,
              guards.only_the_accused_is_named_later, guards.accused_does_not_handle_it], asks.AMEND,
             [effects.amend]),
        move("split", "拆单", [*BEFORE_DISPATCH, S.IN_APPROVAL, S.IN_HANDLING], None, who.intake, [], [], asks.SPLIT, [],
             hidden=True),
        move("refuse", "不予受理", [S.COLLECTED, S.REGISTERED, S.IN_REVIEW], S.REFUSED, free(who.refuser), [],
             [guards.refusal_is_complete, guards.reviewer_confirms_refusal], asks.REFUSE,
             [effects.keep_refusal, effects.answer_refusal, effects.end]),
        move("transfer_out", "转外部", [S.REGISTERED, S.IN_REVIEW], S.TRANSFERRED_OUT, free(who.intake_or_reviewer), [], [],
             asks.TRANSFER, [effects.keep_transfer, effects.end]),
        move("hand_up", "上报市热线", BEFORE_DISPATCH, S.TRANSFERRED_OUT, free(on_own_line), [], [], [asks.REASON],
             [effects.answer_by_handing_up, effects.end]),
        move("note_receipt", "补对方编号", [S.TRANSFERRED_OUT], None, who.intake_or_reviewer, [], [], asks.RECEIPT,
             [effects.keep_receipt]),
        move("merge", "并案", [S.REGISTERED, S.IN_REVIEW, S.APPROVED], S.MERGED, free(who.intake_or_reviewer), [],
             [guards.parent_can_take_it, guards.parent_has_another_caller, guards.accused_is_the_same], asks.MERGE,
             [effects.join_parent]),
        move("separate", "取消并案", [S.MERGED], S.REGISTERED, who.either(reviewer, who.platform), [], [], [asks.REASON],
             [effects.leave_parent, effects.take_up_again]),
        move("link", "关联", [*BEFORE_CLOSING, *ENDED], None, who.intake_or_reviewer, [], [guards.linked_case_exists],
             asks.LINK, [effects.link_case]),
        move("close_with_parent", "随主件办结", [S.MERGED], S.CLOSED, who.platform, [], [], [],
             [effects.close_as_parent], hidden=True),
        move("void", "作废", [S.COLLECTED, S.REGISTERED, S.IN_REVIEW], S.VOIDED, free(reviewer), [], [], asks.VOID, [effects.end]),
        move("restore", "恢复", [S.VOIDED], Fork(_as_before_voiding, (S.REGISTERED, S.COLLECTED)), reviewer, [], [], [asks.REASON], [effects.take_up_again]),
        move("withdraw", "撤回", BEFORE_CLOSING, S.WITHDRAWN, who.intake_or_reviewer, [], [], asks.WITHDRAW,
             [effects.release_units, effects.end]),
        move("submit_for_review", "提交审核", [S.REGISTERED], S.IN_REVIEW, free(who.intake_or_reviewer), [], [], [asks.NOTE]),
        move("submit_for_approval", "呈批", [S.REGISTERED, S.IN_REVIEW], S.IN_APPROVAL, free(reviewer),
             [guards.approval_is_needed], [], [asks.NOTE], [effects.ask_first_approver]),
        move("approve", "批准", [S.IN_APPROVAL], Fork(_after_approval, (S.IN_APPROVAL, S.APPROVED)), free(approver), [], [],
             asks.WORDS, [effects.keep_approval, effects.ask_next_approver]),
        move("approve_on_paper", "纸质签批", [S.IN_APPROVAL], Fork(_after_approval, (S.IN_APPROVAL, S.APPROVED)),
             free(who.secretary_in_turn), [], [], asks.ON_PAPER, [effects.keep_approval, effects.ask_next_approver]),
        move("send_back", "退回", [S.IN_APPROVAL], S.IN_REVIEW, free(who.either(approver, who.secretary_in_turn)), [], [],
             [asks.REASON], [effects.keep_disapproval]),
        move("approve_afterwards", "补批", IN_HAND, None, approver, [guards.approval_waits_afterwards], [], asks.WORDS,
             [effects.keep_approval, effects.ask_next_approver]),
        move("approve_afterwards_on_paper", "纸质补批", IN_HAND, None, who.secretary_in_turn,
             [guards.approval_waits_afterwards], [], asks.ON_PAPER, [effects.keep_approval, effects.ask_next_approver]),
        move("disapprove_afterwards", "不同意补批", IN_HAND, None, who.either(approver, who.secretary_in_turn),
             [guards.approval_waits_afterwards], [], [asks.REASON], [effects.keep_disapproval]),
        move("instruct", "批示", BEFORE_CLOSING, None, who.leader, [], [], asks.INSTRUCT, [effects.keep_instruction]),
        move("receive_instruction", "领导批示", BEFORE_CLOSING, None, who.platform, [], [], asks.RECEIVE_INSTRUCTION,
             [effects.keep_instruction], hidden=True),
        move("lose_instruction", "撤回领导批示", BEFORE_CLOSING, None, who.platform, [], [], asks.LOSE_INSTRUCTION,
             [effects.forget_instruction], hidden=True),
        move("dispatch", "转办", BEFORE_DISPATCH, S.IN_HANDLING, free(dispatcher), [guards.approval_is_settled],
             [guards.lead_can_take_it, guards.joint_units_can_take_it, guards.stays_in_own_tree,
              guards.accused_does_not_receive, guards.limit_can_be_read, guards.limit_is_not_longer], asks.DISPATCH, [effects.assign_units]),
        move("add_units", "增派协办", [S.IN_HANDLING], None, who.centre(Post.DISPATCHER, Post.SUPERVISOR), [],
             [guards.added_units_can_take_it, guards.stays_in_own_tree, guards.accused_does_not_receive], asks.ADD_UNITS,
             [effects.add_units]),
        move("recall", "收回", [S.IN_HANDLING], S.APPROVED, dispatcher, [guards.nobody_has_signed], [], [asks.REASON],
             [effects.recall_units]),
        move("await_dispatch", "待转办", [S.IN_HANDLING], S.APPROVED, who.platform, [guards.nobody_leads], [], [], [],
             automatic=True),
        move("await_audit", "待审核反馈", [S.IN_HANDLING], S.IN_AUDIT, who.platform, [guards.lead_has_replied], [], [], [],
             automatic=True),
        move("pass_audit", "通过反馈", [S.IN_AUDIT], Fork(_after_audit, (S.CLOSED, S.IN_CALLBACK)), free(auditor),
             [guards.every_wish_is_answered],
             [guards.result_can_close, guards.result_needs_no_judgement, guards.result_fits_wishes,
              guards.petitioner_is_answered, guards.board_answer_has_link], asks.AUDIT,
             [effects.pass_replies, effects.answer_after_audit, effects.close_by_unit]),
        move("reject_reply", "退回重办", [S.IN_AUDIT], S.IN_HANDLING, free(auditor), [],
             [guards.unmet_wishes_are_of_this_case], asks.REJECT, [effects.reject_replies]),
        move("finish_callback", "回访办结", [S.IN_CALLBACK], S.CLOSED, who.platform, [], [], [],
             [effects.close_after_callback], hidden=True),
        move("redo", "重办", [S.CLOSED, S.IN_CALLBACK], S.IN_HANDLING, after_dissatisfaction,
             [guards.redos_are_left, guards.was_handled_by_unit, guards.some_unit_can_do_it_again],
             [guards.dissatisfaction_is_reasonable], asks.REDO,
             [effects.send_to_unit_again]),
        move("reopen", "重新打开", [S.CLOSED], S.IN_HANDLING, supervisor,
             [guards.reopening_is_in_time, guards.was_handled_by_unit, guards.some_unit_can_do_it_again], [], asks.REOPEN,
             [effects.send_to_unit_again]),
        move("take_up", "重新受理", [S.CLOSED], S.REGISTERED, supervisor,
             [guards.reopening_is_in_time, guards.was_answered_by_centre], [], [asks.REASON], [effects.take_up_again]),
        move("judge", "研判终结", [S.CLOSED, S.IN_CALLBACK], S.CLOSED, who.second_judge, [guards.is_not_judged],
             [guards.result_can_close, guards.result_fits_wishes], asks.JUDGE, [effects.end_by_judgement]),
        move("archive", "归档", ENDED, S.ARCHIVED, who.platform, [guards.wait_before_archiving_is_over], [], [],
             [], hidden=True),
        # acts that change no state
        move("claim", "领取", IN_TRAYS, None, who.whose_step_it_is, [guards.nobody_has_taken_it], [], [], [effects.take_from_tray]),
        move("give_back", "放回", IN_TRAYS, None, who.who_took_it, [guards.somebody_has_taken_it], [], [],
             [effects.give_back_to_tray]),
        move("publish", "登记网上答复", [S.CLOSED, S.IN_CALLBACK, S.REFUSED], None, opinion_clerk, [guards.answered_on_the_web],
             [guards.publication_is_not_ahead], asks.PUBLISH, [effects.note_publication]),
        move("supplement", "补充", [S.COLLECTED, *BEFORE_CLOSING, S.MERGED], None, who.intake, [], [], [asks.SUPPLEMENT[0]], []),
        move("hurry", "诉求人催单", [S.COLLECTED, *BEFORE_CLOSING, S.MERGED], None, who.intake, [], [], [asks.NOTE],
             [effects.count_hurry]),
        move("urge", "催办", [S.IN_HANDLING], None, supervisor, [], [], asks.URGE, [effects.count_urge]),
        move("remark", "内部备注", [S.COLLECTED, *BEFORE_CLOSING, S.MERGED, S.CLOSED], None, anybody_in_centre, [], [],
             [asks.REMARK]),
        move("tag", "加标签", [*BEFORE_CLOSING, S.CLOSED], None, anybody_in_centre, [], [], asks.TAGS, [effects.write_tags]),
        move("sponsor", "领导包案", BEFORE_CLOSING, None, who.either(anybody_in_centre, who.leader_of_lead_unit), [], [],
             asks.SPONSOR, [effects.write_sponsor]),
        move("tick_wishes", "诉求人逐条确认", [S.IN_CALLBACK, S.CLOSED], None,
             who.either(who.centre(Post.CALLBACK_AGENT), who.platform), [], [guards.wishes_are_of_this_case], asks.TICKS,
             [effects.tick_wishes]),
        move("rate_wishes", "诉求人逐条评价", [S.IN_CALLBACK, S.CLOSED], None, who.platform, [], [guards.rated_wishes_are_of_this_case],
             asks.RATINGS, [effects.rate_wishes], hidden=True),
        move("follow_up", "跟踪记录", [*BEFORE_CLOSING, S.CLOSED], None, anybody_in_centre, [], [], asks.CONTACT,
             [effects.log_contact]),
    ),
    ends=frozenset({S.ARCHIVED}),
)  # fmt: skip
