"""The addresses of the test calls."""

from django.urls import path

from huiyin.linetests import views

app_name = "linetests"

urlpatterns = [
    path("", views.index, name="index"),
    path("plan/", views.plan, name="plan"),
    path("call/", views.call, name="call"),
    path("results/", views.results, name="results"),
    path("<uuid:test_id>/", views.one, name="one"),
]
