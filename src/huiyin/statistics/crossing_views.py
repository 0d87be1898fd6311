"""The page 交叉统计: measures by one or two dimensions, as tables, charts and files."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.flow import times
from huiyin.flow.ids import uuid7
from huiyin.flow.times import ONE_DAY
from huiyin.journal.door import note
from huiyin.measures.kinds import Measure
from huiyin.measures.registry import Registry
from huiyin.statistics.apart import Sided, to_cross
from huiyin.statistics.asking import BESIDE, CHARTS, MOST_MEASURES, OTHER_KEYS, SORTS, TREES, CrossAsked, understood
from huiyin.statistics.branches import Branch
from huiyin.statistics.choices import choices
from huiyin.statistics.collecting import registry_for, rooms_of
from huiyin.statistics.crossing import dimensions
from huiyin.statistics.crossing_sheets import definitions, rows_of
from huiyin.statistics.dimensions import Dimension
from huiyin.statistics.lines_page import name_of_line
from huiyin.statistics.period import asked_in
from huiyin.statistics.presets import presets
from huiyin.statistics.tables import Table, tables
from huiyin.statistics.viewing import ELSEWHERE, READERS, within_sight
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.pages import ListSpec
from huiyin.ui.sheets import csv_response, xlsx_response

LEDGER = "exports"
"""The chain of events about what was taken out of the system."""

CROSSING = ListSpec(
    filters=(),
    sorts=(),
    other_keys=OTHER_KEYS
    | {"since", "until", "last", "unit_path", "category", "territory", "kind", "family", "channel", "tag", "centre"}
    | {"format"},
)
"""What an address of the page may say, so that it can be kept as a view."""


@require_safe
@post_required(*READERS)
def crossing(request: HttpRequest) -> HttpResponseBase:
    """Show measures by their dimensions, or hand them out as a file."""
    actor, read = actor_in(request), asked_in(request.GET)
    scope = within_sight(actor, read.scope)
    registry = _listed_here(to_cross(actor, registry_for(scope.book), scope))
    asked = understood(request.GET, read, scope, registry)
    found, problems = tables(asked, registry)
    if (wanted := request.GET.get("format", "")) in {"csv", "xlsx"}:
        return _file(request, wanted, asked, found, registry)
    return render(request, "statistics/crossing.html", {
        "asked": asked, "scope": asked.scope, "last": (asked.scope.until or ONE_DAY) - ONE_DAY, "tables": found,
        "problems": [*asked.problems, *problems], "choices": choices(actor, asked.scope), "presets": presets(scope, registry),
        "measures": _offered(registry, asked), "most": MOST_MEASURES, "dimensions": _known_to(registry, asked),
        "beside": [(code, label, code in asked.beside) for code, label in BESIDE], "trees": TREES, "charts": CHARTS,
        "sorts": SORTS, "chosen": [registry.get(name) for name in asked.names], "line": name_of_line(scope),
        "by_unit": any(isinstance(one, Branch) for one in asked.by),
        "query": urlencode(asked.to_query()), "back": f"{reverse('statistics:figures')}?{urlencode(scope.to_query())}",
    })  # fmt: skip


def _known_to(registry: Registry, asked: CrossAsked) -> list[Dimension]:
    """Return the dimensions that any of the measures on offer knows: what one room alone tells apart is not always among them."""
    sides = {side.code for one in registry if isinstance(one, Measure) and one.apart for side in one.apart.sides}
    return [one for one in dimensions(asked.scope).values() if not isinstance(one, Sided) or one.code in sides]


def _listed_here(registry: Registry) -> Registry:
    return Registry(one for one in registry if one.name not in ELSEWHERE)


Offer = tuple[str, str, str, bool]


def _offered(registry: Registry, asked: CrossAsked) -> list[tuple[str, list[Offer], bool]]:
    """Return the measures to choose from by the room that declares them, and whether any of the room is chosen."""
    rooms = rooms_of(asked.scope.book)
    found: dict[str, list[Offer]] = {}
    for one in registry:
        found.setdefault(rooms[one.name], []).append((one.name, one.label, one.definition, one.name in asked.names))
    return [(room, offered, any(is_on for *_, is_on in offered)) for room, offered in found.items()]


def _file(
    request: HttpRequest, wanted: str, asked: CrossAsked, found: Sequence[Table], registry: Registry
) -> HttpResponseBase:  # fmt: skip
    """Answer with a file, after writing into the journal who takes what."""
    said = {"format": wanted, "measures": list(asked.names), "rows": asked.rows, "cols": asked.cols}
    now = times.now()
    note("export.figures", "export", uuid7(), at=now, head=LEDGER, actor=actor_in(request), said=said)
    header, rows = rows_of(found)
    name = f"统计-{times.local(now):%Y%m%d-%H%M}.{wanted}"
    if wanted == "csv":
        return csv_response(name, header, rows)
    return xlsx_response(
        name, "统计", header, rows, also=("口径", ("项目", "内容"), definitions(asked, registry, now, found))
    )
