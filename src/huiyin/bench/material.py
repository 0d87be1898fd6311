"""What the requests will name: sessions of people who are signed in, and cases that can still be moved."""

from typing import Any, TypedDict

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import QuerySet

from huiyin.bench.multiply import require_throwaway
from huiyin.cases.models import Assignment, Case, Petitioner
from huiyin.cases.petitioners import contact_of
from huiyin.cases.states import AssignmentState, CaseState
from huiyin.desk.lists import NEWEST
from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.people.models import Holding, User
from huiyin.people.sessions import SessionStore
from huiyin.rulebook.shelf import book_for
from huiyin.ui.keyset import key_of

BACKEND = "huiyin.people.backends.ByNumber"
MOST_PHONES = 500


class Material(TypedDict):
    """Keys of sessions by the name of the account; numbers of cases; shares with the account that may sign them."""

    sessions: dict[str, str]
    pages: list[str]
    registered: list[str]
    shares: list[tuple[str, str]]
    units: list[str]
    unit_paths: list[str]
    categories: list[str]
    topics: list[str]
    territories: list[str]
    unit_names: list[str]
    phones: list[str]
    deep: str


def gather(city: str, most: int) -> Material:
    """Return up to `most` of each kind of case, in random order."""
    require_throwaway()
    book = book_for(city, times.local_day(times.now()))
    categories = [c.code for c in book.category_leaves(times.local_day(times.now()))]
    handlers = Holding.objects.filter(post=Post.UNIT_HANDLER).select_related("unit", "user").order_by("user__username")
    return Material(
        sessions={user.username: signed_in(user) for user in User.objects.filter(is_active=True)},
        pages=_some(Case.objects.all(), "number", most),
        registered=_some(Case.objects.filter(state=CaseState.REGISTERED), "number", most),
        shares=_shares({h.unit_id: h.user.username for h in handlers}, most),
        units=[str(h.unit_id) for h in handlers],
        unit_paths=[h.unit.path for h in handlers if h.unit],
        categories=categories,
        topics=[code for code in sorted(book.categories) if len(book.category_path(code)) == 1],
        territories=[t.code for t in book.territories],
        unit_names=[h.unit.name for h in handlers if h.unit],
        phones=[contact_of(one).phone for one in Petitioner.objects.order_by("?")[:MOST_PHONES]],
        deep=_far_below(),
    )


def _far_below() -> str:
    """Return the cursor of a row in the middle of the list of all cases: half of them lie above that page."""
    row = Case.objects.order_by("-received_at", "-id").values("id", "received_at")[Case.objects.count() // 2]
    return key_of(row, NEWEST)


def signed_in(user: User) -> str:
    """Return the key of a new session of this user."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _shares(handlers: dict[Any, str], most: int) -> list[tuple[str, str]]:
    waiting = Assignment.objects.filter(state=AssignmentState.PENDING_SIGNATURE, unit__in=handlers)
    rows = waiting.order_by("?").values_list("id", "unit_id")[:most]
    return [(str(share), handlers[unit]) for share, unit in rows]


def _some(rows: QuerySet[Case], name: str, most: int) -> list[str]:
    return list(rows.order_by("?").values_list(name, flat=True)[:most])
