"""Commands of the calls."""
