"""The addresses of notices."""

from django.urls import path

from huiyin.notices import message_views, views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.mark_all, name="mark_all"),
    path("texts/", message_views.texts, name="texts"),
    path("texts/again/", message_views.again, name="texts_again"),
    path("<uuid:notice_id>/read/", views.mark, name="mark"),
]
