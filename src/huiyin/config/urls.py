"""The map of addresses: each room brings its own."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from huiyin.config.health import health


def rooms_with_pages() -> list[URLPattern | URLResolver]:
    """Return one entry for each room that has a `urls` module; a room says itself below which path it lives."""
    found: list[URLPattern | URLResolver] = []
    for room in settings.ROOMS:
        if find_spec(f"huiyin.{room}.urls"):
            module = import_module(f"huiyin.{room}.urls")
            found.append(path(getattr(module, "PREFIX", f"{room}/"), include(module)))
    return found


urlpatterns = [path("health/", health, name="health"), *rooms_with_pages()]

handler400 = "huiyin.ui.errors.bad_request"
handler403 = "huiyin.ui.errors.forbidden"
handler404 = "huiyin.ui.errors.not_found"
handler500 = "huiyin.ui.errors.server_error"
