"""A circular and a bulletin of an invented city, as their rooms would compose them."""

from huiyin.documents.content import (
    Bound,
    CaseText,
    Chart,
    Document,
    Head,
    Heading,
    Inline,
    Paragraph,
    Series,
    Table,
    Text,
)

UNITS = (
    ("东湖区政府", 1286, "97.20%"),
    ("西山区政府", 1043, "95.88%"),
    ("市住建局", 765, "96.34%"),
    ("市城管局", 512, "93.75%"),
)


def run(*parts: str | Bound) -> tuple[Inline, ...]:
    return tuple(part if isinstance(part, Bound) else Text(text=part) for part in parts)


def figure(key: str, text: str) -> Bound:
    return Bound(key=key, text=text)


def heading(level: int, words: str) -> Heading:
    return Heading(level=level, inlines=run(words))


def paragraph(*parts: str | Bound, revise: bool = False) -> Paragraph:
    return Paragraph(inlines=run(*parts), revise=revise)


def table_of_units() -> Table:
    rows = tuple(
        (run(name), run(figure(f"unit{place}", str(count))), run(figure(f"rate{place}", rate)))
        for place, (name, count, rate) in enumerate(UNITS)
    )
    total = (run("合计"), run(figure("unit_total", "3606")), run(figure("rate_total", "96.17%")))
    return Table(
        caption="10月份主要承办单位办理情况",
        header=("承办单位", "受理（件）", "按期办结率"),
        rows=(*rows, total),
        total=True,
    )


def circular() -> Document:
    head = Head(
        layout="official",
        organisation="汴阳市人民政府办公室文件",
        title="汴阳市人民政府办公室关于2026年10月份12345热线诉求办理情况的通报",
        number="汴政办〔2026〕38号",
        publisher="汴阳市人民政府办公室",
        issued_on="2026年11月5日",
        addressed_to="各区人民政府，市政府各部门、各直属机构",
        reported_to="市委办公室，市人大常委会办公室，市政协办公室，市纪委监委",
        printed_by="汴阳市人民政府办公室",
        attachments=("10月份各承办单位办理情况统计表", "10月份群众反映集中的问题清单"),
    )
    blocks = (
        paragraph("为进一步提升群众诉求办理质效，现将2026年10月份全市12345热线诉求办理情况通报如下。"),
        heading(1, "一、总体情况"),
        paragraph(
            "10月份，全市共受理群众诉求", figure("accepted", "12,167"), "件，环比上升", figure("growth", "6.3%"), "；按期办结",
            figure("closed_on_time", "11,557"), "件，按期办结率", figure("rate", "94.99%"), "，群众满意率",
            figure("satisfied", "96.5%"), "。其中供暖、物业管理、噪声扰民三类诉求合计占比", figure("share", "41.2%"),
            "，主要集中在东湖区、西山区老旧管网片区。",
        ),
        heading(2, "（一）诉求类型分布"),
        paragraph("诉求以求助类为主，共", figure("help", "7,902"), "件；投诉类次之。各承办单位受理和办结情况见下表。", revise=True),
        table_of_units(),
        heading(2, "（二）承办单位办理情况"),
        heading(3, "1．办结情况。"),
        paragraph("市住建局、东湖区政府按期办结率高于全市平均水平，提出表扬；市城管局排名靠后，提出批评，请于11月20日前报送整改情况。"),
        CaseText(
            number="20261012000318",
            title="泉涌巷连续三日停水",
            inlines=run("居民张某反映泉涌巷自10月9日起停水，承办单位两次退单，督办后", figure("days", "2"), "日内恢复供水。"),
        ),
        heading(1, "二、下一步工作要求"),
        paragraph("各承办单位要对照群众反映集中的问题逐项研究，落实首接负责，按时限签收、联系、答复，不得以转办代替办理。"),
    )  # fmt: skip
    return Document(head=head, blocks=blocks)


def bulletin() -> Document:
    head = Head(
        layout="brief",
        organisation="市长专线电话运行简报",
        title="2026年10月份市长专线电话运行情况",
        number="第10期（总第127期）",
        publisher="汴阳市市长专线电话办公室",
        issued_on="2026年11月2日",
        reported_to="报：市长、副市长，市政府秘书长\n送：市政府副秘书长，各区人民政府，市政府各部门",
        printed_by="汴阳市市长专线电话办公室",
    )
    months = Chart(
        kind="line",
        caption="近六个月受理和按期办结件数",
        labels=("5月", "6月", "7月", "8月", "9月", "10月"),
        series=(
            Series(name="受理", values=(980, 1016, 1240, 1312, 1105, 1163)),
            Series(name="按期办结", values=(951, 990, 1180, 1268, 1071, 1122)),
        ),
    )
    units = Chart(
        caption="10月份各承办单位受理件数",
        labels=tuple(name for name, _, _ in UNITS),
        series=(Series(name="受理", values=tuple(float(count) for _, count, _ in UNITS)),),
    )
    blocks = (
        heading(1, "一、运行情况"),
        paragraph(
            "本月市长专线电话共受理群众来电来信", figure("accepted", "1,163"), "件，其中电话", figure("phone", "639"), "件、网络",
            figure("online", "524"), "件；按期办结", figure("on_time", "1,122"), "件，按期办结率", figure("rate", "96.47%"), "。",
        ),
        months,
        heading(1, "二、热点问题"),
        paragraph("供暖类诉求增长较快，本月", figure("heating", "212"), "件，环比上升", figure("heating_up", "38.6%"), "。"),
        units,
        table_of_units(),
    )  # fmt: skip
    return Document(head=head, blocks=blocks)


def full_page(lines: int = 60) -> Document:
    """A paper of nothing but full lines, in which every line and every character can be counted."""
    head = Head(layout="official", organisation="汴阳市人民政府文件", title="关于版式的通知")
    return Document(head=head, blocks=(paragraph("市民热线诉求办理" * (lines * 28 // 8)),))
