"""Who may do through the API what no table of moves says."""

from huiyin.cases.lifecycle import anybody_in_centre
from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import SEES_ALL
from huiyin.cases.states import OPEN_ASSIGNMENT, CaseState
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS
from huiyin.flow.table import NotNow, NotYours


def require_searcher(actor: Actor) -> None:
    """Raise NotYours unless the actor may search by telephone number: a unit learns nothing of who called."""
    if not actor.holds(*SEES_ALL):
        raise NotYours(["您的岗位不能按电话查找"])


def require_attacher_to_case(actor: Actor, case: Case) -> None:
    """Raise unless the actor may add papers to the case itself: the centre's staff, until it is archived."""
    if not anybody_in_centre(actor, None):
        raise NotYours(["您的岗位不能给工单加附件，请加在本单位的承办上"])
    if case.state == CaseState.ARCHIVED:
        raise NotNow(["工单已归档，不能再加附件"])


def require_attacher_to_share(actor: Actor, share: Assignment) -> None:
    """Raise unless the actor works for the unit whose share it is, while it is open."""
    if not actor.holds_in(share.unit_id, *UNIT_POSTS):
        raise NotYours(["只有承办单位能给自己的承办加附件"])
    if share.state not in OPEN_ASSIGNMENT:
        raise NotNow(["这份承办已经结束，不能再加附件"])
