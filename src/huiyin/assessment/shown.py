"""What somebody may see of a round: full ranking, grades or nothing of others; differences to the edition before; points."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from huiyin.assessment.models import Round, Sheet
from huiyin.assessment.queries import sheets_visible_to
from huiyin.assessment.who import READERS
from huiyin.flow.actor import Actor
from huiyin.measures.figures import rounded
from huiyin.rulebook.assessment import Conversion
from huiyin.rulebook.shelf import book as book_named


@dataclass(frozen=True)
class Row:
    """One unit in the table of a round, as its reader may see it; what he may not see is None or empty."""

    sheet: Sheet
    is_open: bool
    score: str = ""
    rank: int | None = None
    band: str = ""
    converted: Decimal | None = None
    before: str = ""
    alarms: tuple[str, ...] = ()


def score_text(sheet: Sheet, decimals: int) -> str:
    """Return a score with the digits that the scheme prints."""
    return f"{sheet.score:.{decimals}f}"


def rows_for(actor: Actor, round_: Round) -> list[Row]:
    """Return the rows of a round as the actor may see them, best first within each group."""
    sheets = list(round_.sheets.select_related("unit"))
    own = set(sheets_visible_to(actor).filter(round=round_).values_list("pk", flat=True))
    publication = book_named(round_.book).assessment.publication
    before = {sheet.unit_id: sheet for sheet in round_.replaces.sheets.all()} if round_.replaces else {}
    shown = [sheet for sheet in sheets if sheet.pk in own or publication != "private"]
    rows = [_row(sheet, sheet.pk in own, publication, round_, before.get(sheet.unit_id)) for sheet in shown]
    if publication == "bands" and not sees_all(actor, round_):
        # The order would tell what the grades do not.
        return sorted(rows, key=lambda row: (row.sheet.group, row.sheet.unit_path))
    return sorted(
        rows, key=lambda row: (row.sheet.group, row.sheet.rank is None, row.sheet.rank or 0, row.sheet.unit_path)
    )


def sees_all(actor: Actor, round_: Round) -> bool:
    """Whether the actor reads every sheet of the round."""
    if actor.is_platform or (round_.owner_id is None and actor.holds(*READERS)):
        return True
    return round_.owner_id is not None and round_.owner_id in actor.unit_ids


def _row(sheet: Sheet, is_own: bool, publication: str, round_: Round, before: Sheet | None) -> Row:
    if not is_own and publication == "bands":
        return Row(sheet, False, band=sheet.band)
    scheme = round_.scheme
    was = "" if before is None else difference(before, sheet, scheme.decimals)
    alarms = tuple(line["alarm"] for line in sheet.lines if line["alarm"]) if is_own else ()
    converted = converted_points(sheet, book_named(round_.book).assessment.conversion, scheme.full)
    return Row(sheet, is_own, score_text(sheet, scheme.decimals), sheet.rank, sheet.band, converted, was, alarms)


def difference(before: Sheet, now: Sheet, decimals: int) -> str:
    """Return what a unit had in the edition before, or that nothing changed."""
    if (before.score, before.rank) == (now.score, now.rank):
        return "不变"
    return f"原 {score_text(before, decimals)} 分、第 {before.rank or '—'} 名"


def converted_points(sheet: Sheet, rule: Conversion, full: Decimal) -> Decimal | None:
    """Return the points of a sheet for the city's own assessment: none after a veto, None for who has no rank to convert."""
    if sheet.vetoed:
        return rounded(0, rule.decimals, "half_up")
    if rule.by == "score":
        share = min(Fraction(sheet.score) / Fraction(full), Fraction(1))
        return rounded(share * rule.points, rule.decimals, "half_up")
    if sheet.rank is None:
        return None
    # The first of a group gets all points, each place below it as much less as its group is large.
    return rounded(Fraction(rule.points * (sheet.among - sheet.rank + 1), sheet.among), rule.decimals, "half_up")
