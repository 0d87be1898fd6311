"""The addresses of the citizens' pages, of which none names a case, and of the pages behind the public statistics."""

from django.urls import path

from huiyin.portal import figures_views, following, lost_code_views, publishing_views, submitting

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
    path("about/", figures_views.about, name="about"),
    path("figures/", figures_views.index, name="figures_index"),
    path("figures/<slug:period>/", figures_views.figures, name="figures"),
    path("figures/<slug:period>/data.csv", figures_views.figures_csv, name="figures_csv"),
    path("figures/<slug:period>/data.json", figures_views.figures_json, name="figures_json"),
    path("publications/", publishing_views.publications, name="publications"),
    path("publications/new/", publishing_views.publication_new, name="publication_new"),
    path("publications/<int:number>/", publishing_views.publication, name="publication"),
    path("publications/<int:number>/again/", publishing_views.publication_again, name="publication_again"),
]
