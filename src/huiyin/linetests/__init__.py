"""拨测: the phones of the units are rung by plan, and it is kept who answers."""
