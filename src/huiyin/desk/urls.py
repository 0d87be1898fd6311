"""The addresses of the desk. It lives at the root: the first page is what one must do now."""

from django.urls import path

from huiyin.desk import (
    case_views,
    hand_over_views,
    morning_views,
    reply_views,
    saved_views,
    share_sheet_views,
    tray_views,
    unit_views,
    urge_views,
    views,
    wall_views,
    week_views,
    who_saw_views,
)

app_name = "desk"
PREFIX = ""

urlpatterns = [
    path("", views.home, name="home"),
    path("morning/", morning_views.morning, name="morning"),
    path("week/", week_views.week, name="week"),
    path("wall/", wall_views.wall, name="wall"),
    path("wall/displays/", wall_views.wall_displays, name="wall_displays"),
    path("wall/displays/<uuid:display_id>/end/", wall_views.wall_end, name="wall_end"),
    path("wall/enter/<str:key>/", wall_views.wall_enter, name="wall_enter"),
    path("groups/<str:number>/", morning_views.joined, name="joined_group"),
    path("groups/<str:number>/alike/", morning_views.alike, name="alike_group"),
    path("waiting/<slug:key>/", views.basket, name="basket"),
    path("waiting/<slug:key>/next/", tray_views.take_next, name="take_next"),
    path("cases/", views.cases, name="cases"),
    path("cases/<str:number>/", case_views.case, name="case"),
    path("cases/<str:number>/reveal/", case_views.reveal, name="reveal"),
    path("cases/<str:number>/call/", case_views.call, name="call"),
    path("cases/<str:number>/papers/", case_views.bring_to_case, name="bring_to_case"),
    path("cases/<str:number>/paper/", case_views.case_paper, name="case_paper"),
    path("cases/<str:number>/caller/", case_views.caller, name="caller"),
    path("who-saw/", who_saw_views.who_saw, name="who_saw"),
    path("shares/", views.shares, name="shares"),
    path("shares/sign/", unit_views.sign_many, name="sign_many"),
    path("shares/reply/", reply_views.reply_many, name="reply_many"),
    path("shares/sheet/", share_sheet_views.bring_back, name="bring_back"),
    path("shares/sheet/out/", share_sheet_views.take_out, name="take_out"),
    path("shares/sheet/do/", share_sheet_views.do_rows, name="do_rows"),
    path("shares/hand-over/", hand_over_views.hand_over_page, name="hand_over"),
    path("shares/sign-off/", unit_views.sign_off, name="sign_off"),
    path("shares/<uuid:share_id>/papers/", case_views.bring_to_share, name="bring_to_share"),
    path("shares/<uuid:share_id>/paper/", case_views.paper, name="paper"),
    path("applications/", views.applications, name="applications"),
    path("views/", saved_views.views, name="views"),
    path("views/keep/", saved_views.keep, name="keep_view"),
    path("views/<uuid:view_id>/drop/", saved_views.drop, name="drop_view"),
    path("urge/", urge_views.units, name="urge"),
    path("urge/<uuid:unit_id>/", urge_views.unit, name="urge_unit"),
]
