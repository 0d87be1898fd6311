"""Why something cannot go on: each guard answers the reason in the user's words, or None."""

from typing import Any

from huiyin.escalation.facts import CircularFacts, CorrectionFacts, HandoverFacts, StepFacts
from huiyin.flow.table import At, Said


def day_is_ahead(facts: StepFacts, said: Said, book: Any) -> str | None:
    """A task is not due before it is given."""
    day = said.get("carry_out_by")
    return At("carry_out_by", "期限不能早于今天") if day and day < facts.today else None


def day_is_past(facts: StepFacts, said: Said, book: Any) -> str | None:
    """What was done was done by today."""
    return At("day", "日期不能在将来") if said["day"] > facts.today else None


def names_somebody(facts: CircularFacts, said: Said, book: Any) -> str | None:
    """A circular praises or criticises somebody."""
    return None if facts.named else "还没有写明被通报的单位"


def criticism_has_a_cause(facts: CircularFacts, said: Said, book: Any) -> str | None:
    """Who criticises says for which of the seven causes."""
    return "通报批评须选原因" if facts.kind == "criticism" and not facts.causes else None


def has_evidence(facts: HandoverFacts, said: Said, book: Any) -> str | None:
    """Nobody is handed over without a case behind it."""
    return None if facts.evidence else "还没有写明所涉工单，不能移送"


def leader_ordered_it(facts: HandoverFacts, said: Said, book: Any) -> str | None:
    """What a line proposes to the city its own leader has decided before."""
    return None if facts.was_ordered else "先由本单位领导下达“问责”，再提请市热线移送"


def received_after_handing(facts: HandoverFacts, said: Said, book: Any) -> str | None:
    """What was received was handed over before, and not in the future."""
    if said["day"] > facts.today:
        return At("day", "日期不能在将来")
    is_before = facts.handed_on is not None and said["day"] < facts.handed_on
    return At("day", f"受理日期不能早于移送日期 {facts.handed_on:%Y-%m-%d}") if is_before else None


def concluded_after_receipt(facts: HandoverFacts, said: Said, book: Any) -> str | None:
    """What was concluded was received before, and not in the future."""
    if said["day"] > facts.today:
        return At("day", "日期不能在将来")
    is_before = facts.received_on is not None and said["day"] < facts.received_on
    return At("day", f"处理日期不能早于受理日期 {facts.received_on:%Y-%m-%d}") if is_before else None


def term_is_ahead(facts: CorrectionFacts, said: Said, book: Any) -> str | None:
    """A correction is not due before it is set."""
    return At("due_on", "期限不能早于今天") if said["due_on"] < facts.today else None


def new_term_is_ahead(facts: CorrectionFacts, said: Said, book: Any) -> str | None:
    """A unit whose report came back has time for a better one."""
    day = said.get("due_on")
    return At("due_on", "新的期限不能早于今天") if day and day < facts.today else None


def not_urged_today(facts: CorrectionFacts, said: Said, book: Any) -> str | None:
    """Once a day is enough."""
    return "今天已经催过" if facts.urged_on == facts.today else None
