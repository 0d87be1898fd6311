"""Handing out attachments: a stranger to the subject gets 404, as if there were none."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huiyin.files.models import Attachment
from huiyin.files.ports import may_read
from huiyin.files.queries import present
from huiyin.files.responses import file_response
from huiyin.flow import times
from huiyin.ui.doors import actor_in, signed_in


@require_safe
@signed_in
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out an attachment to be saved."""
    return file_response(_readable(request, pk), actor=actor_in(request), at=times.now())


@require_safe
@signed_in
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out an image to be looked at; there is no such page for any other file."""
    attachment = _readable(request, pk)
    if not attachment.can_be_shown:
        raise Http404
    return file_response(attachment, actor=actor_in(request), at=times.now(), show=True)


def _readable(request: HttpRequest, pk: UUID) -> Attachment:
    attachment = get_object_or_404(present(), pk=pk)
    if not may_read(attachment.subject_kind)(actor_in(request), attachment.subject_id):
        raise Http404
    return attachment
