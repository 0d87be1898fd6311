"""The register that an address names, for those who may open it."""

from datetime import date

from django.http import Http404

from huiyin.flow.actor import Actor
from huiyin.registers.queries import is_in_use, registers_on
from huiyin.registers.who import may_enter, may_open
from huiyin.rulebook.registers import Register


def register_or_404(actor: Actor, code: str, day: date) -> Register:
    """Return the register. Raises Http404 for a stranger to it, as for a code of nothing."""
    found = registers_on(day).get(code)
    if found is None or not may_open(actor, found):
        raise Http404
    return found


def register_to_enter_or_404(actor: Actor, code: str, day: date) -> Register:
    """Return the register for those who enter. Raises Http404 for all others, and where it is no longer kept."""
    found = register_or_404(actor, code, day)
    if not (may_enter(actor, found) and is_in_use(found, day)):
        raise Http404
    return found
