"""A paper that leaves the system as a file is written down like a list that does: who took which, in which form."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from huiyin.documents.content import Document
from huiyin.flow import times
from huiyin.journal.door import note
from huiyin.ui.doors import actor_in
from huiyin.ui.papers import file_asked, paper_response

LEDGER = "exports"


def give_paper(
    request: HttpRequest, document: Document, name: str, *, subject: tuple[str, UUID], **more: Any
) -> HttpResponse:
    """Answer with the paper as it is asked for; a file (`?as=pdf`, `?as=docx`) after writing into the journal who takes it.

    `subject` is the kind and the id of what the paper tells of. The right to it has been asked for by the caller.
    """
    if form := file_asked(request):
        write_down_file(request, name, form, subject=subject)
    return paper_response(request, document, name, **more)


def write_down_file(request: HttpRequest, name: str, form: str, *, subject: tuple[str, UUID]) -> None:
    """Write into the journal who takes which paper as a file."""
    said = {"paper": name, "format": form}
    note("export.paper", *subject, at=times.now(), head=LEDGER, actor=actor_in(request), said=said)
