"""The populations that figures count: who was accepted, dispatched, due, answered, open, late; one question each.

Each answers the rows behind its figure, so the number on a page and the list that it opens are the same query.
"""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiyin.cases import scoped
from huiyin.cases.models import Application, Assignment, Case, ContactEntry, Reply, Tag, Wish
from huiyin.cases.models.application import Kind
from huiyin.cases.models.case import Outcome, WishResult
from huiyin.cases.states import ApplicationState, AssignmentState, CaseState
from huiyin.journal.models import Event
from huiyin.measures.scope import Scope
from huiyin.rulebook.shelf import all_books

NEVER_ACCEPTED = (Outcome.REFUSED, Outcome.VOIDED)
BY_UNIT = (Outcome.BY_UNIT, Outcome.JUDGED)
BY_CENTRE = (Outcome.DIRECT_ANSWER, Outcome.DIRECT_HANDLED)
CENTRE_CLOCKS = ("centre_review", "centre_approval", "centre_dispatch")

# -- the bases ---------------------------------------------------------------------------------------------------


def accepted(scope: Scope) -> QuerySet[Case]:
    """Return the cases accepted in the period; a matter that was refused or voided afterwards never was."""
    rows = scoped.cases_in(scope)
    # The day has the index; only a period that begins at an hour of its day has to look at the moment.
    found = scoped.within(scope, "accepted_at", rows) if scope.hour else scoped.on_days(scope, "accepted_day", rows)
    return found.exclude(outcome__in=NEVER_ACCEPTED)


def accepted_ever(scope: Scope) -> QuerySet[Case]:
    """Return the cases accepted from the beginning until the end of the period."""
    return accepted(scope.narrowed(since=None))


def dispatched(scope: Scope) -> QuerySet[Case]:
    """Return the cases first handed to a unit in the period."""
    return scoped.on_days(scope, "dispatched_day", scoped.cases_in(scope)).exclude(outcome=Outcome.VOIDED)


def due(scope: Scope) -> QuerySet[Case]:
    """Return the cases whose promise to the petitioner fell due in the period, those carried over included.

    Not due is what was withdrawn or handed on, what waits joined to another case, and what stands on the ledger.
    """
    gone = (*NEVER_ACCEPTED, Outcome.WITHDRAWN, Outcome.TRANSFERRED_OUT)
    past = scoped.within(scope, "due_at", scoped.cases_in(scope)).filter(due_at__lt=scoped.moment_of(scope))
    promised = past.filter(accepted_day__isnull=False, suspended=False)
    return promised.exclude(outcome__in=gone).exclude(state=CaseState.MERGED)


