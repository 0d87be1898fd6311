"""What each move of an item asks for."""

from collections.abc import Sequence
from typing import Any

from huiyin.flow.says import Ask


def _topics(book: Any) -> Sequence[tuple[str, str]]:
    return [(code, category.name) for code, category in book.categories.items()]


ITEM = (
    Ask("question", "问题", longest=200, keep="hash", help="照市民的问法写"),
    Ask("answer", "答复", "lines", longest=4000, keep="hash", help="照可以直接念给市民听的话写"),
    Ask("topic", "事项分类", "choice", required=False, choices=_topics),
    Ask("owner", "负责单位", "unit", help="内容由谁负责，政策变了由谁通知修改"),
    Ask("valid_from", "启用日期", "day", required=False, help="不填即今天"),
    Ask("valid_until", "截止日期", "day", required=False, help="过了这一天不再提供；长期有效的不填"),
)
REASON = (Ask("reason", "理由", "lines", longest=500),)
