"""The addresses of the calls."""

from django.urls import path

from huiyin.calls import entering_views, views

app_name = "calls"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", entering_views.new, name="new"),
    path("list/", views.listed, name="list"),
    path("cases/<str:number>/", views.of_case, name="of_case"),
    path("ring-backs/", views.ring_backs, name="ring_backs"),
    path("<uuid:call_id>/", views.one, name="one"),
    path("<uuid:call_id>/reveal/", views.reveal, name="reveal"),
    path("<uuid:call_id>/about/", views.about, name="about"),
]
