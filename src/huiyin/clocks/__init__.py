"""Due times of any subject, urging, and the account of who held a case for how long (时间账)."""
