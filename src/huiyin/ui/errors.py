"""Pages for what went wrong: in plain Chinese, with the way onward, and with nothing of what was sent."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

CITIZENS = "/portal/"
"""Below this address are the pages of citizens, who are led back there."""

IN_WORDS = {
    400: ["请求看不懂"],
    403: ["没有权限，或页面已过期"],
    404: ["没有这个地址，或您看不到；接口的全部地址见 /api/v1/openapi.json"],
    500: ["系统出错，没有写入；稍后再试"],
}
"""What a program is told where a person gets a page."""


_tellers: list[Callable[[], Mapping[str, Any]]] = []


def tell_on_every_page(teller: Callable[[], Mapping[str, Any]]) -> None:
    """Let a page say what no request is needed for (whose hotline it is); called from a room's AppConfig.ready."""
    _tellers.append(teller)


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    if "application/json" in request.headers.get("accept", "") or request.path.startswith("/api/"):
        reasons = context.get("reasons") or IN_WORDS.get(status, [])
        return JsonResponse({"status": status, "reasons": reasons}, status=status)
    context["home"] = CITIZENS if request.path.startswith(CITIZENS) else "/"
    # Without the request no context processor runs: the page must appear even when the database does not answer.
    for teller in _tellers:
        context |= teller()
    return HttpResponse(render_to_string(f"ui/errors/{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 when too much was sent."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413, reasons=[str(exception)])
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: signed in, but not in a post that may do this."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: it is not there, or not for this viewer; the page does not tell which."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that is not from one of our pages, or from one that is too old."""
    return _page(request, 403, reasons=["页面停留过久或已退出登录，请返回后刷新页面再提交。"])


def refused(request: HttpRequest, reasons: Iterable[str]) -> HttpResponse:
    """Answer 422 with every reason, where no form can be shown again."""
    return _page(request, 422, reasons=list(reasons))


def too_many(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 429: asked too often."""
    return _page(request, 429, reasons=[reason] if reason else [])


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any) -> HttpResponse:
    """Answer 429 after too many wrong passwords; called by axes."""
    return too_many(request, "密码连续输错次数过多，账号已暂时锁定，请 15 分钟后再试或联系系统管理员。")
