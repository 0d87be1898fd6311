"""The states of a case and of its parts, with the words that people see."""

from huiyin.flow.table import State


class CaseState(State):
    """Where a case stands as a whole. "Late" is a mark beside the state, never a state."""

    COLLECTED = "collected", "已采集"
    REGISTERED = "registered", "已登记"
    IN_REVIEW = "in_review", "待审核"
    IN_APPROVAL = "in_approval", "呈批中"
    APPROVED = "approved", "待转办"
    IN_HANDLING = "in_handling", "办理中"
    IN_AUDIT = "in_audit", "待审核反馈"
    IN_CALLBACK = "in_callback", "待回访"
    CLOSED = "closed", "已办结"
    REFUSED = "refused", "不予受理"
    TRANSFERRED_OUT = "transferred_out", "已转外部"
    MERGED = "merged", "已并案"
    VOIDED = "voided", "已作废"
    WITHDRAWN = "withdrawn", "已撤回"
    ARCHIVED = "archived", "已归档"


class AssignmentState(State):
    """Where one unit's share of a case stands."""

    PENDING_SIGNATURE = "pending_signature", "待签收"
    HANDLING = "handling", "办理中"
    IN_RETURN_REVIEW = "in_return_review", "退单审核中"
    AWAITING_SIGN_OFF = "awaiting_sign_off", "待签发"
    REPLIED = "replied", "已反馈"
    PASSED = "passed", "已通过"
    RECALLED = "recalled", "已收回"
    ANNULLED = "annulled", "已退单"
    TAKEN_AWAY = "taken_away", "已改派"
    RELEASED = "released", "随件办结"


class ApplicationState(State):
    """Where an application for more time, a return, a suspension or an exclusion stands."""

    ASKED = "asked", "待审批"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤销"
    LAPSED = "lapsed", "已失效"


OPEN_CASE = frozenset(
    {
        CaseState.COLLECTED, CaseState.REGISTERED, CaseState.IN_REVIEW, CaseState.IN_APPROVAL, CaseState.APPROVED,
        CaseState.IN_HANDLING, CaseState.IN_AUDIT, CaseState.IN_CALLBACK,
    }
)  # fmt: skip
"""States in which somebody still owes something on the case."""

OPEN_ASSIGNMENT = frozenset(
    {
        AssignmentState.PENDING_SIGNATURE, AssignmentState.HANDLING, AssignmentState.IN_RETURN_REVIEW,
        AssignmentState.AWAITING_SIGN_OFF, AssignmentState.REPLIED,
    }
)  # fmt: skip
"""States in which the unit's share is not over."""

WORKING_ASSIGNMENT = OPEN_ASSIGNMENT - {AssignmentState.REPLIED}
"""States in which the unit itself still has to do something."""
