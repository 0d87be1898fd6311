"""The addresses of the knowledge."""

from django.urls import path

from huiyin.knowledge import counter_views, phrase_views, views

app_name = "knowledge"

urlpatterns = [
    path("", views.items, name="items"),
    path("new/", views.new, name="new"),
    path("phrases/", phrase_views.phrases, name="phrases"),
    path("phrases/new/", phrase_views.write, name="phrase_new"),
    path("phrases/<uuid:phrase_id>/", phrase_views.write, name="phrase"),
    path("phrases/<uuid:phrase_id>/end/", phrase_views.end, name="phrase_end"),
    path("ready/", counter_views.ready, name="ready"),
    path("fitting/", counter_views.fitting, name="fitting"),
    path("<int:number>/", views.item, name="item"),
]
