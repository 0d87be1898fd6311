"""The address of every move: the kind of thing, the thing, the action."""

from django.urls import path

from huiyin.moves import views

app_name = "moves"

urlpatterns = [path("<slug:kind>/<str:name>/<slug:action>/", views.move, name="move")]
