"""How many requests a caller may make in a minute: protection against a loop gone wild, counted per server process."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from huiyin.flow import times

A_MINUTE = 600
SECONDS = 60


class PerMinute(BaseThrottle):
    """At most settings.API_REQUESTS_A_MINUTE requests of one token or one user within a minute of the clock."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count one more and say whether it is still within the limit."""
        minute = int(times.now().timestamp()) // SECONDS
        key = f"huiyin.api:{getattr(request, 'auth', '')}:{minute}"
        cache.add(key, 0, 2 * SECONDS)
        return bool(cache.incr(key) <= getattr(settings, "API_REQUESTS_A_MINUTE", A_MINUTE))

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return float(SECONDS - int(times.now().timestamp()) % SECONDS)
