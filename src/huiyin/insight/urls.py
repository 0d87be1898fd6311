"""The addresses of hot topics, warnings, preparations for seasons and the library of cases."""

from django.urls import path

from huiyin.insight import alert_views, story_views, views

app_name = "insight"

urlpatterns = [
    path("", views.topics, name="topics"),
    path("topics/<uuid:topic_id>/", views.topic, name="topic"),
    path("topics/", views.between, name="between"),
    path("topics/paper/", views.paper, name="paper"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/", alert_views.alert, name="alert"),
    path("preparations/", alert_views.preparations, name="preparations"),
    path("preparations/<uuid:preparation_id>/", alert_views.preparation, name="preparation"),
    path("stories/", story_views.stories, name="stories"),
    path("stories/<uuid:story_id>/", story_views.story, name="story"),
    path("stories/new/<str:number>/", story_views.propose, name="propose"),
    path("of/<str:number>/", story_views.of_case, name="of_case"),
]
