"""What somebody does with views of lists: keep one under a name, and drop it."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.desk.models import SavedView
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.journal.door import note
from huiyin.journal.writing import writing

LEDGER = "views"
"""The chain of what was kept and dropped. Neither names nor filters stand in it: both may tell of somebody."""

MOST_VIEWS = 20


def views_of(actor: Actor, address: str) -> QuerySet[SavedView]:
    """Return the actor's own views of one list, by name."""
    return SavedView.objects.filter(user_id=actor.user_id, address=address).order_by("name")


def keep_view(address: str, name: str, query: str, *, actor: Actor, at: datetime) -> SavedView:
    """Keep what is asked of a list under a name; one of the same name is written over. Raises Refused."""
    name = name.strip()
    with writing():
        mine = views_of(actor, address)
        same = mine.filter(name=name).first()
        _refuse_what_cannot_be_kept(name, query, mine.count() if same is None else 0)
        view = same or SavedView(user_id=actor.user_id, address=address, name=name)
        view.query, view.at = query, at
        view.save()
        note("view.keep", "view", view.pk, at=at, head=LEDGER, actor=actor, said={"list": address})
    return view


def drop_view(view_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Drop an own view and return the list that it was of. Raises SavedView.DoesNotExist."""
    with writing():
        view = SavedView.objects.get(pk=view_id, user_id=actor.user_id)
        note("view.drop", "view", view.pk, at=at, head=LEDGER, actor=actor, said={"list": view.address})
        view.delete()
    return view.address


def _refuse_what_cannot_be_kept(name: str, query: str, others: int) -> None:
    longest = SavedView._meta.get_field("name").max_length or 0
    too_long = len(query) > (SavedView._meta.get_field("query").max_length or 0)
    reasons = [
        reason
        for reason, holds in (
            ("请填写视图名称", not name),
            (f"视图名称最多{longest}字", len(name) > longest),
            ("筛选条件太多，请减少后再保存", too_long),
            (f"每个清单最多保存{MOST_VIEWS}个视图，请先删除不用的", others >= MOST_VIEWS),
        )
        if holds
    ]
    if reasons:
        raise Refused(reasons)
