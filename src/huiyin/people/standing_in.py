"""Acting for another for a dated time, and being on duty: arranging and ending both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.writing import writing
from huiyin.people import guards
from huiyin.people.act import end_early, locked, renew_sessions, tell
from huiyin.people.models import Deputation, DutyShift, Holding
from huiyin.people.who import plans_duty, require_lender
from huiyin.units.guards import refuse_for
from huiyin.units.models import Unit


@dataclass(frozen=True)
class NewDeputation:
    """Who acts for whom, in which posts, for how long and why."""

    from_user_id: UUID
    to_user_id: UUID
    posts: Sequence[Post]
    since: datetime
    until: datetime
    reason: str


def deputize(new: NewDeputation, *, actor: Actor, at: datetime) -> Deputation:
    """Let one person act for another in some of the other's posts for a dated time. Raises Refused."""
    require_lender(actor, new.from_user_id)
    with writing():
        lender, deputy = locked(new.from_user_id), locked(new.to_user_id)
        held = Holding.objects.filter(user=lender, until__isnull=True).values_list("post", flat=True)
        refuse_for(
            guards.is_in_use(lender),
            guards.is_in_use(deputy),
            guards.somebody_else(lender, deputy),
            guards.posts_are_held(new.posts, held),
            guards.time_runs_forward(new.since, new.until),
            guards.is_not_over(new.until, at),
            guards.reason_is_given(new.reason.strip()),
        )
        deputation = Deputation.objects.create(
            from_user=lender, to_user=deputy, posts=sorted(set(new.posts)), since=new.since, until=new.until,
            reason=new.reason.strip(),
        )  # fmt: skip
        said = {"to": deputy.pk, "posts": deputation.posts, "since": new.since, "until": new.until}
        tell("deputize", lender, actor, at, {"deputation": deputation.pk, **said})
        return deputation


def end_deputation(deputation_id: UUID, *, actor: Actor, at: datetime) -> Deputation:
    """End a deputation before its time: the lender, the deputy or the administrator. Raises Refused."""
    with writing():
        found = Deputation.objects.select_for_update().filter(pk=deputation_id, until__gt=at).first()
        if found is None:
            raise Refused(["该代理已经结束"])
        if actor.user_id != found.to_user_id:
            require_lender(actor, found.from_user_id)
        end_early(found, at)
        renew_sessions(locked(found.to_user_id))
        tell("end_deputation", locked(found.from_user_id), actor, at, {"deputation": found.pk, "to": found.to_user_id})
        return found


def put_on_duty(
    user_id: UUID, unit_id: UUID | None, *, since: datetime, until: datetime, actor: Actor, at: datetime
) -> DutyShift:
    """Put a person on duty in a unit, or in the centre, for a time. Raises Refused."""
    with writing():
        user = locked(user_id)
        unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None
        if not plans_duty(actor, unit.path if unit else ""):
            raise NotYours(["您的岗位不能安排这里的值班"])
        refuse_for(
            guards.is_in_use(user),
            guards.unit_is_open(unit),
            guards.belongs_to_unit(user, unit),
            guards.time_runs_forward(since, until),
            guards.is_not_over(until, at),
            guards.duty_is_free(user, unit, since, until),
        )
        shift = DutyShift.objects.create(unit=unit, user=user, since=since, until=until)
        tell("put_on_duty", user, actor, at, {"unit": unit_id, "since": since, "until": until})
        return shift


def take_off_duty(shift_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Strike a shift that is not over; what was served of it stays. Raises Refused."""
    with writing():
        shift = DutyShift.objects.select_for_update().select_related(None).filter(pk=shift_id, until__gt=at).first()
        if shift is None:
            raise Refused(["该班次已经结束"])
        if not plans_duty(actor, shift.unit.path if shift.unit else ""):
            raise NotYours(["您的岗位不能安排这里的值班"])
        tell(
            "take_off_duty", shift.user, actor, at, {"unit": shift.unit_id, "since": shift.since, "until": shift.until}
        )
        if shift.since >= at:
            shift.delete()
        else:
            shift.until = at
            shift.save(update_fields=["until"])
