"""The figures of this room: papers issued by kind, how many of their readers have read them, what leaders wrote on them."""

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from huiyin.briefs.models import Brief, BriefReader
from huiyin.briefs.states import ISSUED, OUT
from huiyin.cases.listed import listed_at
from huiyin.cases.scoped import ends_at, within
from huiyin.flow.times import ONE_DAY
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.papers import BriefKind

WHERE = ("unit_path", "category", "territory", "kind", "family", "channel", "tag", "centre")


def issued(scope: Scope, kinds: tuple[str, ...] = ()) -> QuerySet[Brief]:
    """Return the papers signed in the period; a correction is no further issue, and what was withdrawn is none."""
    rows = Brief.objects.filter(state__in=sorted(ISSUED), corrects__isnull=True)
    if any(getattr(scope, name) for name in WHERE):
        return rows.none()
    return within(scope, "signed_at", rows.filter(kind__in=kinds) if kinds else rows)


def counted_as(scope: Scope, what: str) -> QuerySet[Brief]:
    """Return those of the kinds that the rulebook counts so."""
    book: Rulebook = scope.book
    kinds = tuple(rule.code for rule in book.papers.kinds if rule.counts_as == what) if book else ()
    return issued(scope, kinds) if kinds else Brief.objects.none()


def to_read(scope: Scope) -> QuerySet[BriefReader]:
    """Return the lines of lists of papers that were sent in the period."""
    rows = BriefReader.objects.filter(brief__state__in=sorted(OUT))
    if any(getattr(scope, name) for name in WHERE):
        return rows.none()
    return within(scope, "brief__distributed_at", rows)


def have_read(scope: Scope) -> QuerySet[BriefReader]:
    """Return those of them that had read by the end of the period."""
    rows = to_read(scope).filter(read_at__isnull=False)
    end = ends_at(scope)
    return rows.filter(read_at__lt=end) if end else rows


def _listed(scope: Scope, kind: str = "") -> str:
    last = scope.until - ONE_DAY if scope.until else None
    said = {
        "kind": kind,
        "since": scope.since.isoformat() if scope.since else "",
        "last": last.isoformat() if last else "",
    }
    return f"{reverse('briefs:papers')}?{urlencode({name: value for name, value in said.items() if value})}"


MEASURES: tuple[Measure | Rate, ...] = (
    Measure("briefs", "简报", "期间内签发的简报期数，按规则簿计为简报的种类，更正和撤回的不计。", "期", "happened_in_period",
            partial(counted_as, what="brief"), listed_at=_listed),
    Measure("briefs_info", "编发信息条目", "期间内签发的信息条目数，更正和撤回的不计。", "条", "happened_in_period",
            partial(counted_as, what="info"), listed_at=_listed),
    Measure("papers_to_read", "公文应阅", "期间内发送的公文名单上的人员和单位数。", "人次", "happened_in_period", to_read,
            listed_at=partial(listed_at, "briefs:readers")),
    Measure("papers_read", "公文已阅", "期间内发送的公文名单上到期末已经阅读的人员和单位数。", "人次", "happened_in_period",
            have_read, listed_at=partial(listed_at, "briefs:readers", read="1")),
    Rate("papers_read_rate", "公文阅读率", "期间内发送的公文名单上到期末已经阅读的占应阅的百分比。", "papers_read",
         "papers_to_read"),
)  # fmt: skip


def measures_of(book: Rulebook) -> Iterator[Measure | Rate]:
    """Yield the papers of each kind of a book."""
    for rule in book.papers.kinds:
        yield _of_kind(rule)


def _of_kind(rule: BriefKind) -> Measure:
    definition = f"期间内签发的{rule.label}期数，更正和撤回的不计。"
    return Measure(
        f"briefs.{rule.code}", f"公文：{rule.label}", definition, "期", "happened_in_period",
        partial(issued, kinds=(rule.code,)), listed_at=partial(_listed, kind=rule.code),
    )  # fmt: skip
