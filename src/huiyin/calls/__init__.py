"""来电: Calls: one row for each call that came in, and the figures of the telephone."""
