"""What each move of an incident, of a task and of the log asks for."""

from typing import Any

from huiyin.flow.says import Ask

LONGEST_WORDING = 1000


def _kinds(book: Any) -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in book.incidents.kinds]


def _territories(book: Any) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in book.territories]


def _resources(book: Any) -> list[tuple[str, str]]:
    return [(one.code, f"{one.label}（{one.measure}）") for one in book.incidents.resources]


TITLE = Ask("title", "名称", longest=80, help="如 8月暴雨、城东停电", keep="hash")
AREA = (
    Ask("territories", "属地", "choices", required=False, choices=_territories, help="不选为全市"),
    Ask("area", "范围说明", longest=200, required=False, help="街道、小区、路段", keep="hash"),
    Ask(
        "categories",
        "事项分类",
        "choices",
        required=False,
        longest=40,
        help="名称或代码，如 停水、停电；这些分类及其下级的新工单会提示关联，不填为各类",
    ),
)
PARTICULARS = (
    TITLE, Ask("began_at", "发生时间", "when"), *AREA,
    Ask("whole_day_duty", "有任务的单位 24 小时值班", "flag", help="启动后，没有排满值班的单位列入空班"),
)  # fmt: skip
WORDING = Ask(
    "wording", "对外口径", "lines", longest=LONGEST_WORDING, help="话务员照此答复来电人：情况、范围、预计恢复时间", keep="hash"
)  # fmt: skip
DECLARED = (Ask("kind", "种类", "choice", choices=_kinds), *PARTICULARS, WORDING)
WORDED = (WORDING,)
REASON = (Ask("reason", "理由", "lines", longest=500),)
NOTE = (Ask("note", "说明", "lines", longest=500, required=False),)
SUMMARY = (Ask("summary", "总结", "lines", longest=4000, help="经过、投入、影响、教训；结束后不能再改", keep="hash"),)

TASK = (
    Ask("words", "任务", "lines", longest=1000, help="做什么、在哪里、要报告什么", keep="hash"),
    Ask("due_at", "期限", "when"),
    Ask("on_site", "须到现场", "flag", help="报告时须写明现场地点和负责人"),
)
PROGRESS = (Ask("words", "进展", "lines", longest=1000),)
REPORT = (
    Ask("done", "处置情况", "lines", longest=2000, keep="hash"),
    Ask("place", "现场地点", longest=200, required=False, keep="hash"),
    Ask("leader", "现场负责人", longest=50, required=False, keep="hash"),
    Ask("people", "现场人数", "number", required=False),
    Ask("arrived_at", "到达现场时间", "when", required=False),
)

RESOURCE = (
    Ask("kind", "种类", "choice", choices=_resources),
    Ask("amount", "数量", longest=20, help="只写数字，可带三位小数"),
    Ask("words", "用途", longest=200, help="用在哪里、做什么", keep="hash"),
    Ask("on", "时间", "when"),
)
