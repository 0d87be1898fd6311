"""What every page says of the city: its name, its hotline, its number; read from the rulebook in force."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from huiyin.flow import times
from huiyin.rulebook import shelf


def city(request: HttpRequest | None = None) -> dict[str, Any]:
    """Return `city`: the names and the number that the rulebook in force today gives."""
    return {"city": shelf.book_for(settings.CITY, times.local_day(times.now())).city}
