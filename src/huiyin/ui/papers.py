"""A paper as it is asked for: a page to be printed, a PDF, a DOCX. One view gives all of them, so one right is asked for all."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from huiyin.documents import to_docx, to_pdf
from huiyin.documents.codes import code_to_scan
from huiyin.documents.content import Document

FORBIDDEN = '\\/:*?"<>|\n\r\t'
"""What no file name may hold."""

PDF_TYPE = "application/pdf"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_response(document: Document, name: str) -> HttpResponse:
    """Answer with the paper as PDF, which a browser shows."""
    return _file(to_pdf(document), PDF_TYPE, f"{name}.pdf", as_attachment=False)


def docx_response(document: Document, name: str) -> HttpResponse:
    """Answer with the paper as DOCX, to be edited."""
    return _file(to_docx(document), DOCX_TYPE, f"{name}.docx", as_attachment=True)


def file_asked(request: HttpRequest) -> str:
    """Return as which file a paper is asked for: "pdf", "docx", or "" for the page."""
    asked = request.GET.get("as", "")
    return asked if asked in FILES else ""


def paper_response(
    request: HttpRequest, document: Document, name: str, *, template: str = "ui/paper.html", **more: Any
) -> HttpResponse:
    """Answer with the paper: the page to be printed, with `?as=pdf` and `?as=docx` the files of the same content.

    `name` is that of the file. The page is also told its `heading`, where it leads `back` to, and a `hint`; a `template` of
    its own extends the common one.
    """
    if form := file_asked(request):
        return FILES[form](document, name)
    code = code_to_scan(document.head.code) if document.head.code else None
    files = [(form.upper(), f"?{_asking_for(request, form)}") for form in FILES]
    return render(request, template, {"paper": document, "code": code, "paper_files": files, **more})


def _asking_for(request: HttpRequest, form: str) -> str:
    """Return the query of the page with the form of a file: a sheet of an earlier moment is a file of that moment."""
    query = request.GET.copy()
    query["as"] = form
    return query.urlencode()


FILES = {"pdf": pdf_response, "docx": docx_response}


def _file(data: bytes, kind: str, name: str, *, as_attachment: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    safe = "".join("-" if sign in FORBIDDEN else sign for sign in name)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment, safe) or ""
    return response
