"""What each move of this room asks for."""

from collections.abc import Sequence
from typing import Any

from huiyin.flow.says import Ask
from huiyin.insight.states import Deed


def _deeds(book: Any) -> Sequence[tuple[str, str]]:
    return [(deed.value, deed.label) for deed in Deed]


def _categories(book: Any) -> Sequence[tuple[str, str]]:
    return [(code, " / ".join(book.category_path(code))) for code in book.categories]


TITLE = Ask("title", "热点名称", longest=120, keep="hash")
WHY = Ask("why", "原因", "lines", longest=500, keep="hash")
RENAME = (TITLE,)
MERGE = (Ask("into", "并入哪个热点", "choice", help="同一期的另一个热点，工单一并转过去"),)
SPLIT = (
    Ask("title", "新热点名称", longest=120, keep="hash"),
    Ask("cases", "分出哪些工单", "choices", help="其余的留在原热点"),
)
DISMISS = (WHY,)

ACKNOWLEDGE = (Ask("words", "研判", "lines", longest=500, required=False, keep="hash"),)
ACT = (
    Ask("deed", "采取的措施", "choice", choices=_deeds),
    Ask("paper", "文号或编号", longest=60, required=False, keep="hash", help="督办单号、突发事件编号、专报期号等"),
    Ask("words", "处置情况", "lines", longest=500, keep="hash"),
)
BEGUN = (
    Ask("deed", "采取的措施", "choice", choices=_deeds),
    Ask("kind", "种类", longest=16, keep="hash"),
    Ask("thing", "所办的事", "unit"),
    Ask("label", "名称", longest=120, keep="hash"),
    Ask("page", "页面", longest=60, keep="hash"),
    Ask("name", "编号", longest=60, keep="hash"),
)
"""What another room tells of what was begun there because of a warning; nobody types it."""

TASK = (
    Ask("units", "责成哪些单位", "units", help="已选出承办这些工单的单位，可增减；单位会收到通知，可查看本预警"),
    Ask("asked", "要求", "lines", longest=500, keep="hash"),
)
TASK_ANSWER = (
    Ask("answer", "处置情况", "lines", longest=1000, keep="hash", help="查明了什么原因，做了什么，结果怎样"),
)
EXCLUDE = (
    Ask("words", "排除理由", "lines", longest=500, keep="hash", help="如：集中上报、同一批人重复反映、统计口径变化"),
)

ANSWER = (
    Ask("answer", "准备情况", "lines", longest=1000, keep="hash", help="做了什么、人员物资、负责人职务、值守电话"),
)
RETURN = (WHY,)

TELL = (
    Ask("title", "案例名称", longest=120, keep="hash"),
    Ask("category", "类别", "choice", required=False, choices=_categories),
    Ask("retelling", "案情", "lines", longest=2000, keep="hash", help="不写姓名、电话、门牌号"),
    Ask("course", "经过", "lines", longest=2000, keep="hash", help="一行一个时间点，已按工单写好，可改"),
    Ask("measure", "措施和结果", "lines", longest=1000, keep="hash"),
    Ask("lesson", "启示", "lines", longest=1000, keep="hash", help="别的人下次可以照着做什么"),
    Ask("helped", "协助的外部单位", longest=200, required=False, keep="hash"),
    Ask("online", "网络舆情案例", "flag"),
    Ask("adopted", "采纳了群众建议", "flag"),
)
APPROVE = (Ask("why", "审定意见", "lines", longest=500, required=False, keep="hash"),)
"""What the second person says."""
