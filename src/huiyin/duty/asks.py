"""What each move of a note and of an answering day asks for."""

from huiyin.flow.says import Ask

WORDS = (Ask("words", "事项", "lines", longest=1000, help="下一班要接着办的事：找谁、等什么、到什么时候", keep="hash"),)
TAKEN = (Ask("note", "说明", longest=300, required=False),)
OUTCOME = (Ask("outcome", "结果", "lines", longest=500, keep="hash"),)
REASON = (Ask("reason", "理由", "lines", longest=500),)

DAY = (
    Ask("leader", "领导", longest=50, keep="hash"),
    Ask("office", "职务", longest=60, required=False, keep="hash"),
    Ask("begins_at", "开始", "when"),
    Ask("ends_at", "结束", "when"),
    Ask("place", "地点或电话", longest=120, help="如 热线大厅 12345、接访中心二楼", keep="hash"),
    Ask("subjects", "主要内容", longest=300, help="重点听取哪些方面的诉求", keep="hash"),
)
ACCOUNT = (Ask("account", "情况", "lines", longest=2000, help="接听多少、当场答复什么、交办什么", keep="hash"),)
