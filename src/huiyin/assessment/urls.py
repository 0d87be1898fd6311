"""The addresses of the assessment."""

from django.urls import path

from huiyin.assessment import claim_views, looking_views, views

app_name = "assessment"

urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("running/", looking_views.running, name="running"),
    path("replay/", looking_views.replay, name="replay"),
    path("levels/", looking_views.levels, name="levels"),
    path("people/", looking_views.people, name="people"),
    path("people/file/", looking_views.people_file, name="people_file"),
    path("schemes/", looking_views.schemes, name="schemes"),
    path("schemes/own/", looking_views.own_scheme, name="own_scheme"),
    path("claims/", claim_views.claims, name="claims"),
    path("claims/new/", claim_views.new_exclusion, name="new_exclusion"),
    path("claims/<int:number>/", claim_views.claim, name="claim"),
    path("exclusions/", claim_views.exclusions, name="exclusions"),
    path("<int:number>/", views.round_page, name="round"),
    path("<int:number>/file/", views.round_file, name="round_file"),
    path("<int:number>/again/", views.again, name="again"),
    path("<int:number>/<uuid:sheet_id>/", views.sheet, name="sheet"),
    path("<int:number>/<uuid:sheet_id>/file/", views.sheet_file, name="sheet_file"),
    path("<int:number>/<uuid:sheet_id>/<uuid:lost_id>/", claim_views.new_appeal, name="appeal"),
]
