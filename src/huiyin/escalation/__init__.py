"""Escalation (升级与问责): the rulebook's ladder from cards to accountability, circulars, hand-overs and corrections."""
