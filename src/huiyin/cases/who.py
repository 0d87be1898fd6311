"""Who may take a move: one short function for each entry in the tables."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from huiyin.cases.facts import ApplicationFacts, AssignmentFacts, CaseFacts
from huiyin.flow.actor import Actor
from huiyin.flow.diagram import in_words
from huiyin.flow.posts import Post

Who = Callable[[Actor, Any], bool]

INTAKE_POSTS = (Post.AGENT, Post.SHIFT_LEAD, Post.OPINION_CLERK, Post.ENTERPRISE_CLERK)
LEADERS = (Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER)
"""Posts whose written words are an instruction (批示): the unit's head must then answer for the case."""


def in_its_centre(actor: Actor, facts: Any, *posts: Post) -> bool:
    """Whether somebody holds one of these posts in the centre of the case: the city's, or that of a unit's own line."""
    return actor.holds_for(centre_of(facts), *posts)


def centre_of(facts: Any) -> UUID | None:
    """Return the unit whose own line took the case in, whatever part of the case the facts are about."""
    found: UUID | None = getattr(getattr(facts, "case", facts), "centre", None)
    return found


def own_line(*posts: Post) -> Who:
    """Make a rule: one who does the work of these posts on the own line of the unit that took the case in."""

    def holds_post_there(actor: Actor, facts: Any) -> bool:
        return centre_of(facts) is not None and in_its_centre(actor, facts, *posts)

    holds_post_there.__doc__ = "自有专线：专线员、本单位领导"
    return holds_post_there


def centre(*posts: Post) -> Who:
    """Make a rule: one of these posts of the case's centre; the director may do what the centre's staff may."""

    def holds_post(actor: Actor, facts: Any) -> bool:
        return in_its_centre(actor, facts, *posts, Post.DIRECTOR)

    holds_post.__doc__ = f"中心：{_labels(*posts, Post.DIRECTOR)}"
    return holds_post


def _labels(*posts: Post) -> str:
    return "、".join(post.label for post in posts)


def platform(actor: Actor, facts: Any) -> bool:
    """Only the software itself."""
    return actor.is_platform


def anyone_at_all(actor: Actor, facts: Any) -> bool:
    """Nobody by hand: another move brings it about, and who took that one was asked whether he may."""
    return True


def either(*rules: Who) -> Who:
    """Make a rule: one of these holds."""

    def holds_one(actor: Actor, facts: Any) -> bool:
        return any(rule(actor, facts) for rule in rules)

    holds_one.__doc__ = "; ".join(in_words(rule) for rule in rules)
    return holds_one


def unless_taken(rule: Who) -> Who:
    """Make a rule: this one, unless a colleague has taken the case from a common tray for now."""

    def holds_and_is_free(actor: Actor, facts: CaseFacts) -> bool:
        return rule(actor, facts) and not is_taken_by_another(actor, facts)

    def why_taken(actor: Actor, facts: CaseFacts) -> str:
        return "本件已由同事领取" if rule(actor, facts) and is_taken_by_another(actor, facts) else ""

    holds_and_is_free.__doc__ = f"{in_words(rule)}；同事已领取的除外"
    holds_and_is_free.why_taken = why_taken  # type: ignore[attr-defined]
    return holds_and_is_free


def is_taken_by_another(actor: Actor, facts: CaseFacts) -> bool:
    """Whether somebody else has taken the case for now; it hinders no automatic move."""
    return facts.taken_by is not None and facts.taken_by != actor.user_id and not actor.is_platform


TRAYS: dict[str, tuple[Post, ...]] = {
    "registered": (*INTAKE_POSTS, Post.REVIEWER, Post.DISPATCHER),
    "in_review": (Post.REVIEWER, Post.DISPATCHER),
    "approved": (Post.DISPATCHER,),
    "in_audit": (Post.AUDITOR,),
}
"""Who has the next step of a case that waits for several alike; before approval it is the one whose turn it is."""


def whose_step_it_is(actor: Actor, facts: CaseFacts) -> bool:
    """Those for whom the case waits: by its state, before approval by the chain."""
    if facts.state == "in_approval":
        return approver_in_turn(actor, facts) or secretary_in_turn(actor, facts)
    return in_its_centre(actor, facts, *TRAYS.get(facts.state, ()), Post.DIRECTOR)


def who_took_it(actor: Actor, facts: CaseFacts) -> bool:
    """Who has taken it; the director gives it back for somebody else, and the platform when that one leaves."""
    return facts.taken_by == actor.user_id or actor.is_platform or in_its_centre(actor, facts, Post.DIRECTOR)


def intake(actor: Actor, facts: Any) -> bool:
    """Those who hear people, and the platform for what people submit themselves."""
    return actor.is_platform or in_its_centre(actor, facts, *INTAKE_POSTS, Post.DIRECTOR)


