"""Who may see and change accounts, posts and duty."""

from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import NotYours

_UNIT_PLANNERS = (Post.UNIT_DUTY, Post.UNIT_LEADER, Post.UNIT_HEAD)
_CENTRE_PLANNERS = (Post.ADMIN, Post.SHIFT_LEAD, Post.DIRECTOR)


def keeps_accounts(actor: Actor) -> bool:
    """Whether the actor keeps accounts and posts: the administrator, and the platform at set-up."""
    return actor.is_platform or actor.holds(Post.ADMIN)


def require_keeper(actor: Actor) -> None:
    """Raise NotYours unless the actor keeps accounts."""
    if not keeps_accounts(actor):
        raise NotYours(["只有系统管理员可以管理用户和岗位"])


def require_lender(actor: Actor, from_user_id: UUID) -> None:
    """Raise NotYours unless the actor lends the own posts, or keeps accounts. Lent posts cannot be lent on."""
    if actor.user_id != from_user_id and not keeps_accounts(actor):
        raise NotYours(["只有本人和系统管理员可以安排代理"])


def plans_duty(actor: Actor, unit_path: str) -> bool:
    """Whether the actor plans duty there: in a unit its own people, in the centre the shift lead."""
    if actor.is_platform or actor.holds(*_CENTRE_PLANNERS):
        return True
    paths = (seat.unit_path for seat in actor.seats if seat.post in _UNIT_PLANNERS and seat.unit_path)
    return bool(unit_path) and any(unit_path.startswith(path) for path in paths)
