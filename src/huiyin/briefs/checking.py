"""The check before signing: a paper's figures are looked up, with what earlier papers said, and asked of `briefs.check`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.db.models import Q

from huiyin.briefs.check.figures import Frozen, Half, PaperFigure, Whole, scope_of
from huiyin.briefs.check.paper import check_paper
from huiyin.briefs.composing.document import draft_of
from huiyin.briefs.keys import NoKey, Wanted
from huiyin.briefs.models import Brief, BriefFigure
from huiyin.briefs.states import ISSUED
from huiyin.crossfoot.findings import Outcome, Report
from huiyin.crossfoot.stated import Rounding
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named

EARLIER_ISSUES = 24
"""So many issues of the same kind say what is usual."""
HALVES = {"value": ("分子", "分母"), "share": ("部分", "总数")}
COMPARED_WITH = frozenset({"上期", "上年同期"})


def findings_of(brief: Brief) -> tuple[Outcome, ...]:
    """Return what the check finds in a paper as it stands, the gravest first."""
    return report_on(brief).findings


def report_on(brief: Brief) -> Report:
    """Return what the check finds in a paper as it stands, and what held. Asks five statements, however long it is."""
    rows = list(BriefFigure.objects.filter(brief_id=brief.pk).defer("cases").order_by("key"))
    book = book_named(brief.book)
    figures = [figure_of(row, book) for row in rows]
    known = _with_history(figures, _earlier_issues(brief, rows), _compared_with(rows))
    return check_paper(draft_of(brief).blocks, _with_frozen(known, _same_period(brief, rows)), book.identities)


def figure_of(row: BriefFigure, book: Rulebook) -> PaperFigure:
    """Return a figure as the check sees it."""
    halves = {part["role"]: Half(part["label"], Fraction(part["value"])) for part in row.parts if part["value"]}
    above, below = HALVES.get(row.form, ("", ""))
    return PaperFigure(
        row.key, row.label, row.text, row.measure, row.form, row.unit, scope_of(row.scope),
        Fraction(row.value) if row.value else None, halves.get(above), halves.get(below), _rounding(row, book),
        source=row.source,
    )  # fmt: skip


def _rounding(row: BriefFigure, book: Rulebook) -> Rounding:
    """The rulebook says how the last digit of its rates is made; a share of a paper is rounded half up."""
    if row.form != "value":
        return "half_up"
    names = ((rate, {rate.measure, f"{rate.name}.of_{rate.denominator}"}) for rate in book.rates)
    return next((rate.rounding for rate, called in names if row.measure in called), "half_up")


# -- how it was ------------------------------------------------------------------------------------------------------


def _earlier_issues(brief: Brief, rows: Sequence[BriefFigure]) -> dict[str, list[Fraction]]:
    """Return what the same keys stood for in earlier issues, the latest first: a key says nothing of dates.

    The main rate of a city may be another one since: then it has no history.
    """
    keys = {row.key: row.measure for row in rows if _is_of_the_whole_period(row)}
    found: dict[str, list[Fraction]] = defaultdict(list)
    if brief.rhythm == "none" or not keys:
        return found
    issues = Brief.objects.filter(
        kind=brief.kind, rhythm=brief.rhythm, until__lte=brief.since, state__in=sorted(ISSUED), corrected_by=None
    ).order_by("-until")[:EARLIER_ISSUES]
    kept = BriefFigure.objects.filter(
        brief__in=list(issues.values_list("pk", flat=True)), key__in=list(keys), frozen=True
    )
    for key, measure, value in kept.order_by("-brief__until").values_list("key", "measure", "value"):
        if value and measure == keys[key]:
            found[key].append(Fraction(value))
    return found


def _is_of_the_whole_period(row: BriefFigure) -> bool:
    """Whether it is a figure of this period and of the whole city: parts are too many, and too small, to have a history."""
    wanted = _wanted(row.key)
    return (
        bool(row.measure)
        and row.form == "value"
        and wanted is not None
        and not wanted.where
        and wanted.period == "this"
    )


def _wanted(key: str) -> Wanted | None:
    try:
        return Wanted.read(key)
    except NoKey:
        return None


def _compared_with(rows: Sequence[BriefFigure]) -> dict[str, list[Fraction]]:
    """Return by the key of the figure what the paper itself says of earlier periods: "上期为", "比上年同期"."""
    found: dict[str, list[Fraction]] = defaultdict(list)
    for row in rows:
        wanted = _wanted(row.key) if row.measure else None
        if wanted is None or wanted.where or wanted.form == "share":
            continue
        base = replace(wanted, period="this", form="value").key
        if wanted.form == "value" and wanted.period in {"before", "year_before"} and row.value:
            found[base].append(Fraction(row.value))
        elif wanted.form != "value" and wanted.period == "this":
            found[base] += [
                Fraction(part["value"]) for part in row.parts if part["role"] in COMPARED_WITH and part["value"]
            ]
    return {key: list(dict.fromkeys(values)) for key, values in found.items()}


def _with_history(
    figures: Sequence[PaperFigure],
    issues: Mapping[str, Sequence[Fraction]],
    compared: Mapping[str, Sequence[Fraction]],
) -> list[PaperFigure]:
    """A paper without earlier issues has at least the periods that it compares itself with."""
    return [replace(one, before=tuple(issues.get(one.key) or compared.get(one.key, ()))) for one in figures]


# -- what other papers said of the same period -----------------------------------------------------------------------

Same = tuple[str, Whole]
"""A measure and its scope."""


def _same_period(brief: Brief, rows: Sequence[BriefFigure]) -> dict[Same, list[Frozen]]:
    """Return what papers that were signed say of the periods that this one speaks of."""
    periods = {(row.scope.get("since"), row.scope.get("until")) for row in rows if row.measure}
    wanted = Q(pk__in=[])
    for since, until in periods:
        if since and until:
            wanted |= Q(since=since, until=until)
    signed = Brief.objects.filter(wanted, state__in=sorted(ISSUED)).exclude(pk=brief.pk)
    papers = {paper.pk: paper for paper in signed.only("title", "sign")}
    measures = {row.measure for row in rows if row.form == "value" and row.measure}
    kept = BriefFigure.objects.filter(brief__in=list(papers), measure__in=sorted(measures), form="value", frozen=True)
    found: dict[Same, list[Frozen]] = defaultdict(list)
    for row in kept.only("brief_id", "measure", "scope", "text", "value").order_by("brief__signed_at", "key"):
        paper = papers[row.brief_id]
        if row.value:
            said = Frozen(f"《{paper.title}》{paper.sign}", row.text, Fraction(row.value))
            found[row.measure, scope_of(row.scope)].append(said)
    return found


def _with_frozen(figures: Iterable[PaperFigure], said: Mapping[Same, Sequence[Any]]) -> list[PaperFigure]:
    return [
        replace(one, frozen=tuple(dict.fromkeys(said.get((one.measure, one.scope), ()))))
        if one.measure and one.form == "value"
        else one
        for one in figures
    ]
