"""The addresses of call-backs and objections."""

from django.urls import path

from huiyin.callbacks import objection_views, views

app_name = "callbacks"

urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("next/", views.take, name="take"),
    path("judging/", views.judging, name="judging"),
    path("objections/", objection_views.objections, name="objections"),
    path("objections/<uuid:objection_id>/", objection_views.objection, name="objection"),
    path("objections/asked/<str:number>/", objection_views.asked, name="asked"),
    path("objections/of/<str:number>/", objection_views.hear, name="hear"),
    path("of/<str:number>/", views.of_case, name="of_case"),
    path("<uuid:callback_id>/", views.call, name="call"),
    path("<uuid:callback_id>/begin/", views.begin, name="begin"),
    path("<uuid:callback_id>/dial/", views.dial, name="dial"),
    path("<uuid:callback_id>/missed/", views.missed, name="missed"),
]
