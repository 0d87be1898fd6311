"""Whose duty it is: the dispatch catalogue (派单目录), and the units it suggests with why."""
