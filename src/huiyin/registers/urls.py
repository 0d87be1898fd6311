"""The addresses of the registers."""

from django.urls import path

from huiyin.registers import due_views, entry_views, sheet_views, views

app_name = "registers"

urlpatterns = [
    path("", views.index, name="index"),
    path("due/", due_views.due, name="due"),
    path("due/urge/", due_views.urge_chosen, name="urge"),
    path("entry/<int:number>/", entry_views.entry, name="entry"),
    path("entry/<int:number>/amend/", entry_views.amend, name="amend"),
    path("entry/<int:number>/case/", entry_views.case, name="case"),
    path("entry/<int:number>/attach/", entry_views.attach, name="attach"),
    path("<slug:code>/", views.entries, name="list"),
    path("<slug:code>/new/", entry_views.new, name="new"),
    path("<slug:code>/figures/", views.figures, name="figures"),
    path("<slug:code>/sheet/", sheet_views.bring, name="bring"),
    path("<slug:code>/sheet/template/", sheet_views.template, name="template"),
    path("<slug:code>/sheet/enter/", sheet_views.enter, name="enter"),
]
