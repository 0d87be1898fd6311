"""The states of an assessment of one period, and of a claim about it."""

from huiyin.flow.table import State


class RoundState(State):
    """How far the assessment of a period is. What is frozen never changes; a re-issue is a new one beside it."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已公布"
    DECIDED = "decided", "已裁定"
    FROZEN = "frozen", "已定稿"
    DISCARDED = "discarded", "已作废"


class ClaimState(State):
    """Where a unit's claim stands: looked at by one reviewer, decided by another."""

    ASKED = "asked", "待初审"
    REVIEWED = "reviewed", "待复核"
    GRANTED = "granted", "成立"
    DENIED = "denied", "不成立"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_CLAIM = frozenset({ClaimState.ASKED, ClaimState.REVIEWED})
SHOWN_TO_UNITS = frozenset({RoundState.PUBLISHED, RoundState.DECIDED, RoundState.FROZEN})
