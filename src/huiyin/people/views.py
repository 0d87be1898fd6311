"""The administrator's pages: the list of accounts, one account with its posts, and every change of them."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.people import act, forms, leaving, queries
from huiyin.people.actors import held_at
from huiyin.people.doors import actor_in, post_required
from huiyin.people.models import Holding, User
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec


def _holding(people: QuerySet[User], post: str) -> QuerySet[User]:
    return people.filter(pk__in=held_at(times.now()).filter(post=post).values("user"))


_POSTS = [(post.value, post.label) for post in Post]

USERS = ListSpec(
    filters=(
        Filter("q", "姓名或工号", narrow=queries.named_like),
        Filter("post", "岗位", "choice", choices=lambda given: _POSTS, narrow=_holding),
        Filter("gone", "已停用", "flag", narrow=lambda people, value: people.filter(is_active=False)),
    ),
    sorts=(Sort("username", "工号", "username"),),
)


@require_safe
@post_required(Post.ADMIN)
def users(request: HttpRequest) -> HttpResponse:
    """List the accounts with their posts."""
    listing = USERS.read(request.GET)
    current = Prefetch("holdings", held_at(times.now()).select_related("unit").order_by("post"), to_attr="current")
    people = queries.visible_to(actor_in(request))
    if "gone" not in listing.values:
        people = people.filter(is_active=True)
    page = listing.page(people.prefetch_related(current), count_up_to=10_000)
    return render(request, "people/users.html", {"listing": listing, "page": page})


@require_safe
@post_required(Post.ADMIN)
def user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Show one account: its posts now and before, for whom it stands in, and what can be done."""
    return _user_page(request, _found(request, user_id))


@never_cache
@sensitive_variables("password")
@post_required(Post.ADMIN)
def new_user(request: HttpRequest) -> HttpResponse:
    """Make an account and show its one-time password, this once."""
    form = forms.NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, password = act.create_user(act.NewUser(**form.cleaned_data), **_who(request))
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            return _password_page(request, made, password)
    return _form_page(request, form, "新建用户")


@post_required(Post.ADMIN)
def correct(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Correct name and phone."""
    found = _found(request, user_id)
    form = forms.AccountForm(request.POST or None, initial={"name": found.name, "phone": found.phone})
    if request.method == "POST" and form.is_valid():
        try:
            act.correct_user(found.pk, **form.cleaned_data, **_who(request))
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            return redirect("people:user", found.pk)
    return _form_page(request, form, f"修改资料：{found.name}", found)


@require_POST
@post_required(Post.ADMIN)
def give(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Give a post."""
    found = _found(request, user_id)
    form = forms.PostForm(request.POST)
    if form.is_valid():
        post, unit = Post(form.cleaned_data["post"]), form.cleaned_data["unit"]
        try:
            act.give_post(found.pk, post, unit.pk if unit else None, **_who(request))
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            messages.success(request, f"已任{post.label}")
            return redirect("people:user", found.pk)
    return _user_page(request, found, form)


@require_POST
@post_required(Post.ADMIN)
def take(request: HttpRequest, holding_id: UUID) -> HttpResponse:
    """Take a post."""
    holding = get_object_or_404(Holding, pk=holding_id)
    try:
        act.take_post(holding.pk, **_who(request))
    except Refused as refused:
        return _user_page(request, holding.user, refused=refused)
    messages.success(request, f"已免{Post(holding.post).label}")
    return redirect("people:user", holding.user_id)


@never_cache
@sensitive_variables("password")
@require_POST
@post_required(Post.ADMIN)
def password(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Give a new one-time password and show it, this once."""
    found = _found(request, user_id)
    try:
        return _password_page(request, found, act.reset_password(found.pk, **_who(request)))
    except Refused as refused:
        return _user_page(request, found, refused=refused)


@post_required(Post.ADMIN)
def leave(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Show what an account still answers for; hand it over and put the account out of use, in one move."""
    found = _found(request, user_id)
    form = forms.LeaveForm(request.POST if request.method == "POST" else None, user=found)
    if request.method == "POST" and form.is_valid():
        heir = form.cleaned_data["heir"]
        takes_posts = form.cleaned_data["heir_takes_posts"]
        try:
            leaving.leave(found.pk, heir.pk if heir else None, heir_takes_posts=takes_posts, **_who(request))
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            messages.success(request, f"已停用“{found.name}”的账号，其登录已全部退出")
            return redirect("people:user", found.pk)
    context = {
        "user_shown": found,
        "form": form,
        "open_work": leaving.open_work_of(found, times.now()),
        "current": found.holdings.filter(until__isnull=True).select_related("unit").order_by("post"),
    }
    return render(request, "people/leave.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_variables("password")
@require_POST
@post_required(Post.ADMIN)
def come_back(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Put an account into use again and show its one-time password, this once."""
    found = _found(request, user_id)
    try:
        return _password_page(request, found, act.reactivate(found.pk, **_who(request)))
    except Refused as refused:
        return _user_page(request, found, refused=refused)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_in(request), "at": times.now()}


def _found(request: HttpRequest, user_id: UUID) -> User:
    return get_object_or_404(queries.visible_to(actor_in(request)), pk=user_id)


def _user_page(
    request: HttpRequest, found: User, form: forms.PostForm | None = None, refused: Refused | None = None
) -> HttpResponse:
    now = times.now()
    holdings = found.holdings.select_related("unit")
    context = {
        "user_shown": found,
        "current": holdings.filter(until__isnull=True).order_by("post"),
        "past": holdings.filter(until__isnull=False).order_by("-until"),
        "lent": found.deputations_given.filter(until__gt=now).select_related("to_user"),
        "borrowed": found.deputations_held.filter(until__gt=now).select_related("from_user"),
        "form": form or forms.PostForm(),
        "reasons": [*refused.reasons, *refused.fields.values()] if refused else [],
    }
    is_refused = refused or (form and form.errors)
    return render(request, "people/user.html", context, status=422 if is_refused else 200)


def _form_page(request: HttpRequest, form: django_forms.Form, heading: str, found: User | None = None) -> HttpResponse:
    context = {"form": form, "heading": heading, "user_shown": found}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@sensitive_variables("password")
def _password_page(request: HttpRequest, found: User, password: str) -> HttpResponse:
    return render(request, "people/one_time_password.html", {"user_shown": found, "one_time_password": password})
