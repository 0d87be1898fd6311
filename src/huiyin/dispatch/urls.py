"""The addresses of the dispatch catalogue."""

from django.urls import path

from huiyin.dispatch import category_views, views

app_name = "dispatch"
urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/<uuid:owner_id>/", views.catalogue, name="unit_catalogue"),
    path("catalogue/line/<uuid:row_id>/end/", views.end, name="end"),
    path("categories/", category_views.categories, name="categories"),
    path("suggestions/<uuid:case_id>/", views.suggestions, name="suggestions"),
]
