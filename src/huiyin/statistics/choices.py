"""By what the figures can be narrowed: units in sight, topics, territories, kinds, families, channels, tags."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huiyin.cases.models import Tag
from huiyin.flow.actor import Actor
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Family
from huiyin.rulebook.section import Unknown
from huiyin.statistics.viewing import sees_the_city
from huiyin.units.models import Unit
from huiyin.units.queries import visible_to, within

LABELS = {
    "unit_path": "单位", "category": "类别", "territory": "属地", "kind": "性质", "family": "渠道大类", "channel": "渠道",
    "tag": "专项标签",
}  # fmt: skip

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """One drop-down: the part of the scope that it sets, what it offers, what is chosen now."""

    name: str
    label: str
    options: Pairs
    chosen: str
    may_be_empty: bool = True


def choices(actor: Actor, scope: Scope) -> list[Choice]:
    """Return the drop-downs of the page, in three statements."""
    book: Rulebook = scope.book
    offered: list[tuple[str, str, Pairs]] = [
        ("category", "类别", [(code, " / ".join(book.category_path(code))) for code in _topics(book)]),
        ("territory", "属地", [(one.code, one.label) for one in book.territories]),
        ("kind", "性质", [(one.code, one.label) for one in book.kinds]),
        ("family", "渠道大类", [(family.value, family.label) for family in Family]),
        ("channel", "渠道", [(one.code, one.label) for one in book.channels]),
        ("tag", "专项标签", [(name, name) for name in _tags()]),
    ]
    free = sees_the_city(actor) or bool(scope.centre)
    units = Choice("unit_path", "单位", _units(actor, scope), scope.unit_path, may_be_empty=free)
    return [units, *(Choice(name, label, pairs, getattr(scope, name)) for name, label, pairs in offered if pairs)]


def labels_of(scope: Scope) -> list[tuple[str, str]]:
    """Return in words by what a scope is narrowed, for a paper or a file."""
    book: Rulebook = scope.book
    named: dict[str, Callable[[str], str]] = {
        "category": lambda code: " / ".join(book.category_path(code)),
        "territory": lambda code: book.territory(code).label,
        "kind": lambda code: book.kind(code).label,
        "family": lambda code: Family(code).label,
        "channel": lambda code: book.channel(code).label,
        "unit_path": _unit_at,
        "tag": str,
    }
    found = [(label, name, getattr(scope, name)) for name, label in LABELS.items() if getattr(scope, name)]
    return [(label, _named(named[name], value)) for label, name, value in found]


def _unit_at(path: str) -> str:
    return str(Unit.objects.filter(path=path).values_list("name", flat=True).first() or path)


def _named(name_of: Callable[[str], str], code: str) -> str:
    try:
        return name_of(code)
    except (Unknown, ValueError):
        return code


def _units(actor: Actor, scope: Scope) -> Pairs:
    seen = visible_to(actor) if sees_the_city(actor) else within(actor.unit_paths)
    if scope.centre:
        seen = within(Unit.objects.filter(pk=scope.centre).values_list("path", flat=True))
    rows = seen.order_by("path").values_list("path", "short_name", "depth")
    return [(path, f"{'　' * (depth - 1)}{name}") for path, name, depth in rows]


def _topics(book: Rulebook) -> list[str]:
    # The first two levels: finer ones would make a drop-down of hundreds.
    return [code for code in book.categories if len(book.tree.lineage(code)) <= 2]


def _tags() -> list[str]:
    return list(Tag.objects.order_by("name").values_list("name", flat=True).distinct()[:200])
