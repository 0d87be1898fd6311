"""Pages for what went wrong: in plain Chinese, with the way onward, and with nothing of what was sent."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

CITIZENS = "/portal/"
"""Below this address are the pages of citizens, who are led back there."""


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    if "application/json" in request.headers.get("accept", "") or request.path.startswith("/api/"):
        return JsonResponse({"status": status, "reasons": context.get("reasons", [])}, status=status)
    context["home"] = CITIZENS if request.path.startswith(CITIZENS) else "/"
    # Without the request no context processor runs: the page must appear even when the database does not answer.
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
