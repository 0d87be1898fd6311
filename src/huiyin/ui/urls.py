"""The addresses of the base page's own parts."""

from django.urls import path

from huiyin.ui import views

app_name = "ui"
urlpatterns = [
    path("counts/", views.counts, name="counts"),
    path("keys/", views.keys, name="keys"),
    path("narrow/", views.narrow, name="narrow"),
    path("looks/", views.looks, name="looks"),
]
