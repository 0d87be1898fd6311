"""The whole paper as pages and files show it: its head from the rulebook, its blocks as they were counted."""

from typing import Any

from huiyin.briefs.models import Brief
from huiyin.documents.content import Document, Head
from huiyin.flow.times import local
from huiyin.rulebook.papers import BriefKind
from huiyin.rulebook.shelf import book as book_named


def document_of(brief: Brief) -> Document:
    """Return the paper: as it was signed, or as it stands now."""
    if brief.signed_at and (signed := getattr(brief, "signed", None)):
        return Document.model_validate(signed.document)
    return draft_of(brief)


def draft_of(brief: Brief) -> Document:
    """Return the paper as its rows stand, with the head that its kind gives it."""
    return Document.model_validate({"head": head_of(brief), "blocks": brief.blocks})


def head_of(brief: Brief) -> Head:
    """Return head and foot: what is not known before signing is left open."""
    rule, city = brief.rules, book_named(brief.book).city
    day = local(brief.signed_at).date() if brief.signed_at else None
    return Head(
        layout=rule.layout,
        organisation=rule.organisation.format(centre=city.centre),
        title=brief.title,
        number=brief.sign,
        publisher=rule.publisher.format(centre=city.centre),
        issued_on=f"{day.year}年{day.month}月{day.day}日" if day else "",
        addressed_to=rule.addressed_to,
        reported_to=rule.reported_to,
        printed_by=rule.publisher.format(centre=city.centre) if rule.layout == "official" else "",
    )


def number_of(rule: BriefKind, year: int, issue: int, total: int) -> str:
    """Return the number as it is printed."""
    return rule.number.format(year=year, issue=issue, total=total)


def title_of(rule: BriefKind, period: str) -> str:
    """Return the title with its period."""
    return rule.title.format(period=period)[:120]


def kept_blocks(blocks: Any) -> list[dict[str, Any]]:
    """Return blocks as they are kept in a row."""
    return [block.model_dump(mode="json") for block in blocks]
