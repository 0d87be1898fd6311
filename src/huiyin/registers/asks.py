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
CLEARING = (
    Ask("account", "整改结果", "lines", longest=1000, help="写明怎样整改、企业是否认可；证明材料请先作为附件上传"),
)
OPINION = (Ask("opinion", "审批意见", "lines", required=False, longest=500),)
REFUSAL = (Ask("opinion", "不同意的理由", "lines", longest=500, help="写明还差什么，由责任单位继续整改"),)
