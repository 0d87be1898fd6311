"""Two pages with every component on them, served to the tests of the browser only."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from huiyin.flow import times
from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.ui import errors, views
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec, Page

STAFF = """
{% extends "ui/base.html" %}{% load ui %}
{% block title %}工单{% endblock %}{% block heading %}工单{% endblock %}{% block subheading %}共 12,167 件{% endblock %}
{% block actions %}<a class="btn btn-plain" href="#">导出</a> <a class="btn btn-primary" href="#">登记工单</a>{% endblock %}
{% block content %}
<div class="sheet">{% filter_bar listing %}
<div class="list-frame"><table class="list list-stack"><thead><tr><th>编号</th><th>标题</th><th>状态</th><th>期限</th></tr></thead><tbody>
{% for row in page.rows %}<tr><td class="number"><a href="#">K20181126-{{ row }}</a></td>
<td>某小区门前排水管网长期堵塞，污水横流至路面</td><td>{% chip "办理中" "info" %} {% chip "呈批中" "wait" %} {% chip "已反馈" "good" %}
{% chip "已超期" "late" %} {% chip "已办结" %}</td><td>{% due soon %} {% due late %}</td></tr>{% endfor %}
</tbody></table></div>{% pager page %}</div>
<div class="columns"><div>{% card "申请延期" aside="每次最多延期 5 个工作日" %}<form method="post">{% csrf_token %}{% fields form %}
<button class="btn btn-primary">提交</button></form>{% endcard %}</div>
<div>{% card "诉求人" %}<dl class="facts"><dt>姓名</dt><dd>{% masked_person "张三丰" "13812345521" %}</dd></dl>{% endcard %}
{% card "经过" %}<ol class="timeline"><li>{% moment late %} <b>签收</b><div class="words">两日内先行疏通。</div></li></ol>{% endcard %}
{% card "空" %}{% nothing %}{% endcard %}</div></div>
{% endblock %}
"""

CITIZEN = """
{% extends "ui/public.html" %}{% load ui %}
{% block title %}反映问题{% endblock %}{% block heading %}反映问题{% endblock %}
{% block navigation %}<a href="#">查询进度</a>{% endblock %}
{% block content %}<form method="post">{% csrf_token %}{% fields form %}<button>提交</button></form>
{% card "办理进度" %}{% chip "办理中" "info" %} {% due soon %}{% endcard %}{% endblock %}
"""

SPEC = ListSpec(
    filters=(
        Filter("q", "编号、标题"),
        Filter("state", "状态", "choice", choices=lambda book: [("a", "办理中")]),
        Filter("late", "只看超期", "flag"),
        Filter("day", "自", "day"),
    ),
    sorts=(Sort("new", "新的在前", "pk"), Sort("due", "期限近的在前", "pk")),
)


class Extension(forms.Form):
    days = forms.IntegerField(label="延期工作日", help_text="每次最多延期 5 个工作日", max_value=5)
    reason = forms.CharField(label="原因", widget=forms.Textarea)
    mode = forms.ChoiceField(label="方式", choices=[("a", "电话"), ("b", "短信")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="已告知诉求人", required=False)


def answer(request: HttpRequest, template: str) -> HttpResponse:
    now = times.now()
    context = {
        "listing": SPEC.read(request.GET),
        "page": Page(rows=list(range(1, 21)), previous="", next="abc", total="12,167"),
        "form": Extension(request.POST or None),
        "soon": now + timedelta(days=4),
        "late": now - timedelta(days=1),
    }
    return HttpResponse(Template(template).render(RequestContext(request, context)))


def signed_in(request: HttpRequest) -> HttpRequest:
    request.actor = Actor(UUID(int=7), "李审核", frozenset({Seat(Post.REVIEWER)}))  # type: ignore[attr-defined]
    return request


def staff(request: HttpRequest) -> HttpResponse:
    return answer(signed_in(request), STAFF)


def counts(request: HttpRequest) -> HttpResponse:
    return views.counts(signed_in(request))


def citizen(request: HttpRequest) -> HttpResponse:
    return answer(request, CITIZEN)


def error(request: HttpRequest, status: int) -> HttpResponse:
    """Go wrong in the way of a status."""
    ways = {
        403: lambda: errors.csrf_failure(request),
        404: lambda: errors.not_found(request),
        413: lambda: errors.bad_request(request, RequestDataTooBig("一次提交的内容不能超过 50 MB")),
        422: lambda: errors.refused(request, ["已经签收", "单位已停用"]),
        429: lambda: errors.locked_out(request),
        500: lambda: 1 // 0,
    }
    return ways.get(status, lambda: errors.bad_request(request))()


handler404, handler500 = errors.not_found, errors.server_error
urlpatterns = [
    path("wrong/<int:status>/", error),
    path("portal/wrong/<int:status>/", error),
    path("staff/", staff),
    path("citizen/", citizen),
    path("ui/", include(([path("counts/", counts, name="counts"), path("keys/", staff, name="keys")], "ui"))),
]
