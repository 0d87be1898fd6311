"""States of a supervision order, of a verification and of a meeting, and the words that all cities share."""

from huiyin.flow.table import State
from huiyin.rulebook.section import Labelled


class OrderState(State):
    """Where a supervision order stands."""

    ISSUED = "issued", "待签收"
    RECEIVED = "received", "落实中"
    REPORTED = "reported", "待认可"
    CLOSED = "closed", "已办结"
    RECALLED = "recalled", "已撤回"


WITH_THE_UNIT = frozenset({OrderState.ISSUED, OrderState.RECEIVED})
OPEN_ORDER = WITH_THE_UNIT | {OrderState.REPORTED}


class CheckState(State):
    """Where a verification stands."""

    SENT = "sent", "待核实"
    DONE = "done", "已核实"
    CALLED_OFF = "called_off", "已取消"


class MeetingState(State):
    """Where a meeting stands."""

    CALLED = "called", "待召开"
    HELD = "held", "纪要待定稿"
    CLOSED = "closed", "已定稿"
    CANCELLED = "cancelled", "已取消"


TONES = {
    OrderState.ISSUED: "wait", OrderState.RECEIVED: "info", OrderState.REPORTED: "wait", OrderState.CLOSED: "good",
    OrderState.RECALLED: "neutral", CheckState.SENT: "wait", CheckState.DONE: "good", CheckState.CALLED_OFF: "neutral",
    MeetingState.CALLED: "wait", MeetingState.HELD: "info", MeetingState.CANCELLED: "neutral",
}  # fmt: skip


class Outcome(Labelled):
    """What the supervision brought."""

    DONE = "done", "已落实"
    PARTLY = "partly", "部分落实"
    NOT = "not", "未落实"


class Trace(Labelled):
    """How a supervised matter is followed up."""

    TRACKING = "tracking", "跟踪了解"
    SITE = "site", "现场察看"
    CALLBACK = "callback", "回访诉求人"


class About(Labelled):
    """What is verified."""

    MATTER = "matter", "诉求反映的情况"
    REPLY = "reply", "单位反馈的情况"
    EXCLUSION = "exclusion", "申请不计考核的理由"


class Verdict(Labelled):
    """What the one who went there found."""

    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    UNTRUE = "untrue", "不实"


class Side(Labelled):
    """For whom somebody attends a meeting."""

    PETITIONER = "petitioner", "诉求人"
    UNIT = "unit", "单位"
    COMPANY = "company", "企业"
    OTHER = "other", "其他"


class Origin(Labelled):
    """What brought a supervision order about."""

    HAND = "hand", "督办员"
    LADDER = "ladder", "逐级升级"
    MEETING = "meeting", "会议议定"
