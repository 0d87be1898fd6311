"""Why a long case or a hard matter cannot be moved now: the reason in the user's words, or None. Plain Python."""

from datetime import timedelta
from typing import Any

from huiyin.cases.states import OPEN_CASE
from huiyin.flow.table import At, Said
from huiyin.hardcases.facts import FocusFacts, HardFacts


def case_is_open(facts: HardFacts, said: Said, book: Any) -> str | None:
    """What is closed is not waited for."""
    return None if facts.case.state in OPEN_CASE else "工单已经结束，不列入疑难台账"


def stands_once(facts: HardFacts, said: Said, book: Any) -> str | None:
    """A case stands on the ledger once."""
    return "本件已在疑难台账上，或正待审定" if facts.other_is_open else None


def owner_has_a_share(facts: HardFacts, said: Said, book: Any) -> str | None:
    """Who owns it works on it, or stands above who does."""
    return None if said["owner"] in facts.owners else At("owner", "责任单位须是本件的承办单位或其上级，请先转办")


def review_is_near(facts: HardFacts, said: Said, book: Any) -> str | None:
    """The rulebook says how long a kind may lie unseen."""
    most = book.hard_kind(said.get("kind") or facts.kind).review_days
    if said["review_on"] <= facts.today:
        return At("review_on", "复查日期须在今天以后")
    latest = facts.today + timedelta(days=most)
    if said["review_on"] > latest:
        return At("review_on", f"这一种至少{most}天复查一次，最晚{latest:%Y-%m-%d}")
    return None


def month_is_open(facts: FocusFacts, said: Said, book: Any) -> str | None:
    """A matter is chosen for this month or the next one."""
    this = facts.today.replace(day=1)
    after = (this + timedelta(days=31)).replace(day=1)
    return None if said["month"].replace(day=1) in (this, after) else At("month", "只能选本月或下月的重点问题")


def month_has_room(facts: FocusFacts, said: Said, book: Any) -> str | None:
    """Few matters: who chooses everything chooses nothing."""
    most = book.hardcases.focus_most
    return At("month", f"这个月已选{facts.chosen}个，每月至多{most}个") if facts.chosen >= most else None


def case_is_not_joined(facts: FocusFacts, said: Said, book: Any) -> str | None:
    """A case belongs to a matter once."""
    return At("case", "这一件已经列入") if said["case"] in facts.joined else None
