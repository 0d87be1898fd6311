"""The addresses of the API, version 1."""

from django.urls import path

from huiyin.api.assembly import assembled

PREFIX = "api/v1/"

api = assembled()

urlpatterns = [path("", api.urls)]
