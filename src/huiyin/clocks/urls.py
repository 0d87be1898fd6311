"""The addresses of the calendar's pages."""

from django.urls import path

from huiyin.clocks import holiday_views

app_name = "clocks"
PREFIX = "calendar/"
urlpatterns = [path("holidays/", holiday_views.holidays, name="holidays")]
