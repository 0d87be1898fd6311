"""The addresses of papers."""

from django.urls import path

from huiyin.briefs import (
    choosing_views,
    editing_views,
    file_views,
    list_views,
    making_views,
    paper_views,
    reading_views,
)

app_name = "briefs"

urlpatterns = [
    path("", list_views.papers, name="papers"),
    path("file/", list_views.papers_file, name="papers_file"),
    path("readers/", reading_views.readers, name="readers"),
    path("new/", making_views.new, name="new"),
    path("circular/<int:number>/pdf/", file_views.circular_pdf, name="circular_pdf"),
    path("<int:number>/", paper_views.paper, name="paper"),
    path("<int:number>/figure/", paper_views.figure, name="figure"),
    path("<int:number>/explain/", paper_views.explain_finding, name="explain"),
    path("<int:number>/present/", making_views.present_to_leaders, name="present"),
    path("<int:number>/correct/", making_views.correct, name="correct"),
    path("<int:number>/edit/", editing_views.edit, name="edit"),
    path("<int:number>/edit/figure/", choosing_views.choose_figure, name="choose_figure"),
    path("<int:number>/edit/outside/", choosing_views.outside, name="outside"),
    path("<int:number>/edit/case/", choosing_views.choose_case, name="choose_case"),
    path("<int:number>/edit/story/", choosing_views.choose_story, name="choose_story"),
    path("<int:number>/edit/table/", choosing_views.choose_table, name="choose_table"),
    path("<int:number>/chart/<int:place>/", file_views.chart, name="chart"),
    path("<int:number>/pdf/", file_views.pdf, name="pdf"),
    path("<int:number>/docx/", file_views.docx, name="docx"),
    path("<int:number>/docx/back/", file_views.docx_back, name="docx_back"),
]
