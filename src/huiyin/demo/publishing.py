"""What a demo city has told the public: the figures of the last month, published by the director."""

from datetime import datetime

from huiyin.demo.cities import CitySketch
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding
from huiyin.portal.models import Publication
from huiyin.portal.publishing import PUBLICATION_DOOR, prepare
from huiyin.registers.periods import period_of


def publish_last_month(sketch: CitySketch, *, now: datetime) -> Publication | None:
    """Publish the figures of the month before, once."""
    if Publication.objects.exists():
        return None
    period = period_of("month", local_day(now)).before
    made = prepare(period, actor=_in_post(Post.EDITOR, now), at=now, city=sketch.code)
    PUBLICATION_DOOR.move(
        made.pk, "publish", {"signed_on": local_day(now)}, actor=_in_post(Post.DIRECTOR, now), at=now
    )  # fmt: skip
    return Publication.objects.get(pk=made.pk)


def _in_post(post: Post, now: datetime) -> Actor:
    held = Holding.objects.filter(post=post, until__isnull=True).select_related("user").order_by("user__username")
    return actor_of(held[0].user, now)
