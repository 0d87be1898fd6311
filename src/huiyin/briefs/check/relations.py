"""Figures beside one another: printed as counted, the same everywhere, in the relations that the rulebook knows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from huiyin.briefs.check.figures import PaperFigure, Whole, as_digits, number_of, percent_of, printed_number
from huiyin.crossfoot import rates, sums
from huiyin.crossfoot.findings import Grade, Outcome, Rule
from huiyin.crossfoot.history import history
from huiyin.crossfoot.stated import History, Identity, Rate
from huiyin.documents.content import Bound
from huiyin.rulebook.identities import Identity as Known

MOST_EARLIER = 24
"""So many earlier periods say what is usual."""


def printed_as_counted(bounds: Iterable[Bound], figures: Mapping[str, PaperFigure]) -> Iterator[Outcome]:
    """Yield a finding for each figure that says something else than what it is bound to."""
    seen: set[tuple[str, str]] = set()
    for bound in bounds:
        if (bound.key, bound.text) in seen:
            continue
        seen.add((bound.key, bound.text))
        figure = figures.get(bound.key)
        if figure is None:
            told = f"“{bound.text}”没有出处：不知道是哪个指标，请重新插入"
            yield Outcome(Rule.SOURCE, (bound.key,), told, Grade.ERROR)
        elif as_digits(bound.text) != as_digits(figure.text):
            whence = "来源写的是" if figure.source else "统计为"
            told = f"{figure.label}印的是 {bound.text}，{whence} {figure.text}"
            yield Outcome(Rule.SAME, (figure.label,), told, Grade.ERROR)


def shares_are_possible(figures: Iterable[PaperFigure]) -> Iterator[Outcome]:
    """Yield what each printed rate is by its numerator and denominator, rounded as the rulebook says."""
    for figure in figures:
        printed = percent_of(figure.text)
        if not figure.is_rate or printed is None or not figure.numerator or not figure.denominator:
            continue
        above, below = _distinct(figure.numerator.label, figure.denominator.label)
        numbers = {
            above: printed_number(figure.numerator.value, ""),
            below: printed_number(figure.denominator.value, ""),
        }
        asked = Rate(printed, below, above, rounding=figure.rounding)
        yield rates.rate(asked, numbers).at(figure.label)


def repeated_alike(figures: Iterable[PaperFigure]) -> Iterator[Outcome]:
    """Yield an outcome for each thing that was counted under several keys, or came twice from outside by one name."""
    groups: dict[tuple[str, str, Whole], list[PaperFigure]] = defaultdict(list)
    for figure in figures:
        if figure.source:
            groups["", figure.label, ()].append(figure)
        elif figure.form == "value" and figure.value is not None:
            groups[figure.measure, "", figure.scope].append(figure)
    for (measure, _, _), group in groups.items():
        if len(group) > 1:
            yield _alike(group, Grade.ERROR if measure else Grade.EXPLAIN)


def identities_hold(known: Iterable[Known], figures: Iterable[PaperFigure]) -> Iterator[Outcome]:
    """Yield an outcome for each identity of the rulebook of which the paper prints the whole and parts, over one scope.

    Where the paper prints only some of the parts they may leave a rest, but not exceed the whole.
    """
    by_scope: dict[Whole, dict[str, PaperFigure]] = defaultdict(dict)
    for figure in figures:
        if figure.is_counted:
            by_scope[figure.scope].setdefault(figure.measure, figure)
    for one in known:
        for group in by_scope.values():
            parts = [group[name] for name in one.parts if name in group]
            if one.whole in group and parts:
                complete = one.complete and len(parts) == len(one.parts)
                yield _identity(group[one.whole], parts, complete)


def near_their_history(figures: Iterable[PaperFigure]) -> Iterator[Outcome]:
    """Yield an outcome for each figure that earlier papers or comparisons know of earlier periods."""
    for figure in figures:
        if figure.before and figure.value is not None and figure.form == "value":
            earlier = tuple(printed_number(one, figure.unit) for one in figure.before[:MOST_EARLIER])
            name = f"{figure.label}（%）" if figure.unit == "%" else figure.label
            yield history(History(name, earlier, figure.is_counted), {name: printed_number(figure.value, figure.unit)})


def as_earlier_papers_said(figures: Iterable[PaperFigure]) -> Iterator[Outcome]:
    """Yield an outcome for each earlier paper that printed the same figure of the same period."""
    for figure in figures:
        for paper in figure.frozen:
            if paper.value == figure.value:
                yield Outcome(Rule.SAME, (figure.label,), f"{figure.label} {figure.text}，与{paper.paper}一致")
                continue
            told = (
                f"{figure.label}这里是 {figure.text}，{paper.paper}印的是 {paper.text}，说的是同一期间，请说明为何不同"
            )
            yield Outcome(Rule.SAME, (figure.label,), told, Grade.EXPLAIN)


def _identity(whole: PaperFigure, parts: Sequence[PaperFigure], complete: bool) -> Outcome:
    names = _distinct(whole.label, *(part.label for part in parts))
    numbers = {
        name: printed_number(one.value or Fraction(0), "") for name, one in zip(names, (whole, *parts), strict=True)
    }
    return sums.identity(Identity(names[0], tuple(names[1:]), complete), numbers)


def _alike(group: Sequence[PaperFigure], grade: Grade) -> Outcome:
    """Exact values are compared where there are any: 95 % and 94.99 % may be one rate, each rounded as it is printed."""
    names = tuple(_distinct(*(one.label for one in group)))
    if all(one.value is not None for one in group):
        held = len({one.value for one in group}) == 1
    else:
        held = len({number_of(one.text) or one.text for one in group}) == 1
    shown = "、".join(f"{name} {one.text}" for name, one in zip(names, group, strict=True))
    if held:
        return Outcome(Rule.SAME, names, f"{shown}：一致")
    return Outcome(Rule.SAME, names, f"{shown}：同一个数前后不一", grade)


def _distinct(*labels: str) -> list[str]:
    told: list[str] = []
    for label in labels:
        again = sum(1 for one in labels[: len(told)] if one == label)
        told.append(f"{label}（{again + 1}）" if again else label)
    return told
