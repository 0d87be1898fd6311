"""The addresses of the duty."""

from django.urls import path

from huiyin.duty import other_views, sheet_views, views

app_name = "duty"

urlpatterns = [
    path("", views.now, name="now"),
    path("part/", views.part, name="part"),
    path("roster/", views.roster, name="roster"),
    path("gaps/", views.gaps, name="gaps"),
    path("make/", views.make, name="make"),
    path("shift/<uuid:shift_id>/", views.shift, name="shift"),
    path("shift/<uuid:shift_id>/strike/", views.strike, name="strike"),
    path("sheet/", sheet_views.bring, name="bring"),
    path("sheet/template/", sheet_views.template, name="template"),
    path("sheet/enter/", sheet_views.enter, name="enter"),
    path("checks/", other_views.checks, name="checks"),
    path("told/", other_views.told, name="told"),
    path("notes/", other_views.notes, name="notes"),
    path("days/", other_views.days, name="days"),
    path("days/new/", other_views.new_day, name="new_day"),
    path("days/<int:number>/", other_views.day, name="day"),
    path("mobile/", other_views.mobile, name="mobile"),
]
