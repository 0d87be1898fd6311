"""One-time passwords: made for a new or forgotten account, shown once, to be changed at the first sign-in."""

import secrets

# Without signs that are taken for one another when they are read aloud or copied by hand.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


def one_time_password() -> str:
    """Return a password such as "k7fm-2wqh-x9td-p3rc", of 79 random bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
