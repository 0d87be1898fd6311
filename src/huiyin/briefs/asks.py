"""What is asked with the moves of a paper."""

from huiyin.flow.says import Ask

REASON = (Ask("reason", "理由", "lines", longest=500),)
WORDS = (Ask("words", "意见", "lines", required=False, longest=500),)
REMARK = (
    Ask("text", "意见", "lines", longest=500),
    Ask("about", "对哪一处", required=False, longest=60, help="如 第3段；不填即对全文"),
)
SOURCE = (Ask("source", "正文", "lines", longest=400_000, keep="hash"),)
TITLE = (Ask("title", "标题", longest=120),)
EXPLANATION = (
    Ask("finding", "核对结果", longest=80),
    Ask("text", "说明", "lines", longest=500, help="为什么这样是对的；随签发稿一起保存"),
)
OUTSIDE = (
    Ask("label", "名称", longest=80, help="这个数字说的是什么，如 接听来电总数"),
    Ask("text", "数值", longest=40, help="照原样写，如 224,549 或 96.5%"),
    Ask("source", "来源", longest=200, help="出自哪里、哪一天、谁提供，如 话务平台日报 2018-03-26"),
)
