"""The states of a published statistic."""

from huiyin.flow.table import State


class PublicationState(State):
    """How far the statistic of a period is. What was published never changes; a correction is a new edition beside it."""

    DRAFT = "draft", "待公布"
    PUBLISHED = "published", "已公布"
    REPLACED = "replaced", "已更正"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "已作废"


ON_RECORD = frozenset({PublicationState.PUBLISHED, PublicationState.REPLACED, PublicationState.WITHDRAWN})
"""What was once before the public stays on record."""
