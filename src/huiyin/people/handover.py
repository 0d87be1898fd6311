"""What happens to the people of a unit that ends: handlers and duty officers go with the cases, leaders do not."""

from uuid import UUID

from huiyin.flow.posts import Post
from huiyin.people.act import end_holding, locked, renew_sessions, tell
from huiyin.people.models import Holding
from huiyin.units.ports import Handover

# To sign for the heir is a trust that its own superior has to give; to go on working on the open cases is none.
_GO_ALONG = {Post.UNIT_HANDLER, Post.UNIT_DUTY}


def carry_posts_over(handover: Handover) -> None:
    """End all posts in a unit that is gone; handlers and duty officers get theirs in the heir."""
    if not handover.gone:
        return
    for holding in Holding.objects.filter(unit=handover.unit_id, until__isnull=True).order_by("user", "post"):
        _carry_over(holding, handover)


def _carry_over(holding: Holding, handover: Handover) -> None:
    user = locked(holding.user_id)
    end_holding(holding, handover.at)
    said = {"post": holding.post, "unit": holding.unit_id, "caused_by": handover.caused_by}
    tell("take_post", user, handover.actor, handover.at, said)
    heir_id = handover.heir_id
    if heir_id and holding.post in _GO_ALONG and not _holds(holding, heir_id):
        Holding.objects.create(user=user, post=holding.post, unit_id=heir_id, since=handover.at)
        tell("give_post", user, handover.actor, handover.at, {**said, "unit": heir_id})
    renew_sessions(user)


def _holds(holding: Holding, unit_id: UUID) -> bool:
    return Holding.objects.filter(user=holding.user_id, post=holding.post, unit=unit_id, until__isnull=True).exists()
