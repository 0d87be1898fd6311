"""Commands of the simulated city."""
