"""Who plans duty, tests it, hands over notes and arranges answering days."""

from typing import Any

from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, UNIT_POSTS, Post
from huiyin.units.who import MOBILE_READERS

READERS = CENTRE_POSTS - {Post.EVALUATOR}
OPENERS = frozenset(READERS | UNIT_POSTS)
"""Who opens the pages: the centre sees all, a unit itself, what is above it and what is below it."""

PLANNERS = (Post.ADMIN, Post.SHIFT_LEAD, Post.DIRECTOR, Post.UNIT_DUTY, Post.UNIT_LEADER, Post.UNIT_HEAD)
"""Who plans, as the room of the people rules; the centre plans for everybody."""

CHECKERS = (Post.SHIFT_LEAD, Post.SUPERVISOR, Post.DIRECTOR)
"""Who tests whether somebody answers."""

CALLERS = MOBILE_READERS | {
    Post.AGENT, Post.OPINION_CLERK, Post.ENTERPRISE_CLERK, Post.REVIEWER, Post.CALLBACK_AGENT, Post.AUDITOR,
}  # fmt: skip
"""Who reads the mobile number of whoever is on duty now: they may have to call him."""

NOTE_WRITERS = (
    Post.AGENT, Post.SHIFT_LEAD, Post.DISPATCHER, Post.SUPERVISOR, Post.REVIEWER, Post.DIRECTOR,
)  # fmt: skip
"""Who stands on a shift of the centre and leaves notes to the next."""

ARRANGERS = (Post.EDITOR, Post.SHIFT_LEAD, Post.DIRECTOR, Post.LEADER_SECRETARY)
"""Who arranges the answering days of leaders."""

DAY_READERS = CENTRE_POSTS - {Post.EVALUATOR, Post.ADMIN}


def on_the_shift(actor: Actor, facts: Any) -> bool:
    """中心值班的岗位；单位的交接事项由本单位的人员写、接、办"""
    if not facts.unit_path:
        return actor.holds(*NOTE_WRITERS)
    return any(facts.unit_path == seat.unit_path for seat in actor.seats if seat.post in UNIT_POSTS)


def arranger(actor: Actor, facts: Any) -> bool:
    """简报编辑、班长、中心主任、秘书"""
    return actor.holds(*ARRANGERS)


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees the roster of every unit."""
    return actor.is_platform or actor.holds(*READERS)
