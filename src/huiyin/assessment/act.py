"""The doors of the assessment: rounds and claims by their tables, units' own schemes by what is said of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiyin.assessment.computing import computed
from huiyin.assessment.facts import ClaimFacts, RoundFacts
from huiyin.assessment.lifecycle import ASSESSMENT
from huiyin.assessment.lifecycle_claim import CLAIM
from huiyin.assessment.models import Claim, ClaimKind, Lost, OwnScheme, Round, Sheet
from huiyin.assessment.queries import assessed_units, granted_appeals, like_claims, open_appeals
from huiyin.assessment.states import RoundState
from huiyin.assessment.who import OWN_READERS
from huiyin.cases.models import Case
from huiyin.flow.actor import Actor
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.journal.door import Door, note
from huiyin.journal.models import Ledger
from huiyin.journal.writing import writing
from huiyin.measures.registry import UnknownMeasure
from huiyin.rulebook.scheme import Scheme
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit

LEDGER = "assessment"


def round_facts(row: Round, head: Ledger, at: datetime) -> RoundFacts:
    """Return the facts of one round."""
    waiting = 0 if row._state.adding else open_appeals(row)
    return RoundFacts(row.state, local_day(at), row.owner_id, waiting, row.appeals_until, row.until)


def claim_facts(row: Claim, head: Ledger, at: datetime) -> ClaimFacts:
    """Return the facts of one claim."""
    about = row.sheet.round if row.sheet else None
    # Whether a case counts that a unit took in on its own line is that unit's to decide, as its round is.
    owner = about.owner_id if about else row.case.centre_id
    return ClaimFacts(
        row.state, local_day(at), row.unit_id, owner, row.reviewed_by_id,
        about.appeals_until if about else None, about is None or about.state == RoundState.PUBLISHED, _there(row),
    )  # fmt: skip


def _there(row: Claim) -> str:
    there = like_claims(row).first() if row._state.adding else None
    return f"{there.name}（{there.standing.label}）" if there else ""


ROUND_DOOR = Door(ASSESSMENT, Round, round_facts, head_model=Ledger, head_field="ledger_id")
CLAIM_DOOR = Door(CLAIM, Claim, claim_facts, head_model=Ledger, head_field="ledger_id")


def open_round(
    since: date,
    last: date,
    scheme: Scheme,
    *,
    actor: Actor,
    at: datetime,
    city: str,
    owner: Unit | None = None,
    key: str = "",
) -> Round:
    """Compute the assessment of a period, both days counted in; the same `key` sent twice opens one. Raises Refused."""
    _refuse_days(since, last, local_day(at))
    row = _new_round(since, last, scheme, at, city, owner)
    return _begun(row, "open", {}, actor, at, key)


def reissue(old: Round, said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = "") -> Round:
    """Compute a frozen period once more, as a new round beside the old one, which stays. Raises Refused."""
    if old.state != RoundState.FROZEN:
        raise Refused([f"考核现在是“{old.standing.label}”，定稿后才能重发"])
    if again := Round.objects.filter(replaces=old).first():
        raise Refused([f"已经重发为“{again.name}”"])
    row = _new_round(old.since, old.last, old.scheme, at, city, old.owner, old)
    return _begun(row, "reissue", said, actor, at, key)


def appeal(sheet: Sheet, lost: Lost, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> Claim:
    """Appeal about one case behind one lost point. Raises Refused."""
    row = Claim(
        kind=ClaimKind.APPEAL, unit=sheet.unit, case=lost.case, sheet=sheet, code=lost.code, book=sheet.round.book
    )
    return _claimed(row, "appeal", said, actor, at, key)


def ask_exclusion(
    case: Case, unit: Unit, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = ""
) -> Claim:
    """Ask that a case does not count. Raises Refused."""
    row = Claim(kind=ClaimKind.EXCLUSION, unit=unit, case=case, book=case.book)
    return _claimed(row, "ask_exclusion", said, actor, at, key)


def write_scheme(unit: Unit, scheme: Scheme, *, actor: Actor, at: datetime, city: str) -> OwnScheme:
    """Keep a new edition of a unit's own scheme for the units below it. Raises Refused."""
    if not actor.holds_in(unit.pk, *OWN_READERS):
        raise NotYours(["您的岗位不能制定考核办法"])
    if not book_for(city, local_day(at)).assessment.units_may_make_schemes:
        raise Refused(["本市不允许单位自定考核办法"])
    with writing():
        Unit.objects.select_for_update().get(pk=unit.pk)
        edition = OwnScheme.objects.filter(unit=unit).count() + 1
        row = OwnScheme(unit=unit, edition=edition, label=scheme.label, kept=scheme.kept(), at=at, by_id=actor.user_id)
        row.save()
        said = {"unit": unit.pk, "edition": edition}
        note("own_scheme.write", "own_scheme", row.pk, at=at, head=LEDGER, actor=actor, said=said)
    return row


def _refuse_days(since: date, last: date, today: date) -> None:
    if last < since:
        raise Refused([], {"last": "截止日期不能早于起始日期"})
    if since > today:
        raise Refused([], {"since": "考核期还没有开始"})


def _new_round(
    since: date, last: date, scheme: Scheme, at: datetime, city: str, owner: Unit | None, replaces: Round | None = None
) -> Round:
    row = Round(
        book=book_for(city, since).id, owner=owner, since=since, until=last + ONE_DAY,
        scheme_id=scheme.id, kept=scheme.kept(), computed_at=at, replaces=replaces,
        edition=replaces.edition + 1 if replaces else 1,
    )  # fmt: skip
    units = assessed_units(owner, min(last, local_day(at)))
    if not units:
        raise Refused(["没有可考核的下级单位"])
    try:
        # Computed before anything is locked: it may take seconds.
        within, appeals = owner.path if owner else "", granted_appeals(row)
        row.computed = computed(scheme, since, last, units, within=within, appeals=appeals)  # type: ignore[attr-defined]
    except UnknownMeasure as error:
        raise Refused([f"考核方案所用的指标没有人统计：{error}"]) from None
    return row


def _begun(row: Round, action: str, said: Mapping[str, Any], actor: Actor, at: datetime, key: str) -> Round:
    with writing():
        row.ledger = _ledger()
        event = ROUND_DOOR.begin(row, action, said, actor=actor, at=at, key=key)
    return row if event.subject_id == row.pk else Round.objects.get(pk=event.subject_id)


def _claimed(row: Claim, action: str, said: Mapping[str, Any], actor: Actor, at: datetime, key: str) -> Claim:
    with writing():
        row.ledger = _ledger()
        event = CLAIM_DOOR.begin(row, action, said, actor=actor, at=at, key=key)
    return row if event.subject_id == row.pk else Claim.objects.get(pk=event.subject_id)


def _ledger() -> Ledger:
    Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
    return Ledger.objects.get(name=LEDGER)
