"""The states of an item of the knowledge."""

from huiyin.flow.table import State


class ItemState(State):
    """How an item stands. That its time is over is a mark beside the state, never a state."""

    DRAFT = "draft", "草稿"
    IN_FORCE = "in_force", "生效"
    WITHDRAWN = "withdrawn", "已停用"
