"""The addresses of the ledger, of the hard matters of a month, and of the seasons."""

from django.urls import path

from huiyin.hardcases import focus_views, views

app_name = "hardcases"

urlpatterns = [
    path("", views.index, name="index"),
    path("focus/", focus_views.focuses, name="focuses"),
    path("focus/new/", focus_views.choose, name="choose"),
    path("focus/<uuid:focus_id>/", focus_views.focus, name="focus"),
    path("focus/paper/<slug:month>/", focus_views.paper, name="paper"),
    path("seasons/", focus_views.seasons, name="seasons"),
    path("propose/<str:number>/", views.propose_case, name="propose"),
    path("of/<str:number>/", views.of_case, name="of_case"),
    path("<uuid:hard_id>/", views.one, name="one"),
]
