"""What follows from the moves of an assignment and of an application."""

from huiyin.cases.part_effects.applying import (
    apply_for_extension,
    apply_for_return,
    apply_for_suspension,
    decided,
    start_decision_clock,
    take_back,
)
from huiyin.cases.part_effects.deciding import (
    accept_return,
    assign_instead,
    bind,
    grant_extension,
    grant_suspension,
    refuse_extension,
    refuse_suspension,
    uphold,
)
from huiyin.cases.part_effects.handling import (
    annul,
    assign_below,
    give_back_review_time,
    keep_contact,
    keep_first_contact,
    resume,
    sign,
    start_again,
    start_unit_clocks,
    stop,
)
from huiyin.cases.part_effects.replying import (
    accept_reply,
    keep_reply,
    reject_reply,
    send_draft_back,
    sign_off,
    sign_off_on_paper,
    submit_if_no_signature,
    submit_reply,
)

__all__ = [
    "accept_reply", "accept_return", "annul", "apply_for_extension", "apply_for_return",
    "apply_for_suspension", "assign_below", "assign_instead", "bind", "decided", "give_back_review_time",
    "grant_extension", "grant_suspension", "keep_contact", "keep_first_contact", "keep_reply",
    "refuse_extension", "refuse_suspension", "reject_reply", "resume", "send_draft_back", "sign", "sign_off",
    "sign_off_on_paper", "start_again", "start_decision_clock", "start_unit_clocks", "stop",
    "submit_if_no_signature", "submit_reply", "take_back", "uphold",
]  # fmt: skip
