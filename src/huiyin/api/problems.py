"""What goes wrong, as answers: always a status, every reason in the user's words, and what belongs beside a field."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from huiyin.flow.table import NotYours, Refused
from huiyin.moves.taking import status_of

WORDS = {
    401: "请先登录，或在 Authorization 头里带上有效的令牌",
    403: "没有权限，或缺少 CSRF 令牌",
    404: "没有这个内容，或您看不到",
    429: "请求过于频繁，请稍后再试",
}
MOST_TOLD = 50


def add_handlers(api: NinjaAPI) -> None:
    """Let every error of the API be answered alike."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _answer(status: int, reasons: Iterable[str], fields: Mapping[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"status": status, "reasons": list(reasons), "fields": dict(fields or {})}, status=status)


def _on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    plain = isinstance(error, AuthenticationError | Throttled) or error.message.isascii()
    response = _answer(error.status_code, [WORDS.get(error.status_code, "请求看不懂") if plain else error.message])
    if error.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _on_refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return _answer(403 if isinstance(error, NotYours) else status_of(error), error.reasons, error.fields)


def _on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _answer(422, [], _beside_fields(error))


def _on_absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(404, [WORDS[404]])


def _on_bad_query(request: HttpRequest, error: BadRequest) -> HttpResponse:
    return _answer(422, str(error).split(";"))


def _on_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return _answer(413, [str(error)])


HANDLERS: Mapping[type[Exception], Any] = {
    HttpError: _on_http,
    Refused: _on_refused,
    ValidationError: _on_invalid,
    Http404: _on_absent,
    BadRequest: _on_bad_query,
    RequestDataTooBig: _on_too_big,
}


def _beside_fields(error: ValidationError) -> dict[str, str]:
    """Return a reason for each place of the request that could not be read; what was sent is not repeated."""
    found: dict[str, str] = {}
    for one in error.errors[:MOST_TOLD]:
        place = ".".join(str(step) for step in one["loc"][1:]) or str(one["loc"][0])
        found[place] = _in_words(str(one["type"]))
    return found


def _in_words(kind: str) -> str:
    if kind == "missing":
        return "缺少这一项"
    if kind == "extra_forbidden":
        return "不认识的项目"
    return "过长" if kind in {"string_too_long", "too_long"} else "格式不对"
