"""What a measure is: every figure anywhere has a name, a definition, and the way back to its rows. Plain Python.

A room's `measures.py` says `MEASURES = (Measure(...), ..., Rate(...))`; who collects them makes one Registry of all.
"""
