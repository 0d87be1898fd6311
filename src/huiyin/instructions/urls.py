"""The addresses of instructions."""

from django.urls import path

from huiyin.instructions import list_views, making_views, reading_views, views

app_name = "instructions"

urlpatterns = [
    path("", views.home, name="home"),
    path("ledger/", list_views.ledger, name="ledger"),
    path("figures/", list_views.figures, name="figures"),
    path("tasks/", list_views.tasks, name="tasks"),
    path("present/", making_views.present_matter, name="present"),
    path("new/", making_views.new, name="new"),
    path("of-case/<str:number>/", views.of_case, name="of_case"),
    path("<int:number>/", views.one, name="one"),
    path("<int:number>/read/", reading_views.read, name="read"),
    path("<int:number>/sheet/", reading_views.sheet, name="sheet"),
    path("<int:number>/cases/", making_views.split, name="split"),
]
