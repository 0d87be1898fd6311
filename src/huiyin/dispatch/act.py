"""Changes of the catalogue: a line is added or ended on a day, never deleted; each change is an event."""

from datetime import date, datetime
from uuid import UUID

from huiyin.dispatch.models import CatalogueRow
from huiyin.dispatch.who import keeps
from huiyin.flow.actor import Actor
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.units.models import Unit

LEDGER = "dispatch"


def add_line(row: CatalogueRow, *, actor: Actor, at: datetime) -> CatalogueRow:
    """Add a line. Raises Refused with every reason."""
    with writing():
        if not keeps(actor, row.owner):
            raise NotYours(["您的岗位不能修改这份派单目录"])
        if no := [reason for reason in (_says_nothing(row), _is_not_below(row), _stands_already(row)) if reason]:
            raise Refused(no)
        row.save(force_insert=True)
        said = {"owner": row.owner_id, "category": row.category, "territory": row.territory, "unit": row.unit_id}
        note("catalogue.add", "catalogue", row.pk, actor=actor, at=at, head=LEDGER, said=said)
        return row


def end_line(row_id: UUID, *, on: date, actor: Actor, at: datetime) -> None:
    """End a line on a day, today or later. Raises Refused."""
    with writing():
        row = CatalogueRow.objects.select_for_update().select_related(None).get(pk=row_id)
        if not keeps(actor, row.owner):
            raise NotYours(["您的岗位不能修改这份派单目录"])
        if row.until is not None:
            raise Refused(["这一条已经停用"])
        if on < local_day(at) or on <= row.since:
            raise Refused([], {"on": "停用日期须晚于启用日期，且不早于今天"})
        row.until = on
        row.save(update_fields=["until"])
        note("catalogue.end", "catalogue", row.pk, actor=actor, at=at, head=LEDGER, said={"until": on})


def _says_nothing(row: CatalogueRow) -> str | None:
    return None if row.category or row.territory else "分类和属地至少选一项"


def _is_not_below(row: CatalogueRow) -> str | None:
    owner: Unit | None = row.owner
    if owner is None:
        return None
    below = row.unit.path.startswith(owner.path) and row.unit_id != owner.pk
    return None if below else f"{row.unit.name}不是{owner.name}的下级"


def _stands_already(row: CatalogueRow) -> str | None:
    same = CatalogueRow.objects.filter(
        owner=row.owner, category=row.category, territory=row.territory, unit=row.unit, until__isnull=True
    )
    return "目录中已有这一条" if same.exists() else None
