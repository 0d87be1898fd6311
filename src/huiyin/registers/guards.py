"""Why an entry cannot be written: each guard answers the reason in the user's words, or None."""

from typing import Any

from huiyin.flow.table import At, Said
from huiyin.registers.facts import EntryFacts
from huiyin.registers.periods import period_of
from huiyin.registers.values import understood


def day_is_allowed(facts: EntryFacts, said: Said, book: Any) -> str | None:
    """What has not begun is entered only where the register is kept ahead."""
    register = facts.register
    if register.future or said["day"] <= facts.today:
        return None
    name = "day" if register.belongs == "day" else "period"
    return At(name, f"{register.when_label}不能在将来")


def is_not_reported_yet(facts: EntryFacts, said: Said, book: Any) -> str | None:
    """What is due once a period is there once."""
    register = facts.register
    if register.due is None or not facts.is_reported(said["day"]):
        return None
    label = period_of(register.belongs, said["day"]).label
    return At("period", f"{label}的{register.entry}已经报送，请修改原来的一条")


def values_are_sound(facts: EntryFacts, said: Said, book: Any) -> str | None:
    """Every value is what its field asks for, whoever calls the door."""
    raw = {row["name"]: row["value"] for row in said["content"]}
    if unknown := [name for name in raw if all(name != field.code for field in facts.register.fields)]:
        return f"没有这个栏目：{unknown[0]}"
    errors = understood(facts.register, raw, facts.find_unit, facts.find_entry)[1]
    return next((At(name, reason) for name, reason in errors.items()), None)
