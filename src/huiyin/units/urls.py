"""The addresses of the units."""

from django.urls import path

from huiyin.units import views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("new/", views.new, name="new"),
    path("contacts/", views.all_contacts, name="contacts"),
    path("<uuid:unit_id>/", views.unit, name="unit"),
    path("<uuid:unit_id>/contact/", views.contact, name="contact"),
    path("<uuid:unit_id>/<slug:action>/", views.change, name="change"),
]
