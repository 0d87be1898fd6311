"""A notice before it is addressed to a person: what is said to whom, in a unit or in the centre."""

from dataclasses import dataclass
from uuid import UUID

from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Case
from huiyin.flow.posts import TASKS_ON_OWN_LINE, UNIT_POSTS, Post
from huiyin.journal.models import Event
from huiyin.notices.kinds import NoticeKind
from huiyin.rulebook.shelf import book as book_named

CALLS_FOR_WORK = frozenset(
    {
        NoticeKind.DISPATCHED, NoticeKind.REJECTED, NoticeKind.AGAIN, NoticeKind.URGED, NoticeKind.HURRIED,
        NoticeKind.SUPPLEMENTED,
    }
)  # fmt: skip
"""Kinds for which people are woken in an urgent case. That nothing is left to do can wait for the morning."""


@dataclass(frozen=True)
class Draft:
    """What is told to the holders of some posts: unit posts in the unit, all others in the centre.

    `about` is the thing that the notice speaks of: a share, an application, a call-back, else the case. Where it is neither
    the case nor the subject of the event, `about_kind` says what it is.
    """

    kind: NoticeKind
    text: str
    posts: tuple[Post, ...]
    case: Case | None = None
    unit_id: UUID | None = None
    about: UUID | None = None
    about_kind: str = ""

    def subject(self, event: Event) -> tuple[str, UUID]:
        """Return kind and id of the thing to which the notice leads."""
        about = self.about or (self.case.pk if self.case else event.subject_id)
        if about == event.subject_id:
            return event.subject_kind, about
        return (CASE.kind if self.case and about == self.case.pk else self.about_kind), about

    @property
    def addressees(self) -> list[tuple[UUID | None, Post]]:
        """The posts, each once, with the unit where it is a unit's. The person on duty reads what the handler reads."""
        posts = [Post.UNIT_HANDLER if post == Post.UNIT_DUTY else post for post in self.posts]
        pairs = [pair for post in posts for pair in self._holders_of(post)]
        return [pair for pair in dict.fromkeys(pairs) if pair[0] or pair[1] not in UNIT_POSTS]

    def _holders_of(self, post: Post) -> list[tuple[UUID | None, Post]]:
        """Who is told what the post is told; on a unit's own line those who do its work there."""
        if post in UNIT_POSTS:
            return [(self.unit_id, post)]
        if self.case is None or self.case.centre_id is None:
            return [(None, post)]
        return [(self.case.centre_id, own) for own, tasks in TASKS_ON_OWN_LINE.items() if post in tasks]

    @property
    def is_urgent(self) -> bool:
        """Whether somebody must know at once: of work on a case that runs in natural hours."""
        return self.kind in CALLS_FOR_WORK and self.case is not None and is_urgent(self.case)


def is_urgent(case: Case) -> bool:
    """Whether the case runs day and night."""
    return book_named(case.book).urgency(case.urgency).natural_hours
