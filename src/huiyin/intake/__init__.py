"""Hearing people: the register page, the screening of online messages, and the import of cases."""
