"""The addresses of the room `files`."""

from django.urls import path

from huiyin.files import views

app_name = "files"

urlpatterns = [
    path("<uuid:pk>/", views.download, name="download"),
    path("<uuid:pk>/show/", views.show, name="show"),
]