def intake_or_reviewer(actor: Actor, facts: Any) -> bool:
    """Those who hear people, and the reviewer."""
    return in_its_centre(actor, facts, *INTAKE_POSTS, Post.REVIEWER, Post.DIRECTOR)


def refuser(actor: Actor, facts: CaseFacts) -> bool:
    """Those who hear people; in review only the reviewer, who is another person than the one who registered."""
    if facts.state != "in_review":
        return intake_or_reviewer(actor, facts)
    return in_its_centre(actor, facts, Post.REVIEWER, Post.DIRECTOR) and actor.user_id != facts.registered_by


def approver_in_turn(actor: Actor, facts: CaseFacts) -> bool:
    """The post whose turn it is in the approval chain."""
    return facts.approval_post is not None and in_its_centre(actor, facts, facts.approval_post)


def secretary_in_turn(actor: Actor, facts: CaseFacts) -> bool:
    """The leaders' secretary, who brings the paper that the one whose turn it is has signed."""
    return facts.approval_post is not None and in_its_centre(actor, facts, Post.LEADER_SECRETARY)


def leader(actor: Actor, facts: CaseFacts) -> bool:
    """A leader of the city, or the secretary with the paper that the leader has signed."""
    return in_its_centre(actor, facts, *LEADERS, Post.LEADER_SECRETARY)


def own_unit(*posts: Post) -> Who:
    """Make a rule: one of these posts in the assignment's own unit."""

    def holds_post_there(actor: Actor, facts: AssignmentFacts) -> bool:
        return actor.holds_in(facts.part.unit_id, *posts)

    holds_post_there.__doc__ = f"本单位：{_labels(*posts)}"
    return holds_post_there


handler = own_unit(Post.UNIT_HANDLER, Post.UNIT_DUTY)
"""The unit's handler or its person on duty."""

handler_or_leader = own_unit(Post.UNIT_HANDLER, Post.UNIT_DUTY, Post.UNIT_LEADER, Post.UNIT_HEAD)
"""Anybody who works for the unit."""


unit_leaders = own_unit(Post.UNIT_LEADER, Post.UNIT_HEAD)
"""The unit's leader in charge or its head."""


def signer(actor: Actor, facts: AssignmentFacts) -> bool:
    """The leader whose signature the city wants on this reply; the head may sign for the leader in charge."""
    wanted = facts.case.signer_post
    return wanted is not None and actor.holds_in(facts.part.unit_id, wanted, Post.UNIT_HEAD)


def leader_of_lead_unit(actor: Actor, facts: CaseFacts) -> bool:
    """The leader in charge or the head of the unit that leads."""
    return facts.lead is not None and actor.holds_in(facts.lead.unit_id, Post.UNIT_LEADER, Post.UNIT_HEAD)


def second_judge(actor: Actor, facts: CaseFacts) -> bool:
    """A supervisor or auditor other than the one who passed the reply or gave the answer."""
    judges = (Post.SUPERVISOR, Post.AUDITOR, Post.DIRECTOR)
    return in_its_centre(actor, facts, *judges) and actor.user_id != facts.audited_by


def unit_above(actor: Actor, facts: AssignmentFacts) -> bool:
    """The handler or leader of the unit that handed the share down."""
    above = facts.above
    return above is not None and actor.holds_in(above.unit_id, Post.UNIT_HANDLER, Post.UNIT_DUTY, Post.UNIT_LEADER)


def decider(actor: Actor, facts: ApplicationFacts) -> bool:
    """Who decides on an application: the unit above, the centre's dispatcher, or the leader who instructed."""
    if facts.asked.decider == "unit":
        return actor.holds_in(facts.asked.decided_by_unit, Post.UNIT_HANDLER, Post.UNIT_LEADER, Post.UNIT_HEAD)
    if facts.asked.decider == "instructor":
        instructor = facts.case.instructor_post
        leaders = [Post(instructor)] if instructor else LEADERS
        return in_its_centre(actor, facts, Post.LEADER_SECRETARY, *leaders)
    return in_its_centre(actor, facts, Post.DISPATCHER, Post.DIRECTOR)


def centre_decider(actor: Actor, facts: ApplicationFacts) -> bool:
    """The centre's dispatcher, where the centre decides."""
    return facts.asked.decider == "centre" and in_its_centre(actor, facts, Post.DISPATCHER, Post.DIRECTOR)


def arbiter(actor: Actor, facts: ApplicationFacts) -> bool:
    """The arbitration panel."""
    return facts.asked.decider == "centre" and in_its_centre(actor, facts, Post.ARBITER)


def asker(actor: Actor, facts: ApplicationFacts) -> bool:
    """The unit that asked."""
    return actor.holds_in(facts.part.unit_id, Post.UNIT_HANDLER, Post.UNIT_DUTY, Post.UNIT_LEADER)
