"""The addresses of the search."""

from django.urls import path

from huiyin.search import views

app_name = "search"

urlpatterns = [
    path("", views.find, name="find"),
]
