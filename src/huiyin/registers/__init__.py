"""Registers: the lists that an office and its units keep, each declared in the rulebook, and what is due of them."""
