"""The addresses of the desk. It lives at the root: the first page is what one must do now."""

from django.urls import path

from huiyin.desk import case_views, urge_views, views

app_name = "desk"
PREFIX = ""

urlpatterns = [
    path("", views.home, name="home"),
    path("waiting/<slug:key>/", views.basket, name="basket"),
    path("cases/", views.cases, name="cases"),
    path("cases/<str:number>/", case_views.case, name="case"),
    path("cases/<str:number>/reveal/", case_views.reveal, name="reveal"),
    path("cases/<str:number>/call/", case_views.call, name="call"),
    path("cases/<str:number>/papers/", case_views.bring_to_case, name="bring_to_case"),
    path("cases/<str:number>/caller/", case_views.caller, name="caller"),
    path("shares/", views.shares, name="shares"),
    path("shares/<uuid:share_id>/papers/", case_views.bring_to_share, name="bring_to_share"),
    path("shares/<uuid:share_id>/paper/", case_views.paper, name="paper"),
    path("applications/", views.applications, name="applications"),
    path("urge/", urge_views.units, name="urge"),
    path("urge/<uuid:unit_id>/", urge_views.unit, name="urge_unit"),
]
