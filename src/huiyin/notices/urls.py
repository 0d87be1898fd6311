"""The addresses of notices."""

from django.urls import path

from huiyin.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.mark_all, name="mark_all"),
    path("<uuid:notice_id>/read/", views.mark, name="mark"),
]
