"""Who may do what, written down by hand for a clerk to read; the door is tested against it, not the other way round."""

INTAKE = "agent shift_lead opinion_clerk enterprise_clerk"
HEARS = f"{INTAKE} reviewer director"
CENTRE = f"{INTAKE} reviewer dispatcher auditor supervisor callback_agent director"
LEADERS = "secretary_general vice_mayor city_leader leader_secretary"
STAFF = "own:handler own:duty"
UNIT = f"{STAFF} own:leader own:head"
ABOVE = "above:handler above:duty above:leader"

CASE = {
    "screen": "opinion_clerk director",
    "answer_directly": HEARS,
    "handle_directly": HEARS,
    "amend": HEARS,
    "refuse": HEARS,
    "refuse in review": "reviewer director",
    "transfer_out": HEARS,
    "hand_up": "",
    "note_receipt": HEARS,
    "merge": HEARS,
    "separate": "reviewer director platform",
    "link": HEARS,
    "void": "reviewer director",
    "restore": "reviewer director",
    "withdraw": HEARS,
    "submit_for_review": HEARS,
    "submit_for_approval": "reviewer director",
    "approve": "section_chief",
    "approve_on_paper": "leader_secretary",
    "send_back": "section_chief leader_secretary",
    "approve_afterwards": "section_chief",
    "approve_afterwards_on_paper": "leader_secretary",
    "disapprove_afterwards": "section_chief leader_secretary",
    "instruct": LEADERS,
    "dispatch": "dispatcher director",
    "add_units": "dispatcher supervisor director",
    "recall": "dispatcher director",
    "pass_audit": "auditor director",
    "reject_reply": "auditor director",
    "redo": "callback_agent supervisor auditor director",
    "reopen": "supervisor director",
    "take_up": "supervisor director",
    "judge": "supervisor director",
    "supplement": f"{INTAKE} director platform",
    "hurry": f"{INTAKE} director platform",
    "urge": "supervisor director",
    "remark": CENTRE,
    "tag": CENTRE,
    "sponsor": f"{CENTRE} own:leader own:head",
    "publish": "opinion_clerk director",
    "tick_wishes": "callback_agent director platform",
    "follow_up": CENTRE,
    "claim": f"{HEARS} dispatcher",
    "give_back": "agent director platform",
}
"""The moves of a case. The auditor who passed the reply does not judge; the chain begins with the section chief.

The case is the city's, which is at the top: only what a unit took in on its own line is handed up.
"""

SHARE = {
    "sign": STAFF,
    "first_contact": STAFF,
    "site_visit": UNIT,
    "instruct_inside": "own:leader own:head",
    "sub_dispatch": STAFF,
    "ask_return": STAFF,
    "ask_extension": STAFF,
    "ask_suspension": STAFF,
    "resume": f"{UNIT} dispatcher supervisor director",
    "reply": STAFF,
    "sign_off": "own:leader own:head",
    "sign_off_on_paper": STAFF,
    "check_paper": "auditor supervisor director",
    "charge": UNIT,
    "ask_centre": UNIT,
    "answer_unit": "dispatcher auditor supervisor director",
    "ask_unit": "dispatcher auditor supervisor director",
    "answer_centre": UNIT,
    "remark": UNIT,
    "promise": UNIT,
    "reassign": "dispatcher director",
    "send_back_draft": "own:leader own:head",
    "accept_below": ABOVE,
    "reject_below": ABOVE,
    "urge_below": ABOVE,
}
"""The moves of a unit's share: in its own unit, or in the unit that handed it down."""

APPLICATION = {
    "grant_extension": "dispatcher director",
    "refuse_extension": "dispatcher director",
    "accept_return": "dispatcher director",
    "uphold": "dispatcher director",
    "reassign": "dispatcher director",
    "arbitrate_for": "arbiter",
    "arbitrate_to": "arbiter",
    "grant_suspension": "dispatcher director",
    "refuse_suspension": "dispatcher director",
    "take_back": "own:handler own:duty own:leader",
    "grant_extension below": "above:handler above:leader above:head",
    "accept_return below": "above:handler above:leader above:head",
    "grant_extension instructed": "vice_mayor leader_secretary",
}
"""Decisions: of the centre, of the unit above for what it handed down, of the leader who gave the instruction."""

NOBODY = (
    "stranger",
    *(f"{unit}:{post}" for unit in ("other", "accused") for post in ("handler", "duty", "leader", "head")),
)
"""Those who may do nothing at all on a case: no post, another unit, the unit that the report is against."""
