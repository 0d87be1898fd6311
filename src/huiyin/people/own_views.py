"""What people arrange for themselves: the own account, acting for another, deputies, and who is on duty."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.people import forms, queries, standing_in
from huiyin.people.doors import actor_in, post_required, signed_in
from huiyin.people.middleware import ACTING
from huiyin.people.models import DutyShift, Holding, User
from huiyin.people.who import keeps_accounts
from huiyin.ui.errors import refused as refused_page
from huiyin.units.models import Unit
from huiyin.units.queries import within

DUTY_PLANNERS = (
    Post.ADMIN,
    Post.SHIFT_LEAD,
    Post.DIRECTOR,
    Post.UNIT_DUTY,
    Post.UNIT_LEADER,
    Post.UNIT_HEAD,
)


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Show the own account: posts, for whom one may act, who may act for oneself."""
    actor, now = actor_in(request), times.now()
    mine = User.objects.get(pk=actor.user_id)
    context = {
        "mine": mine,
        "current": mine.holdings.filter(until__isnull=True).select_related("unit"),
        "open_to_me": queries.deputations_open_to(mine.pk, at=now),
        "lent": mine.deputations_given.filter(until__gt=now).select_related("to_user"),
        "chosen": request.session.get(ACTING),
    }
    return render(request, "people/me.html", context)


@require_POST
@signed_in
def act_for(request: HttpRequest) -> HttpResponse:
    """Begin to act by a deputation (`deputation` in the form), or end it (empty)."""
    actor, chosen = actor_in(request), request.POST.get("deputation", "")
    open_to_me = queries.deputations_open_to(actor.user_id, at=times.now())
    found = next((one for one in open_to_me if str(one.pk) == chosen), None)
    if found is None:
        request.session.pop(ACTING, None)
        messages.success(request, "现以本人身份办理")
    else:
        request.session[ACTING] = str(found.pk)
        messages.success(request, f"现代“{found.from_user.name}”办理")
    # The rights of the session change with this choice.
    request.session.cycle_key()
    return redirect("people:me")


@signed_in
def new_deputation(request: HttpRequest) -> HttpResponse:
    """Let somebody act for oneself; the administrator arranges it for anybody."""
    actor = actor_in(request)
    people = User.objects.filter(is_active=True)
    offered = _lendable(actor, people)
    start = {"from_user": request.GET.get("from") or actor.user_id}
    form = forms.DeputationForm(request.POST or None, people=people, initial=start, **offered)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        ids = {"from_user_id": said.pop("from_user").pk, "to_user_id": said.pop("to_user").pk}
        posts = [Post(post) for post in said.pop("posts")]
        try:
            standing_in.deputize(standing_in.NewDeputation(**ids, **said, posts=posts), actor=actor, at=times.now())
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            messages.success(request, "代理已安排")
            return redirect("people:me")
    context = {"form": form, "heading": "安排代理"}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def end(request: HttpRequest, deputation_id: UUID) -> HttpResponse:
    """End a deputation before its time."""
    try:
        standing_in.end_deputation(deputation_id, actor=actor_in(request), at=times.now())
    except Refused as refused:
        return refused_page(request, refused.reasons)
    messages.success(request, "代理已结束")
    return redirect("people:me")


@post_required(*DUTY_PLANNERS)
def duty(request: HttpRequest) -> HttpResponse:
    """Show who is on duty now and later where the actor plans, and plan more."""
    actor = actor_in(request)
    units = _planned_units(actor)
    people = User.objects.filter(is_active=True, holdings__until__isnull=True, holdings__isnull=False).distinct()
    if not _plans_everywhere(actor):
        people = people.filter(holdings__unit__in=units)
    form = forms.DutyForm(request.POST or None, units=units, people=people.order_by("username"))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        user, unit = said.pop("user"), said.pop("unit")
        try:
            standing_in.put_on_duty(user.pk, unit.pk if unit else None, **said, actor=actor, at=times.now())
        except Refused as refused:
            forms.refuse_beside(form, refused)
        else:
            messages.success(request, f"已安排“{user.name}”值班")
            return redirect("people:duty")
    context = {"form": form, "shifts": _shifts(actor, units), "now": times.now()}
    return render(request, "people/duty.html", context, status=422 if form.errors else 200)


@require_POST
@post_required(*DUTY_PLANNERS)
def strike_duty(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Strike a shift."""
    try:
        standing_in.take_off_duty(shift_id, actor=actor_in(request), at=times.now())
    except Refused as refused:
        return refused_page(request, refused.reasons)
    messages.success(request, "班次已取消")
    return redirect("people:duty")


def _lendable(actor: Actor, people: QuerySet[User]) -> dict[str, Any]:
    if keeps_accounts(actor):
        return {"lenders": people, "posts": list(Post)}
    held = Holding.objects.filter(user=actor.user_id, until__isnull=True).values_list("post", flat=True)
    return {"lenders": people.filter(pk=actor.user_id), "posts": [post for post in Post if post in set(held)]}


def _plans_everywhere(actor: Actor) -> bool:
    return actor.holds(Post.ADMIN, Post.SHIFT_LEAD, Post.DIRECTOR)


def _planned_units(actor: Actor) -> QuerySet[Unit]:
    open_units = Unit.objects.filter(closed_on__isnull=True) if _plans_everywhere(actor) else within(actor.unit_paths)
    return open_units.filter(closed_on__isnull=True)


def _shifts(actor: Actor, units: QuerySet[Unit]) -> list[DutyShift]:
    shifts = DutyShift.objects.filter(until__gt=times.now()).select_related("unit", "user")
    if not _plans_everywhere(actor):
        shifts = shifts.filter(unit__in=units)
    return list(shifts.order_by("since")[:200])
