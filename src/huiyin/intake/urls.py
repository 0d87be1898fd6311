"""The addresses of the counter."""

from django.urls import path

from huiyin.intake import views

app_name = "intake"

urlpatterns = [
    path("new/", views.new, name="new"),
    path("collect/", views.collect, name="collect"),
    path("look/", views.look, name="look"),
    path("screening/", views.screening, name="screening"),
]
