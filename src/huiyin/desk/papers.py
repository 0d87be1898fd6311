"""Who reads the papers that stay in the centre: what tells who a petitioner is."""

from uuid import UUID

from huiyin.cases.queries import is_centre_for, visible_to
from huiyin.flow.actor import Actor


def may_read_private(actor: Actor, case_id: UUID) -> bool:
    """Whether the actor may read a case's private papers: the centre's staff who see the case."""
    case = visible_to(actor).filter(pk=case_id).first()
    return case is not None and is_centre_for(actor, case)
