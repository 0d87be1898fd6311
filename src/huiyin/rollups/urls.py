"""The addresses of the counters."""

from django.urls import path

from huiyin.rollups import views

app_name = "rollups"

urlpatterns = [path("", views.checks, name="checks")]
