"""The addresses of call-backs."""

from django.urls import path

from huiyin.callbacks import views

app_name = "callbacks"

urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("judging/", views.judging, name="judging"),
    path("of/<str:number>/", views.of_case, name="of_case"),
    path("<uuid:callback_id>/", views.call, name="call"),
    path("<uuid:callback_id>/begin/", views.begin, name="begin"),
    path("<uuid:callback_id>/dial/", views.dial, name="dial"),
    path("<uuid:callback_id>/missed/", views.missed, name="missed"),
]
