"""The answer that hands out a file, in headers under which no browser runs anything in it."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from huiyin.files.act import content_of
from huiyin.files.models import Attachment
from huiyin.files.taking import write_down
from huiyin.flow.actor import Actor

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def file_response(attachment: Attachment, *, actor: Actor, at: datetime, show: bool = False) -> HttpResponse:
    """Return the content to be saved; with `show` to be looked at, where it is an image that we encoded ourselves.

    Whoever calls this has asked whether the viewer may read it. That it was handed out is written down.
    """
    response = HttpResponse(content_of(attachment), content_type=attachment.content_type)
    inline = show and attachment.can_be_shown
    write_down(attachment, inline=inline, actor=actor, at=at)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, attachment.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
