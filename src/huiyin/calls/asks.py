"""What each move of a ring-back asks for."""

from huiyin.flow.says import Ask

WORDS = Ask(
    "words", "备注", required=False, longest=500, keep="hash", help="如：来电人已自行解决；要登记诉求的请另行登记"
)
REACHED = (WORDS,)
NOT_REACHED = (WORDS,)
DROP = (Ask("reason", "不需回拨的理由", "lines", longest=500, help="如：骚扰电话、空号、本单位测试"),)
AGAIN = (Ask("call", "最近一次漏接", "case"),)
