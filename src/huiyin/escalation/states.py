"""The states of what this room keeps: steps of the ladder, circulars, hand-overs of responsibility, corrections."""

from huiyin.flow.table import State


class StepState(State):
    """How far one step of the ladder is. Cards are shown at once; the rest is proposed, and decided by a person."""

    SHOWN = "shown", "已亮牌"
    REVOKED = "revoked", "已撤销"
    PROPOSED = "proposed", "待决定"
    ORDERED = "ordered", "已下达"
    SET_ASIDE = "set_aside", "不予采取"
    CARRIED_OUT = "carried_out", "已落实"
    CLOSED = "closed", "已办结"


class CircularState(State):
    """How far a circular is."""

    DRAFT = "draft", "草稿"
    TO_APPROVE = "to_approve", "待审批"
    APPROVED = "approved", "已批准"
    ISSUED = "issued", "已印发"
    RECALLED = "recalled", "已收回"
    DISCARDED = "discarded", "已作废"


class HandoverState(State):
    """How far the hand-over of a matter of responsibility is. What a unit's line proposes, the city takes up or declines."""

    PROPOSED = "proposed", "待市热线受理"
    DECLINED = "declined", "市热线不予受理"
    DRAFT = "draft", "待移送"
    HANDED = "handed", "已移送"
    RECEIVED = "received", "已受理"
    CONCLUDED = "concluded", "已处理"
    CLOSED = "closed", "已办结"
    RETURNED = "returned", "已退回"
    DISCARDED = "discarded", "已作废"


class CorrectionState(State):
    """How far a correction is that a unit was told to make."""

    SET = "set", "整改中"
    REPORTED = "reported", "待验收"
    ACCEPTED = "accepted", "已验收"
    CANCELLED = "cancelled", "已取消"


PENDING_STEP = frozenset({StepState.PROPOSED})
OPEN_STEP = frozenset({StepState.PROPOSED, StepState.ORDERED, StepState.CARRIED_OUT})
COUNTED_STEP = frozenset(StepState) - {StepState.REVOKED}
OPEN_HANDOVER = frozenset({HandoverState.DRAFT, HandoverState.HANDED, HandoverState.RECEIVED, HandoverState.CONCLUDED})
OPEN_CORRECTION = frozenset({CorrectionState.SET, CorrectionState.REPORTED})
OUT_CIRCULAR = frozenset({CircularState.ISSUED, CircularState.RECALLED})
