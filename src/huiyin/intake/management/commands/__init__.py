"""Commands of the intake: imports of new and of open cases."""
