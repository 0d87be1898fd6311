"""What each move of an entry asks for. The fields are the register's own: they come as rows of name and value."""

from huiyin.flow.says import Ask
from huiyin.registers.values import LONGEST

CONTENT = (
    Ask("day", "日期或期间", "day", help="期间写它的第一天"),
    # What free words say may have to be erased one day: the journal gets them from the effect, as hashes.
    Ask("content", "内容", "rows", keep="nothing", columns=(
        Ask("name", "栏目"), Ask("value", "填写", "lines", required=False, longest=LONGEST["lines"]),
    )),
)  # fmt: skip
REASON = (Ask("reason", "理由", "lines", longest=500, help="写明为什么撤下；记录仍然保留，不再统计"),)
