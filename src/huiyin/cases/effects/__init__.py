"""What follows from the moves of a case: changes of rows in the same transaction."""

from huiyin.cases.effects.acts import (
    count_hurry,
    count_urge,
    log_contact,
    tick_wishes,
    write_sponsor,
    write_tags,
)
from huiyin.cases.effects.approving import (
    ask_first_approver,
    ask_next_approver,
    keep_approval,
    keep_disapproval,
    keep_instruction,
)
from huiyin.cases.effects.carrying import list_wishes_still_open, take_over
from huiyin.cases.effects.closing import (
    answer_after_audit,
    answer_from_centre,
    answer_refusal,
    close_after_callback,
    close_as_parent,
    close_by_unit,
    close_directly,
    end_by_judgement,
)
from huiyin.cases.effects.dispatching import (
    assign_units,
    pass_replies,
    recall_units,
    reject_replies,
    release_units,
    send_to_unit_again,
)
from huiyin.cases.effects.ending import (
    end,
    join_parent,
    keep_receipt,
    keep_refusal,
    keep_transfer,
    leave_parent,
    link_case,
    take_up_again,
)
from huiyin.cases.effects.registering import accept, amend, write_matter, write_petitioner, write_wishes

__all__ = [
    "accept", "amend", "answer_after_audit", "answer_from_centre", "answer_refusal", "ask_first_approver",
    "ask_next_approver", "assign_units", "close_after_callback", "close_as_parent", "close_by_unit", "close_directly",
    "count_hurry", "count_urge", "end", "end_by_judgement", "join_parent", "keep_approval", "keep_disapproval",
    "keep_instruction", "keep_receipt", "keep_refusal", "keep_transfer", "leave_parent", "link_case",
    "list_wishes_still_open", "log_contact", "pass_replies", "recall_units", "reject_replies", "release_units",
    "send_to_unit_again", "take_over", "take_up_again", "tick_wishes", "write_matter", "write_petitioner",
    "write_sponsor", "write_tags", "write_wishes",
]  # fmt: skip
