"""The names that measures have everywhere: on pages, in papers, in scores, in the API. Each has one label."""

import re
from collections.abc import Mapping
from types import MappingProxyType

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?")

LABELS: Mapping[str, str] = MappingProxyType({
    "calls": "呼入",
    "answered": "人工接听",
    "accepted": "受理",
    "direct_answers": "直接答复",
    "direct_handled": "直接办理",
    "dispatched": "转办",
    "signed_late": "超时签收",
    "extended": "延期",
    "returned": "退单",
    "closed": "办结",
    "closed_on_time": "按期办结",
    "unit_replied_on_time": "单位按期反馈",
    "open": "在办",
    "carried_over": "结转",
    "overdue": "超期",
    "redone": "重办",
    "satisfied": "满意",
    "platform": "平台受理",
    "online": "网络舆情",
    "message_board": "领导留言板",
    "mayor_mailbox": "市长信箱",
    "instructions": "批示",
    "urged": "催办",
    "supervised": "督办",
    "on_time_rate.of_accepted": "按期办结率（占受理）",
    "on_time_rate.of_dispatched": "按期办结率（占转办）",
    "on_time_rate.of_due": "按期办结率（占到期）",
    "on_time_rate.of_all": "按期办结率（全口径）",
    "closing_rate": "办结率",
    "satisfaction_rate": "满意率",
    "satisfaction_score": "满意度",
})  # fmt: skip
"""Settled names; a room may add measures of its own, but under these names nothing else may hide."""
