"""What each move asks for, in the user's words: forms, API schemas and cleaning are made from these."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from huiyin.cases.models.case import WishFound, WishResult
from huiyin.cases.models.petitioner import PetitionerKind
from huiyin.cases.models.record import ContactKind
from huiyin.flow.posts import Post
from huiyin.flow.says import Ask

WAYS = (
    ("phone", "电话"), ("visit", "当面"), ("sms", "短信"), ("letter", "书面"), ("mail", "电子邮件"),
    ("board", "留言板公开回复"), ("public", "公开答复（无法联系）"),
)  # fmt: skip


def _labelled(name: str) -> Any:
    def choices(book: Any) -> Sequence[tuple[str, str]]:
        return [(item.code, item.label) for item in getattr(book, name)]

    return choices


def _categories(book: Any) -> Sequence[tuple[str, str]]:
    return [(code, category.name) for code, category in book.categories.items()]


def _territories(book: Any) -> Sequence[tuple[str, str]]:
    return [(t.code, t.label) for t in book.territories]


def _results(book: Any) -> Sequence[tuple[str, str]]:
    return [(r.code, r.label) for r in book.results]


def _ways(book: Any) -> Sequence[tuple[str, str]]:
    return WAYS


def _wish_results(book: Any) -> Sequence[tuple[str, str]]:
    return [(value, label) for value, label in WishResult.choices if value]


def _found(book: Any) -> Sequence[tuple[str, str]]:
    return [(value, label) for value, label in WishFound.choices if value]


def _grades(book: Any) -> Sequence[tuple[str, str]]:
    return [(grade.code, grade.label) for grade in book.callback.grades]


def _petitioner_kinds(book: Any) -> Sequence[tuple[str, str]]:
    return PetitionerKind.choices


def _contact_kinds(book: Any) -> Sequence[tuple[str, str]]:
    return ContactKind.choices


def _causes(book: Any) -> Sequence[tuple[str, str]]:
    return [(c.code, c.label) for c in book.reject_causes]


def _reassign_causes(book: Any) -> Sequence[tuple[str, str]]:
    return [(c.code, c.label) for c in book.reassign_causes]


LEADER_POSTS = (Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER)


def _leader_posts(book: Any) -> Sequence[tuple[str, str]]:
    return [(post.value, post.label) for post in LEADER_POSTS]


REASON = Ask("reason", "理由", "lines", longest=500)
INSIDE = Ask("words", "批示内容", "lines", longest=500)
HEIR = Ask("unit", "承接单位", "unit")
QUESTION = Ask("question", "问题", "lines", longest=500)
REPLY_TO_QUESTION = Ask("reply", "答复", "lines", longest=500)
REMARK = Ask("remark", "备注", "lines", longest=500, help="只有中心看得到")
REMARK_OF_UNIT = Ask("remark", "备注", "lines", longest=500, help="本单位、上级单位和中心看得到")
NOTE = Ask("note", "说明", "lines", required=False, longest=500)

PETITIONER = (
    Ask("name", "姓名或单位名称", required=False, longest=60, keep="nothing"),
    Ask("phone", "联系电话", required=False, longest=40, keep="nothing"),
    Ask("address", "联系地址", required=False, longest=200, keep="nothing"),
    Ask("account", "网站用户名", required=False, longest=80, keep="nothing"),
    Ask("petitioner_kind", "诉求人类型", "choice", required=False, choices=_petitioner_kinds),
    Ask("anonymous", "匿名", "flag", help="不愿留姓名"),
    Ask("confidential", "要求保密", "flag", help="姓名和联系方式对承办单位保密"),
    Ask("do_not_call", "请勿回访", "flag"),
)

WISHES = Ask(
    "wishes", "诉求点", "rows", required=False, columns=(Ask("text", "诉求", longest=300, keep="hash"),),
    help="一行一个，办理时逐条答复",
)  # fmt: skip

MATTER = (
    Ask("title", "标题", longest=120, keep="hash"),
    Ask("text", "诉求内容", "lines", longest=20000, keep="hash"),
    Ask("occurred", "发生时间", required=False, longest=80, keep="hash"),
    Ask("place", "地点", required=False, longest=200, keep="hash"),
    Ask("object", "被反映对象", required=False, longest=120, keep="hash"),
    Ask("kind", "诉求性质", "choice", choices=_labelled("kinds")),
    Ask("category", "事项分类", "choice", choices=_categories),
    Ask("territory", "属地", "choice", required=False, choices=_territories),
    Ask("urgency", "紧急程度", "choice", required=False, choices=_labelled("urgencies")),
    Ask("important", "重要事项", "flag"),
    Ask("immediate", "承诺马上就办", "flag", help="单位或中心承诺立即办理的"),
    Ask("accused_unit", "被举报单位", "unit", required=False, help="该单位及其下级看不到本件"),
    Ask("tags", "专项标签", "choices", required=False, longest=40),
    WISHES,
)

SOURCE = (
    Ask("channel", "来源渠道", "choice", choices=_labelled("channels")),
    Ask("received_at", "收到时间", "when", required=False),
    Ask("source_ref", "来源编号", required=False, longest=120, keep="hash"),
    Ask("source_link", "原文链接", required=False, longest=400, keep="hash"),
)


def _optional(asks: Sequence[Ask], *names: str) -> tuple[Ask, ...]:
    return tuple(replace(a, required=False) if a.name in names else a for a in asks)


REGISTER = (*SOURCE, *MATTER, *PETITIONER)
SOURCE_DUE = Ask(
    "source_due_at", "网站要求答复时间", "when", required=False, help="来源网站自己限定的时间；没有的不填"
)  # fmt: skip
COLLECT = (*SOURCE, SOURCE_DUE, *_optional(MATTER, "title", "kind", "category"), *PETITIONER)
SCREEN = (*_optional(MATTER, "text"), SOURCE_DUE)

STANDS = (("registered", "已登记"), ("approved", "待转办"), ("in_handling", "办理中"), ("replied", "已反馈"))
"""Where a case of another system stands when it is carried over."""


def _stands(book: Any) -> Sequence[tuple[str, str]]:
    return STANDS


CARRY_OVER = (
    *SOURCE,
    *_optional(MATTER, "title", "kind", "category"),
    *PETITIONER,
    Ask("stands", "原系统环节", "choice", choices=_stands),
    Ask("accepted_at", "原受理时间", "when"),
    Ask("dispatched_at", "原转办时间", "when", required=False),
    Ask("signed_at", "原签收时间", "when", required=False),
    Ask("due_at", "原到期时间", "when"),
    Ask("lead", "承办单位", "unit", required=False),
    Ask("history", "原办理经过", "rows", required=False, columns=(Ask("text", "经过", "lines", longest=5000),)),
)
CARRY_SHARE = (Ask("due_at", "原到期时间", "when"), Ask("signed", "原已签收", "flag"))
CARRY_SIGNATURE = (Ask("signed_at", "原签收时间", "when", required=False),)
CARRY_REPLY = (Ask("account", "原办理经过", "lines", required=False, longest=8000, keep="hash"),)

ANSWER_DIRECTLY = (
    Ask("answer", "答复内容", "lines", longest=4000, keep="hash"),
    Ask("way", "答复方式", "choice", choices=_ways),
    Ask("result", "办理结果", "choice", choices=_results),
    Ask("cited", "依据的知识", "case", required=False, help="知识编号，如 Z12；没有依据可以不填"),
)
HANDLE_DIRECTLY = (Ask("whom", "联系了谁", longest=120), Ask("done", "做了什么", "lines"), *ANSWER_DIRECTLY)

REFUSE = (
    Ask("refusal", "不予受理理由", "choice", choices=_labelled("refusals")),
    Ask("route_told", "已告知的途径", longest=300),
    Ask("old_number", "原工单编号", required=False, longest=24),
    Ask("way", "告知方式", "choice", required=False, choices=_ways, help="不填即原路告知"),
    NOTE,
)
TRANSFER = (
    Ask("target", "转往", "choice", choices=_labelled("transfers")),
    Ask("receipt", "对方受理编号", required=False, longest=60),
    NOTE,
)
RECEIPT = (Ask("receipt", "对方受理编号", longest=60),)
MERGE = (Ask("parent", "并入工单", "case"), NOTE)
LINK = (Ask("other", "关联工单", "case"), NOTE)
SPLIT = (Ask("cases", "拆出的工单", "units"),)
AMEND = (
    *(replace(a, required=False) for a in MATTER if a.name in {"kind", "category", "territory", "urgency"}),
    *(a for a in MATTER if a.name in {"important", "immediate", "accused_unit"}),
    REASON,
)
TICKS = (
    Ask(
        "ticks", "诉求人确认", "rows",
        columns=(Ask("ordinal", "序号", "number"), Ask("answered", "已得到答复", "flag")),
    ),
)  # fmt: skip
RATINGS = (
    Ask(
        "ratings", "诉求人评价", "rows",
        columns=(
            Ask("ordinal", "序号", "number"),
            Ask("found", "办得怎样", "choice", required=False, choices=_found),
            Ask("grade", "满意程度", "choice", required=False, choices=_grades),
        ),
    ),
)  # fmt: skip
VOID = (Ask("void_reason", "作废原因", "choice", choices=_labelled("void_reasons")), NOTE)
WITHDRAW = (Ask("heard_how", "如何确认诉求人撤回", longest=300),)
WORDS = (Ask("words", "批示意见", "lines", required=False, longest=500),)
ON_PAPER = (*WORDS, Ask("leader", "签批领导", longest=60, keep="nothing", help="纸质签批件上的签名"))
INSTRUCT = (
    Ask("words", "批示内容", "lines", longest=500),
    Ask("leader", "批示领导（纸质）", required=False, longest=60, keep="nothing"),
    Ask("leader_post", "批示领导职务（纸质）", "choice", required=False, choices=_leader_posts),
)
OF_INSTRUCTION = Ask("instruction", "批示", "case")
RECEIVE_INSTRUCTION = (OF_INSTRUCTION, Ask("leader_post", "批示领导职务", "choice", choices=_leader_posts))
LOSE_INSTRUCTION = (OF_INSTRUCTION,)
LIMIT = Ask(
    "limit", "办理时限", required=False, longest=12,
    help="不填按规定；要缩短时写如 3个工作日、24小时、30分钟",
)  # fmt: skip
DISPATCH = (
    Ask("lead", "主办单位", "unit"),
    Ask("joint", "协办单位", "units", required=False),
    LIMIT,
    NOTE,
)
ADD_UNITS = (Ask("joint", "增派单位", "units"), NOTE)
SUPPLEMENT = (Ask("supplement", "补充内容", "lines"),)
URGE = (Ask("urge_way", "催办方式", "choice", choices=_ways), NOTE)
AUDIT = (
    Ask("result", "办理结果", "choice", choices=_results),
    Ask("way", "答复诉求人方式", "choice", required=False, choices=_ways, help="由中心答复诉求人的须填写"),
    Ask("answer", "答复诉求人内容", "lines", required=False, longest=4000, keep="hash"),
    Ask("answer_link", "答复链接", required=False, longest=400, keep="hash"),
    Ask("suggestion_adopted", "建议已采纳", "flag"),
    NOTE,
)
PUBLISH = (
    Ask("answer_link", "网上答复的链接", longest=400, keep="hash"),
    Ask("published_on", "公开日期", "day", help="答复在网站上刊出的那一天"),
)
REJECT = (
    Ask("cause", "退回原因", "choice", choices=_causes),
    Ask("unmet", "没有答好的诉求点", "choices", required=False, longest=3, help="承办单位看得到是哪几条"),
    REASON,
)
CAUSE = Ask("cause", "重办原因", "choice", required=False, choices=_causes, help="原反馈不实的，不再计按期")
REDO = (Ask("reasonable", "不满意的理由成立", "flag"), CAUSE, REASON)
REOPEN = (CAUSE, REASON)
JUDGE = (Ask("result", "办理结果", "choice", choices=_results), REASON)
TAGS = (Ask("tags", "专项标签", "choices", longest=40),)
SPONSOR = (Ask("sponsor", "包案领导", longest=60, keep="hash"),)
CONTACT = (
    Ask("contact_kind", "类型", "choice", choices=_contact_kinds),
    Ask("way", "方式", "choice", choices=_ways),
    Ask("reached", "已联系上", "flag"),
    Ask("words", "情况", "lines", longest=500, keep="hash"),
)
FIRST_CONTACT = CONTACT[1:]
SUB_DISPATCH = (Ask("unit", "下级单位", "unit"), LIMIT, NOTE)
RETURN = (
    REASON,
    Ask("basis", "职责依据", "lines", longest=500),
    Ask("suggested", "建议承办单位", "unit", required=False),
    Ask("leader", "签字领导", required=False, longest=40, keep="nothing"),
)
EXTEND = (Ask("until", "申请延至", "when"), REASON, Ask("plan", "届时完成什么", "lines", longest=500))
SUSPEND = (REASON, Ask("plan", "创造条件的计划", "lines", longest=500), Ask("review_on", "复查日期", "day"))
REPLY = (
    Ask("account", "办理情况（内部）", "lines", longest=8000, keep="hash"),
    Ask("public", "公开答复内容", "lines", longest=4000, keep="hash"),
    Ask("result", "办理结果", "choice", choices=_results),
    Ask("true_matter", "诉求属实", "flag"),
    Ask("contacted", "已联系诉求人", "flag"),
    Ask("contacted_how", "联系方式或未联系原因", longest=60, keep="hash"),
    Ask("resolved", "已解决", "flag"),
    Ask("unresolved_reason", "未解决原因", "lines", required=False, longest=500, keep="hash"),
    Ask("answered_petitioner", "已答复诉求人", "flag"),
    Ask("answer_way", "答复诉求人方式", "choice", required=False, choices=_ways),
    Ask("answer_link", "公开答复链接", required=False, longest=400, keep="hash"),
    Ask(
        "wish_results", "诉求点答复", "rows", required=False,
        columns=(
            Ask("ordinal", "序号", "number"),
            Ask("result", "结果", "choice", choices=_wish_results),
            Ask("evidence", "依据", required=False, longest=500, keep="hash"),
        ),
    ),
)  # fmt: skip
PAPER = (
    Ask("signer", "签发领导", longest=40, keep="nothing"),
    Ask("signed_on", "签发日期", "day"),
    Ask("scan", "签字扫描件", "case", help="已上传的在此选用，没有的在下面上传"),
)
CHARGE = (
    Ask("charge_leader", "分管领导", longest=40, keep="hash"),
    Ask("charge_section", "科室", required=False, longest=40, keep="hash"),
    Ask("charge_handler", "承办人", longest=40, keep="hash"),
)
CHECK_PAPER = (Ask("genuine", "签字属实", "flag"), NOTE)
DECISION = (Ask("decision", "决定理由", "lines", longest=500, keep="hash"),)
REASSIGN_SHARE = (
    Ask("lead", "改派单位", "unit"),
    Ask("cause", "改派原因", "choice", choices=_reassign_causes, help="派错单位的，不算原单位超期"),
    replace(REASON, help="原单位看得到"),
    LIMIT,
    replace(NOTE, label="给新单位的说明"),
)
REASSIGN = (*DECISION, Ask("lead", "改派单位", "unit"))
DECIDE_UNTIL = (Ask("until", "准许延至", "when", required=False), *DECISION)
