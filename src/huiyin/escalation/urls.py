"""The addresses of this room."""

from django.urls import path

from huiyin.escalation import circular_views, correction_views, deciding_views, handover_views, unit_views, views

app_name = "escalation"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("decide/", deciding_views.decide, name="decide"),
    path("rules/", views.rules, name="rules"),
    path("problems/", views.problems, name="problems"),
    path("of/<str:number>/", views.of_case, name="of_case"),
    path("own/", unit_views.own, name="own"),
    path("circulars/", circular_views.circulars, name="circulars"),
    path("circulars/new/", circular_views.new, name="circular_new"),
    path("circulars/<int:number>/", circular_views.circular, name="circular"),
    path("circulars/<int:number>/amend/", circular_views.amend, name="circular_amend"),
    path("circulars/<int:number>/paper/", circular_views.paper, name="circular_paper"),
    path("handovers/", handover_views.handovers, name="handovers"),
    path("handovers/new/", handover_views.new, name="handover_new"),
    path("handovers/<int:number>/", handover_views.handover, name="handover"),
    path("handovers/<int:number>/amend/", handover_views.amend, name="handover_amend"),
    path("handovers/<int:number>/paper/", handover_views.paper, name="handover_paper"),
    path("corrections/", correction_views.corrections, name="corrections"),
    path("corrections/new/", correction_views.new, name="correction_new"),
    path("corrections/<int:number>/", correction_views.correction, name="correction"),
    path("<int:number>/", views.step, name="step"),
]
