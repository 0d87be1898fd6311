"""Questions about notices: who may see which, what is unread, what told of one application. Nothing here writes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.notices.kinds import MessageKind, MessageState
from huiyin.notices.models import Notice, Outgoing


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """Return the notices to the actor and to the posts that the actor holds, on cases that the actor may see."""
    mine = Q(to_user__in=[pk for pk in (actor.user_id, actor.acting_for) if pk])
    for seat in actor.seats:
        unit_id = seat.unit_id if seat.post in UNIT_POSTS else None
        # The person on duty reads what is for the handler.
        posts = [Post.UNIT_HANDLER, seat.post] if seat.post == Post.UNIT_DUTY else [seat.post]
        mine |= Q(to_user__isnull=True, unit=unit_id, post__in=posts)
    seen = Notice.objects.filter(mine)
    if not actor.unit_paths:
        return seen
    # Somebody of an accused unit does not even see that there is a case.
    return seen.filter(Q(case__isnull=True) | Q(case__in=cases_visible_to(actor)))


def unread(actor: Actor) -> QuerySet[Notice]:
    """Return the actor's notices that nobody has read."""
    return visible_to(actor).filter(read_at__isnull=True)


def unread_in_a_hurry(before: datetime) -> QuerySet[Notice]:
    """Return the urgent notices of before a moment that nobody has read or passed on, the oldest first."""
    waiting = Notice.objects.filter(urgent=True, read_at__isnull=True, passed_on_at__isnull=True, at__lte=before)
    return waiting.order_by("at", "id")


def to_pool() -> QuerySet[Notice]:
    """Return the ordinary notices to units of which no text message has told yet."""
    return Notice.objects.filter(urgent=False, unit__isnull=False, pooled_at__isnull=True, read_at__isnull=True)


def units_to_pool() -> Iterable[UUID]:
    """Return the units for which something waits to be told, in one statement."""
    return to_pool().order_by().values_list("unit", flat=True).annotate(n=Count("id"))


def unsent() -> QuerySet[Outgoing]:
    """Return the text messages that were given up or held: nobody sends them unless somebody says so."""
    return Outgoing.objects.filter(state__in=[MessageState.FAILED, MessageState.HELD])


def receipts_of(application_id: UUID) -> tuple[Notice | None, Outgoing | None]:
    """Return the two receipts of an extension: that the centre was told, and that the petitioner was."""
    centre = Notice.objects.filter(about=application_id, unit__isnull=True).order_by("at", "id").first()
    petitioner = Outgoing.objects.filter(about=application_id, kind=MessageKind.EXTENDED).order_by("made_at").first()
    return centre, petitioner
