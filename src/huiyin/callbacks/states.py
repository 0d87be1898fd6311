"""The states of a call-back and of an objection, with the words that people see, and why a call did not go through."""

from huiyin.flow.table import State
from huiyin.rulebook.section import Labelled


class CallbackState(State):
    """Where a call-back stands."""

    WAITING = "waiting", "待回访"
    JUDGING = "judging", "待判断"
    DONE = "done", "已回访"
    UNREACHABLE = "unreachable", "联系不上"
    DROPPED = "dropped", "不再回访"


OPEN_CALLBACK = frozenset({CallbackState.WAITING, CallbackState.JUDGING})
"""States in which somebody still has to call or to judge."""


class ObjectionState(State):
    """Where an objection stands."""

    ASKED = "asked", "待答复"
    GRANTED = "granted", "同意重新办理"
    DECLINED = "declined", "不予重新办理"
    SETTLED = "settled", "已另行处理"


class Miss(Labelled):
    """Why nobody spoke."""

    NO_ANSWER = "no_answer", "无人接听"
    BUSY = "busy", "占线或挂断"
    OFF = "off", "关机或不在服务区"
    WRONG_NUMBER = "wrong_number", "空号或号码有误"
