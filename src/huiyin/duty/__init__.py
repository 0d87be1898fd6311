"""Duty (值班): rosters of the centre and of units, gaps, checks whether somebody answers, notes between shifts, answering days."""
