"""The addresses of the incidents."""

from django.urls import path

from huiyin.incidents import case_views, resource_views, views

app_name = "incidents"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("tasks/", views.tasks, name="tasks"),
    path("resources/", resource_views.all_resources, name="all_resources"),
    path("bar/", case_views.bar, name="bar"),
    path("counter/", case_views.counter, name="counter"),
    path("of-case/<str:number>/", case_views.of_case, name="of_case"),
    path("of-case/<str:number>/join/", case_views.join, name="join"),
    path("<int:number>/", views.incident, name="incident"),
    path("<int:number>/sheet/", views.sheet, name="sheet"),
    path("<int:number>/task/", views.task, name="task"),
    path("<int:number>/cases/", case_views.cases, name="cases"),
    path("<int:number>/offered/", case_views.offered, name="offered"),
    path("<int:number>/gather/", case_views.gather_chosen, name="gather"),
    path("<int:number>/resources/", resource_views.resources, name="resources"),
]
