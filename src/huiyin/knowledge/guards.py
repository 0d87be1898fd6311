"""Why an item cannot be written or put in force: each guard answers the reason in the user's words, or None."""

from typing import Any

from huiyin.flow.table import At, Said
from huiyin.knowledge.facts import ItemFacts


def days_are_in_order(facts: ItemFacts, said: Said, book: Any) -> str | None:
    """What holds from a day on ends on it or later."""
    until = said["valid_until"]
    begins = said["valid_from"] or facts.today
    return At("valid_until", "截止日期不能早于启用日期") if until and until < begins else None


def owner_is_in_use(facts: ItemFacts, said: Said, book: Any) -> str | None:
    """Somebody answers for every answer."""
    return None if facts.owner_is_there(said["owner"]) else At("owner", "没有这个单位，或它已撤销")


def is_not_over(facts: ItemFacts, said: Said, book: Any) -> str | None:
    """Nothing is put in force whose time is over."""
    is_over = facts.valid_until is not None and facts.valid_until < facts.today
    return "有效期已过，请先修改截止日期" if is_over else None
