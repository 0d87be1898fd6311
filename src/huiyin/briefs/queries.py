"""Questions about papers: who sees which, what waits for whom, what a figure shows."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.briefs.models import Brief, BriefReader
from huiyin.briefs.states import OUT, BriefState
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.rulebook.papers import BriefKind
from huiyin.rulebook.shelf import all_books


def visible_to(actor: Actor) -> QuerySet[Brief]:
    """Return the papers that the actor may read: those that go through his hands, and those on whose list he is."""
    rows = Brief.objects.all()
    if actor.is_platform:
        return rows
    on_list = Q(state__in=sorted(OUT)) & Q(Exists(lists_of(actor).filter(brief=OuterRef("pk"))))
    return rows.filter(on_list | in_hands_of(actor))


def in_hands_of(actor: Actor) -> Q:
    """Return the condition of what goes through the actor's hands: kinds that his posts draft, review, approve or sign."""
    wanted = Q(pk__in=[])
    for book_id, rule in _kinds():
        if actor.holds(*rule.office):
            wanted |= Q(book=book_id, kind=rule.code)
    return wanted


def lists_of(actor: Actor) -> QuerySet[BriefReader]:
    """Return the lines of lists that mean the actor: as a person, in a post that nobody held, or for a unit."""
    people = [pk for pk in (actor.user_id, actor.acting_for) if pk]
    posts = sorted({str(seat.post) for seat in actor.seats})
    units = sorted(actor.unit_ids, key=str)
    return BriefReader.objects.filter(
        Q(user__in=people) | Q(unit__in=units) | Q(user__isnull=True, unit__isnull=True, post__in=posts)
    )


def is_of_office(actor: Actor, brief: Brief) -> bool:
    """Whether the paper goes through the actor's hands: then he sees drafts, findings, remarks and who has read it."""
    return actor.is_platform or actor.holds(*brief.rules.office)


def unread_by(actor: Actor) -> QuerySet[Brief]:
    """Return what is on the actor's list and was not read."""
    mine = lists_of(actor).filter(brief=OuterRef("pk"), read_at=None)
    return Brief.objects.filter(Exists(mine), state=BriefState.DISTRIBUTED).order_by("-distributed_at")


TURNS: tuple[tuple[BriefState, str], ...] = (
    (BriefState.IN_REVIEW, "reviewed_by"), (BriefState.TO_APPROVE, "approved_by"), (BriefState.APPROVED, "signed_by"),
    (BriefState.SIGNED, "drafted_by"),
)  # fmt: skip


def in_turn(actor: Actor) -> QuerySet[Brief]:
    """Return the papers that wait for the actor: to be reviewed, approved, signed, sent."""
    wanted = Q(pk__in=[])
    for book_id, rule in _kinds():
        for state, posts in TURNS:
            if actor.holds(*getattr(rule, posts)):
                wanted |= Q(book=book_id, kind=rule.code, state=state)
    own = Q(state=BriefState.IN_REVIEW, written_by=actor.user_id)
    return Brief.objects.filter(wanted).exclude(own).order_by("number")


def waiting_for(actor: Actor) -> int:
    """Return how many papers wait for the actor: to be written (one that was sent back is a draft again), to go on, to be read."""
    return in_turn(actor).count() + drafts_of(actor).count() + unread_by(actor).count()


def drafts_of(actor: Actor) -> QuerySet[Brief]:
    """Return the drafts of the kinds that the actor draws up."""
    wanted = Q(pk__in=[])
    for book_id, rule in _kinds():
        if actor.holds(*rule.drafted_by):
            wanted |= Q(book=book_id, kind=rule.code)
    return Brief.objects.filter(wanted, state=BriefState.DRAFT).order_by("-number")


def drafts_some(actor: Actor, kinds: Any) -> list[BriefKind]:
    """Return the kinds that the actor draws up."""
    return [rule for rule in kinds if actor.holds(*rule.drafted_by)]


def _kinds() -> list[tuple[str, BriefKind]]:
    return [(book.id, rule) for book in all_books() for rule in book.papers.kinds]


def posts_in_words(posts: tuple[Post, ...]) -> str:
    """Return posts as a page prints them."""
    return "、".join(post.label for post in posts)
