"""Accounts, the posts they hold, for whom they stand in, who is on duty; and the sign-in."""
