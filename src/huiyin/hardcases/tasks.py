"""What the workers run by themselves for the ledger and the seasons; the schedules name this function."""

from huiyin.flow import times
from huiyin.hardcases.reminding import remind_of_reviews, remind_of_seasons


def remind() -> str:
    """Remind of reviews and of seasons."""
    at = times.now()
    return f"疑难复查提醒{remind_of_reviews(at)}次，季节提醒{remind_of_seasons(at)}个单位"
