"""The addresses of drafts."""

from django.urls import re_path

from huiyin.drafts import views

app_name = "drafts"

urlpatterns = [
    re_path(r"^(?P<form>[A-Za-z0-9._-]{1,80})/$", views.save, name="save"),
    re_path(r"^(?P<form>[A-Za-z0-9._-]{1,80})/away/$", views.away, name="away"),
]
