"""The endpoints of attachments: bringing one to a case or to a unit's share, and fetching one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from huiyin.api import schemas, told
from huiyin.api.who import require_attacher_to_case, require_attacher_to_share
from huiyin.files.act import attach
from huiyin.files.models import Attachment, AttachmentKind
from huiyin.files.ports import may_read
from huiyin.files.queries import present
from huiyin.files.responses import file_response
from huiyin.flow import times
from huiyin.moves.place import place_of
from huiyin.ui.doors import actor_in


def add_papers(cases: Router, shares: Router, files: Router) -> None:
    """Add the endpoints to the routers of cases, of shares and of attachments."""
    answers = {201: schemas.FileRow, **schemas.NO, 413: schemas.Problem}
    cases.post("/{name}/files", response=answers, operation_id="case_attach", summary="工单：上传附件")(attach_to_case)
    shares.post("/{name}/files", response=answers, operation_id="assignment_attach", summary="承办：上传附件")(
        attach_to_share
    )
    files.get("/{file_id}", response={200: None, **schemas.NO}, operation_id="file_read", summary="附件：下载")(fetch)


def attach_to_case(
    request: HttpRequest,
    name: str,
    file: File[UploadedFile],
    kind: Form[AttachmentKind] = AttachmentKind.ORIGINAL,
) -> Status[object]:
    """Add a paper to a case. The type is known by the content; the same content again is the same attachment."""
    actor = actor_in(request)
    case = place_of("case").found(actor, name)
    require_attacher_to_case(actor, case)
    kept = attach(file, subject_kind="case", subject_id=case.pk, kind=kind, actor=actor, at=times.now(), case=case)
    return Status(201, told.file_told(kept))


def attach_to_share(
    request: HttpRequest,
    name: str,
    file: File[UploadedFile],
    kind: Form[AttachmentKind] = AttachmentKind.EVIDENCE,
) -> Status[object]:
    """Add evidence to a unit's share."""
    actor = actor_in(request)
    share = place_of("assignment").found(actor, name)
    require_attacher_to_share(actor, share)
    kept = attach(
        file, subject_kind="assignment", subject_id=share.pk, kind=kind, actor=actor, at=times.now(), case=share.case
    )
    return Status(201, told.file_told(kept))


def fetch(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Hand out the content of an attachment, always to be saved."""
    found: Attachment | None = present().filter(pk=file_id).first()
    actor = actor_in(request)
    if found is None or not may_read(found.subject_kind)(actor, found.subject_id):
        raise Http404
    return file_response(found, actor=actor, at=times.now())
