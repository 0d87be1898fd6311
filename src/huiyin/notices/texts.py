"""The texts of notices and messages: templates filled with numbers, units and times, never with what people wrote.

The one exception is the reason of an extension, which the petitioner must hear (mission row 76). A unit wrote it; it is
put on one line, cut, and freed of addresses, so that nobody can send anybody else's words or links through us.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from huiyin.flow.times import local
from huiyin.rulebook.city import City

LONGEST = 300
LONGEST_REASON = 60
CODE_PLACE = "〔查询码〕"
"""Stands in a message that waits, in the place of a code that lies nowhere in the clear."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.ASCII | re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){6,}")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def one_line(text: str, longest: int = LONGEST) -> str:
    """Return the text on one line, without control characters, cut to its length."""
    line = " ".join(_INVISIBLE.sub(" ", text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def reason_told(text: str) -> str:
    """Return a unit's reason as a petitioner may be sent it: no links, no numbers to call, one short line."""
    return one_line(_LONG_NUMBER.sub("", _ADDRESS.sub("", _INVISIBLE.sub(" ", text))), LONGEST_REASON)


def when(at: datetime | None) -> str:
    """Return a moment as messages print it: 6月11日18:00."""
    if at is None:
        return "尽快"
    there = local(at)
    return f"{there.month}月{there.day}日{there:%H:%M}"


# -- to petitioners --------------------------------------------------------------------------------------------------


def accepted(city: City, number: str) -> str:
    """Tell the number. The query code is told at registration, by voice or on the page, and not by text message.

    Whoever typed a wrong number into the form must not hand a stranger the way into the matter; and the code lies in
    our rows only as a hash, so that it cannot be sent later. Who lost it asks for a new one.
    """
    return _signed(
        city,
        f"您反映的事项已受理，编号{number}。可凭编号和登记时告知的查询码查询进展；查询码遗失请拨打{city.phone}重新获取。",
    )


def dispatched(city: City, number: str, unit: str) -> str:
    """Name the unit that handles the matter."""
    return _signed(city, f"您反映的事项（编号{number}）已转{unit}办理，请留意接听其来电。")


def extended(city: City, number: str, until: datetime, reason: str) -> str:
    """Tell the new date and why."""
    why = f"原因：{told}。" if (told := reason_told(reason).rstrip("。；;，,")) else ""
    return _signed(city, f"您反映的事项（编号{number}）需延长办理时间，预计{when(until)}前答复。{why}")


def not_extended(city: City, number: str, until: datetime) -> str:
    """Tell that more time was asked and not granted: the promise stands."""
    return _signed(city, f"您反映的事项（编号{number}）承办单位申请延长办理时间，未获同意，仍于{when(until)}前答复。")


def answered(city: City, number: str) -> str:
    """Tell that there is an answer, and how to read it."""
    return _signed(city, f"您反映的事项（编号{number}）已有答复，可凭编号和查询码查看，也可拨打{city.phone}询问。")


def objection_answered(city: City, number: str) -> str:
    """Tell that the wish for a new handling is answered, and how to read it."""
    return _signed(city, f"您要求重新办理的事项（编号{number}）中心已答复，可凭编号和查询码查看。")


def new_code(city: City, number: str) -> str:
    """Tell a new query code to who asked for it. The code itself is put in when the message is sent, not before."""
    return _signed(
        city,
        f"您反映的事项（编号{number}）新的查询码为{CODE_PLACE}，原查询码作废。若非本人申请，请拨打{city.phone}告知我们。",
    )


# -- to units --------------------------------------------------------------------------------------------------------


def urgent(city: City, text: str) -> str:
    """Tell a person on duty of an urgent case at once."""
    return _signed(city, f"急件：{text}。请立即登录平台处理。")


def pooled(city: City, counts: Iterable[tuple[str, int]]) -> str:
    """Tell a unit of all that has come since the last message."""
    listed = "、".join(f"{label}{count}条" for label, count in counts)
    return _signed(city, f"您单位有新消息：{listed}。请登录平台处理。")


def _signed(city: City, text: str) -> str:
    return one_line(f"【{city.hotline}】{text}")
