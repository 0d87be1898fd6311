"""What can go wrong with a backup; the messages are read by the person who runs the installation."""


class SafekeepingProblem(Exception):
    """A backup cannot be made, is not whole, or must not be restored here."""
