"""What this room does after events: units, the centre and petitioners are told."""

from datetime import datetime

from huiyin.journal.follow import follower
from huiyin.journal.models import Event
from huiyin.notices.act import tell
from huiyin.notices.to_centre import TO_CENTRE
from huiyin.notices.to_petitioners import TO_PETITIONERS
from huiyin.notices.to_units import TO_UNITS


@follower("notices.staff", *{**TO_UNITS, **TO_CENTRE})
def tell_staff(event: Event, at: datetime) -> None:
    """Give notice to units and centre, each once however often this is called."""
    for tellers in (TO_UNITS, TO_CENTRE):
        if event.verb in tellers:
            for draft in tellers[event.verb](event):
                tell(draft, event, at)


@follower("notices.petitioners", *TO_PETITIONERS)
def tell_petitioner(event: Event, at: datetime) -> None:
    """Write down the text message that the petitioner is to get."""
    for draft in TO_PETITIONERS[event.verb](event, at):
        tell(draft, event, at)
