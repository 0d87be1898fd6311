"""The addresses of the citizens' pages. None of them names a case."""

from django.urls import path

from huiyin.portal import following, lost_code_views, submitting

app_name = "portal"

urlpatterns = [
    path("", submitting.welcome, name="welcome"),
    path("submit/<slug:channel>/", submitting.submit, name="submit"),
    path("submitted/", submitting.submitted, name="submitted"),
    path("follow/", following.follow, name="follow"),
    path("lost-code/", lost_code_views.lost_code, name="lost_code"),
    path("lost-code/asked/", lost_code_views.code_asked, name="code_asked"),
    path("case/", following.case, name="case"),
    path("case/supplement/", following.supplement, name="supplement"),
    path("case/hurry/", following.hurry, name="hurry"),
    path("case/rate/", following.rate, name="rate"),
    path("case/object/", following.object_to_answer, name="object"),
    path("leave/", following.leave, name="leave"),
]
