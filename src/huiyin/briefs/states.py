"""The states of a paper, from draft to archive."""

from huiyin.flow.table import State


class BriefState(State):
    """How far a paper is."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "审核中"
    TO_APPROVE = "to_approve", "待审批"
    APPROVED = "approved", "待签发"
    SIGNED = "signed", "已签发"
    DISTRIBUTED = "distributed", "已发送"
    ARCHIVED = "archived", "已归档"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "已作废"


TONES = {
    BriefState.DRAFT: "info",
    BriefState.IN_REVIEW: "wait",
    BriefState.TO_APPROVE: "wait",
    BriefState.APPROVED: "wait",
    BriefState.SIGNED: "good",
    BriefState.DISTRIBUTED: "good",
    BriefState.WITHDRAWN: "late",
}

IN_THE_MAKING = frozenset({BriefState.DRAFT, BriefState.IN_REVIEW, BriefState.TO_APPROVE, BriefState.APPROVED})
ISSUED = frozenset({BriefState.SIGNED, BriefState.DISTRIBUTED, BriefState.ARCHIVED})
"""What has a number and stands; a paper withdrawn keeps its number, and is not counted."""
OUT = frozenset({BriefState.DISTRIBUTED, BriefState.ARCHIVED})
"""What its readers may read."""
NUMBERED = ISSUED | {BriefState.WITHDRAWN}
GONE = frozenset({BriefState.WITHDRAWN, BriefState.DISCARDED})
