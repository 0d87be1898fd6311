"""The addresses of supervision."""

from django.urls import path

from huiyin.supervision import check_views, meeting_views, order_views, views

app_name = "supervision"

urlpatterns = [
    path("", views.orders, name="orders"),
    path("new/", order_views.new, name="new"),
    path("of/<str:number>/", views.of_case, name="of_case"),
    path("order/<int:number>/", order_views.order, name="order"),
    path("order/<int:number>/paper/", order_views.paper, name="paper"),
    path("order/<int:number>/urged/<int:ordinal>/", order_views.urge_paper, name="urge_paper"),
    path("checks/", check_views.checks, name="checks"),
    path("checks/<uuid:check_id>/", check_views.check, name="check"),
    path("verify/<str:number>/", check_views.send, name="send"),
    path("meetings/", meeting_views.meetings, name="meetings"),
    path("meetings/new/", meeting_views.new, name="new_meeting"),
    path("meetings/<int:number>/", meeting_views.meeting, name="meeting"),
    path("meetings/<int:number>/minutes/", meeting_views.minutes, name="minutes"),
    path("returns/", views.returns, name="returns"),
]
