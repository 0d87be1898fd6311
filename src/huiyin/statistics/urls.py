"""The addresses of the figures."""

from django.urls import path

from huiyin.statistics import crossing_views, views

app_name = "statistics"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("lines/", views.lines, name="lines"),
    path("crossing/", crossing_views.crossing, name="crossing"),
    path("<str:name>/", views.cases, name="cases"),
]
