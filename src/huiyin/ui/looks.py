"""How the pages look to one browser: how large the type is, how dense the lists are. A cookie keeps it and says nothing of anybody.

The base page is made with it on the server, so that nothing jumps when the page is there; it works without script, and on the
page of the sign-in as well. It belongs to the browser, since large type belongs to the screen at which one sits.
"""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

COOKIE = "huiyin_looks"
KEPT_SECONDS = 400 * 24 * 3600
"""The longest that browsers keep anything."""

CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "size": ("字号", {"normal": "标准", "large": "大字"}),
    "density": ("疏密", {"normal": "标准", "dense": "紧凑"}),
}


def looks_of(request: HttpRequest) -> dict[str, str]:
    """Return the choice for each of the two, the ordinary one where none was made or what came means nothing."""
    kept = set(request.COOKIES.get(COOKIE, "").split("."))
    return {
        name: next((one for one in choices if one in kept - {"normal"}), "normal")
        for name, (_, choices) in CHOICES.items()
    }


def keep(response: HttpResponse, said: Mapping[str, str], *, secure: bool) -> None:
    """Let the browser keep what was chosen; what means nothing is the ordinary."""
    chosen = [said.get(name, "") for name, (_, choices) in CHOICES.items() if said.get(name, "") in choices]
    response.set_cookie(COOKIE, ".".join(chosen), max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=secure)
