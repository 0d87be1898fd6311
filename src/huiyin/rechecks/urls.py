"""The addresses of the rechecks."""

from django.urls import path

from huiyin.rechecks import views

app_name = "rechecks"

urlpatterns = [
    path("", views.index, name="index"),
    path("draws/", views.draws, name="draws"),
    path("draws/<uuid:draw_id>/", views.repeat, name="repeat"),
    path("assign/", views.share, name="share_out"),
    path("results/", views.results, name="results"),
    path("<uuid:recheck_id>/", views.one, name="one"),
    path("<uuid:recheck_id>/dial/", views.dial, name="dial"),
]
