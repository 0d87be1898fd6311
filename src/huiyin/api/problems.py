"""What goes wrong, as answers: always a status, every reason in the user's words, and what belongs beside a field."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from huiyin.flow.table import NotYours, Refused

WORDS = {
    401: "请先登录，或在 Authorization 头里带上有效的令牌",
    403: "没有权限，或缺少 CSRF 令牌",
    404: "没有这个内容，或您看不到",
    429: "请求过于频繁，请稍后再试",
}
MOST_TOLD = 50


def add_handlers(api: NinjaAPI) -> None:
    """Let every error of the API be answered alike."""

    def answer(
        request: HttpRequest, status: int, reasons: Iterable[str], fields: Mapping[str, str] | None = None
    ) -> HttpResponse:
        told: dict[str, Any] = {"status": status, "reasons": list(reasons), "fields": dict(fields or {})}
        return api.create_response(request, told, status=status)

    def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
        plain = isinstance(error, AuthenticationError | Throttled) or error.message.isascii()
        reason = WORDS.get(error.status_code, "请求看不懂") if plain else error.message
        response = answer(request, error.status_code, [reason])
        if error.status_code == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    def on_refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return answer(request, 403 if isinstance(error, NotYours) else 422, error.reasons, error.fields)

    def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(request, 422, [], _beside_fields(error))

    handlers: dict[type[Exception], Any] = {
        HttpError: on_http,
        Refused: on_refused,
        ValidationError: on_invalid,
        Http404: lambda request, error: answer(request, 404, [WORDS[404]]),
        BadRequest: lambda request, error: answer(request, 422, str(error).split(";")),
        RequestDataTooBig: lambda request, error: answer(request, 413, [str(error)]),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


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