def answered(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return those that ended with an answer, of a unit or of the centre itself."""
    return rows.filter(outcome__in=(*BY_UNIT, *BY_CENTRE), closed_day__isnull=False)


def answered_by_units(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return those that ended with a unit's accepted answer, or in a judgement on it."""
    return rows.filter(outcome__in=BY_UNIT, closed_day__isnull=False)


def on_time(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return those that were answered within the promise to the petitioner."""
    return rows.filter(closed_on_time=True)


# -- what was accepted in the period, and what became of it ------------------------------------------------------


def from_channels(scope: Scope, measure: str) -> QuerySet[Case]:
    """Return what came by the channels that the rulebook counts under this name."""
    return accepted(scope).filter(channel__in=scoped.channels_counted_as(measure, scope.book))


def online(scope: Scope) -> QuerySet[Case]:
    """Return what came by the channels that count as online opinion."""
    return accepted(scope).filter(channel__in=scoped.online_channels(scope.book))


def not_online(scope: Scope) -> QuerySet[Case]:
    """Return what came by all other channels."""
    return accepted(scope).exclude(channel__in=scoped.online_channels(scope.book))


def standing_alone(scope: Scope) -> QuerySet[Case]:
    """Return one case for each matter: what joined another case is no matter of its own."""
    return accepted(scope).filter(parent__isnull=True)


def joined(scope: Scope) -> QuerySet[Case]:
    """Return what joined another case."""
    return accepted(scope).filter(parent__isnull=False)


def joined_by_others(scope: Scope) -> QuerySet[Case]:
    """Return the cases that others joined."""
    return accepted(scope).filter(Exists(Case.objects.filter(parent_id=OuterRef("pk"))))


def raised(scope: Scope) -> QuerySet[Case]:
    """Return what came from the lines of units, which handed it up."""
    return accepted(scope).filter(raised_from__isnull=False)


def tagged(scope: Scope) -> QuerySet[Case]:
    """Return what bears a campaign tag."""
    return accepted(scope).filter(Exists(Tag.objects.filter(case_id=OuterRef("pk"))))


def promised_at_once(scope: Scope) -> QuerySet[Case]:
    """Return what was promised to be handled at once (马上就办)."""
    return accepted(scope).filter(immediate=True)


def sponsored(scope: Scope) -> QuerySet[Case]:
    """Return what a leader took under his wing (领导包案)."""
    return accepted(scope).exclude(sponsor="")


def with_result(scope: Scope, result: str) -> QuerySet[Case]:
    """Return what ended with this result, whoever gave it."""
    return settled(scope).filter(result=result)


def by_centre(scope: Scope) -> QuerySet[Case]:
    """Return what the centre answered or handled itself."""
    return answered(accepted(scope)).filter(outcome__in=BY_CENTRE)


def closed(scope: Scope) -> QuerySet[Case]:
    """Return what units answered."""
    return answered_by_units(accepted(scope))


def settled(scope: Scope) -> QuerySet[Case]:
    """Return what ended with an answer, whoever gave it."""
    return answered(accepted(scope))


def done_again_too_often(scope: Scope) -> QuerySet[Case]:
    """Return what was done again as often as its own book says of a hard case (疑难工单)."""
    often = Q(pk__in=[])
    for one in all_books():
        often |= Q(book=one.id, redos__gte=one.redo.problem_after)
    return accepted(scope).filter(often)


def without_result(scope: Scope) -> QuerySet[Case]:
    """Return what was answered although not one wish was met (有答复无结果)."""
    met = Wish.objects.filter(case_id=OuterRef("pk"), result__in=(WishResult.SOLVED, WishResult.PARTLY))
    return settled(scope).exclude(Exists(met))


# -- what happened in the period ---------------------------------------------------------------------------------


def ended_as(scope: Scope, outcome: str) -> QuerySet[Case]:
    """Return what ended without an answer in this way in the period."""
    return scoped.within(scope, "ended_at", scoped.cases_in(scope).filter(outcome=outcome))


def handed_up(scope: Scope) -> QuerySet[Case]:
    """Return what a unit's own line handed up to the city in the period."""
    return ended_as(scope, Outcome.TRANSFERRED_OUT).filter(Exists(Case.objects.filter(raised_from_id=OuterRef("pk"))))


def closed_in_period(scope: Scope) -> QuerySet[Case]:
    """Return what was answered and closed in the period, whenever it was accepted."""
    return scoped.on_days(scope, "closed_day", answered(scoped.cases_in(scope)))


def extended(scope: Scope) -> QuerySet[Case]:
    """Return the cases for which more time was granted in the period."""
    granted = Application.objects.filter(kind=Kind.EXTENSION, state=ApplicationState.GRANTED)
    mine = scoped.within(scope, "decided_at", granted.filter(case_id=OuterRef("pk")))
    return scoped.cases_in(scope).filter(Exists(mine))


def granted(scope: Scope, kind: str) -> QuerySet[Application]:
    """Return the applications of a kind that were granted in the period."""
    asked = scoped.applications_in(scope).filter(kind=kind, state=ApplicationState.GRANTED)
    return scoped.within(scope, "decided_at", asked)


def looked_after(scope: Scope, kind: str) -> QuerySet[ContactEntry]:
    """Return the entries of a kind in the shared log of contacts and looks at the place, made in the period."""
    entries = ContactEntry.objects.filter(kind=kind, case__in=scoped.cases_in(scope))
    return scoped.within(scope, "at", entries)


def sent_back(scope: Scope, cause: str) -> QuerySet[Event]:
    """Return the acts of the period by which a reply or an answered case went back to its unit for this cause."""
    return scoped.acts_in(scope, "case.reject_reply", "case.redo", "case.reopen").filter(said__cause=cause)


# -- the units' shares ---------------------------------------------------------------------------------------------


def shares_signed_late(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares that were signed in the period, and too late."""
    return scoped.within(scope, "signed_at", scoped.shares_in(scope).filter(signed_late=True))


def shares_dispatched(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares handed out in the period."""
    return scoped.on_days(scope, "dispatched_day", scoped.shares_in(scope))


def shares_sent(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares by which the period's matters were sent somewhere, the wrong ones among them.

    What the centre took back before anybody signed it never arrived, and is no test of where it was sent.
    """
    return scoped.on_days(scope, "dispatched_day", scoped.shares_sent_in(scope))


def shares_sent_wrongly(scope: Scope) -> QuerySet[Assignment]:
    """Return those of them that were not the unit's business: it gave them back rightly, or the centre saw its error."""
    return shares_sent(scope).filter(state__in=scoped.TAKEN_BACK)


def shares_replied(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares whose reply passed in the period."""
    return scoped.within(scope, "passed_at", scoped.shares_in(scope))


def shares_due(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares that fell due in the period and can be judged.

    A share released with its case or standing on the ledger is not judged, nor one whose reply, in time, waits for
    its audit, nor one that went to another unit before it was due.
    """
    return judged_due(scope, scoped.shares_in(scope))


def judged_due(scope: Scope, shares: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return those of the shares that fell due in the period and can be judged, as `shares_due` says."""
    past = scoped.within(scope, "due_at", shares).filter(due_at__lt=scoped.moment_of(scope))
    in_audit = Q(state=AssignmentState.REPLIED, replied_at__lte=F("due_at"))
    given_away = Q(state=AssignmentState.TAKEN_AWAY, ended_at__lte=F("due_at"))
    return past.filter(suspended=False).exclude(state=AssignmentState.RELEASED).exclude(in_audit).exclude(given_away)


def papers_drawn(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares whose reply of the period was signed on paper and drawn to be checked."""
    drawn = Reply.objects.filter(assignment_id=OuterRef("pk"), paper_drawn=True)
    return scoped.within(scope, "replied_at", scoped.shares_in(scope)).filter(Exists(drawn))


def papers_untrue(scope: Scope) -> QuerySet[Event]:
    """Return the checks of the period that found no true signature on the paper."""
    return scoped.acts_in(scope, "assignment.check_paper").filter(said__genuine=False)


# -- how it stands at the end of the period ------------------------------------------------------------------------


def open_at(scope: Scope, at: datetime) -> QuerySet[Case]:
    """Return the cases on which somebody owed something at a moment."""
    return scoped.held_at(scoped.cases_in(scope).filter(accepted_at__lte=at), at)


def open_at_end(scope: Scope) -> QuerySet[Case]:
    """Return what is open at the moment that is asked for, else at the end of the period."""
    return open_at(scope, scoped.moment_of(scope))


def carried_over(scope: Scope) -> QuerySet[Case]:
    """Return what the period hands to the next one, whatever moment is asked for."""
    return open_at_end(scope.narrowed(at=None))


def carried_in(scope: Scope) -> QuerySet[Case]:
    """Return what the period was handed by the one before."""
    start = scoped.starts_at(scope)
    return open_at(scope, start) if start else Case.objects.none()


def suspended(scope: Scope) -> QuerySet[Case]:
    """Return what stands on the ledger of hard matters."""
    return scoped.suspended_at(scoped.cases_in(scope), scoped.moment_of(scope))


def overdue(scope: Scope) -> QuerySet[Case]:
    """Return what is open past the promise and does not stand on the ledger."""
    at = scoped.moment_of(scope)
    late = scoped.cases_in(scope).filter(due_at__lt=at)
    return open_at_end(scope).filter(due_at__lt=at).exclude(pk__in=scoped.suspended_at(late, at).values("pk"))


# -- the checks of completeness --------------------------------------------------------------------------------------


def not_accepted(scope: Scope) -> QuerySet[Case]:
    """Return what came in the period and was neither accepted nor refused within the centre's own time (每诉必受)."""
    at = scoped.moment_of(scope)
    unheard = scoped.cases_in(scope).filter(Q(accepted_at__isnull=True) | Q(accepted_at__gt=at))
    return scoped.late_with(scoped.within(scope, "received_at", unheard), at, "centre_review")


def not_handled(scope: Scope) -> QuerySet[Case]:
    """Return what was accepted and that the centre keeps beyond its own time (每受必办)."""
    at = scoped.moment_of(scope)
    return scoped.late_with(scoped.held_at(accepted(scope), at), at, *CENTRE_CLOCKS)


def closed_unanswered(scope: Scope) -> QuerySet[Case]:
    """Return what was closed although the petitioner got no answer (每办必复)."""
    return settled(scope).filter(answered_at__isnull=True)


def without_reply(scope: Scope) -> QuerySet[Case]:
    """Return what is past its promise without any answer and does not stand on the ledger (事事有回音)."""
    at = scoped.moment_of(scope)
    silent = accepted(scope).filter(Q(answered_at__isnull=True) | Q(answered_at__gt=at), due_at__lt=at)
    waiting = scoped.suspended_at(silent, at)
    return silent.exclude(outcome=Outcome.WITHDRAWN).exclude(pk__in=waiting.values("pk"))
