"""The states of a test call, and what the tester heard."""

from huiyin.flow.table import State
from huiyin.rulebook.section import Labelled


class LineState(State):
    """Where a test call stands."""

    WAITING = "waiting", "待拨测"
    ANSWERED = "answered", "已接通"
    MISSED = "missed", "未接通"
    VOIDED = "voided", "已作废"


TOLD = (LineState.ANSWERED, LineState.MISSED)
"""What has a result that counts."""


class Heard(Labelled):
    """What the tester heard. The first two are answers."""

    IN_TIME = "in_time", "按时接听"
    SLOW = "slow", "接听迟缓"
    NO_ANSWER = "no_answer", "无人接听"
    ENGAGED = "engaged", "占线"
    WRONG_NUMBER = "wrong_number", "号码有误"


ANSWERS, MISSES = (Heard.IN_TIME, Heard.SLOW), (Heard.NO_ANSWER, Heard.WRONG_NUMBER)
