"""Who may see and change units and their contacts."""

from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.flow.table import NotYours

TREE_READERS = frozenset({Post.ADMIN, Post.DIRECTOR})
"""Who opens the page of the whole tree."""

UNIT_READERS = CENTRE_POSTS - {Post.EVALUATOR, Post.ENTERPRISE_CLERK, Post.EDITOR}
"""Who in the centre opens the page of any unit; a unit's own people open their own and those below."""

MOBILE_READERS = frozenset({Post.ADMIN, Post.DIRECTOR, Post.DISPATCHER, Post.SUPERVISOR, Post.SHIFT_LEAD})
"""Who reads the mobile number of a contact; everybody else sees it masked."""

_OWN_CONTACTS = (Post.UNIT_LEADER, Post.UNIT_HEAD)
_OVER_UNITS = (Post.UNIT_LEADER, Post.UNIT_HEAD, Post.LINE_CLERK)


def changes_tree(actor: Actor) -> bool:
    """Whether the actor may change the tree: the administrator, and the platform when it imports."""
    return actor.is_platform or actor.holds(Post.ADMIN)


def changes_contacts(actor: Actor, unit_path: str) -> bool:
    """Whether the actor may name contacts of a unit: the administrator, or the unit's own leaders and those above."""
    own = (s.unit_path for s in actor.seats if s.post in _OWN_CONTACTS and s.unit_path)
    return changes_tree(actor) or any(unit_path.startswith(path) for path in own)


def supervises(actor: Actor, unit_path: str) -> bool:
    """Whether the actor supervises a unit: for the city every one, for a unit with others below it those."""
    above = (s.unit_path for s in actor.seats if s.post in _OVER_UNITS and s.unit_path)
    of_city = actor.holds(Post.SUPERVISOR, Post.DIRECTOR)
    return of_city or any(unit_path.startswith(path) and unit_path != path for path in above)


def require_tree(actor: Actor) -> None:
    """Raise NotYours unless the actor may change the tree."""
    if not changes_tree(actor):
        raise NotYours(["只有系统管理员可以调整单位"])
