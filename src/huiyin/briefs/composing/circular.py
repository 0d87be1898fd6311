"""A circular (通报) of the ladder as an official paper, so that it is printed in the same layout as the others."""

from huiyin.documents.content import Block, Document, Head, Paragraph, Text
from huiyin.escalation.models import Circular
from huiyin.flow.times import local
from huiyin.rulebook.shelf import book as book_named


def document_of_circular(circular: Circular) -> Document:
    """Return a circular as it is printed: its words, its cases by number and summary, who reads it."""
    issuer = circular.owner.name if circular.owner else book_named(circular.book).city.centre
    day = local(circular.issued_at).date() if circular.issued_at else None
    blocks: list[Block] = [_paragraph(line.strip()) for line in circular.text.splitlines() if line.strip()]
    cases = circular.cases.select_related("case").order_by("ordinal")
    blocks += [_paragraph(f"{one.case.number}：{one.summary}") for one in cases]
    head = Head(
        layout="official", organisation=f"{issuer}文件", title=circular.title, number=circular.sign, publisher=issuer,
        issued_on=f"{day.year}年{day.month}月{day.day}日" if day else "",
        addressed_to="各网络单位：" if circular.to_all else "", printed_by=issuer,
    )  # fmt: skip
    return Document(head=head, blocks=tuple(blocks))


def _paragraph(text: str) -> Paragraph:
    return Paragraph(inlines=(Text(text=text),))
