"""Bringing, removing and erasing attachments: each is an event in the chain of the case, or of the ledger of files."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Sum

from huiyin.files import storage
from huiyin.files.images import paint_anew
from huiyin.files.limits import (
    FAMILY_LABELS,
    MAX_BYTES,
    MAX_BYTES_OF_ANY,
    MAX_BYTES_PER_SUBJECT,
    MAX_FILES_PER_SUBJECT,
    MEGABYTE,
    Family,
    FileType,
)
from huiyin.files.models import ERASED_NAME, Attachment, AttachmentKind
from huiyin.files.names import clean_name
from huiyin.files.problems import UploadRefused
from huiyin.files.queries import attachments_of
from huiyin.files.recognise import recognise
from huiyin.flow.actor import Actor
from huiyin.journal.door import note
from huiyin.journal.models import Chained
from huiyin.journal.writing import writing
from huiyin.privacy.cipher import open_bytes, seal_bytes
from huiyin.privacy.installed import ring
from huiyin.rulebook.shelf import book

TABLE, COLUMN = "files_attachment", "content"
LEDGER = "files"
"""The chain of events about attachments that belong to no case."""


@dataclass(frozen=True)
class Prepared:
    """A file that was looked at and may be taken in: its content as it will be kept."""

    name: str
    content: bytes
    file_type: FileType
    width: int | None = None
    height: int | None = None


def prepare(upload: "File[bytes]", name: str = "") -> Prepared:
    """Look at an uploaded file, and paint an image anew. Writes nothing. Raises UploadRefused.

    A form calls this while it is checked, so that the slow part is over before anything is locked.
    """
    shown = name or upload.name or ""
    data = upload.read(MAX_BYTES_OF_ANY + 1)
    if len(data) > MAX_BYTES_OF_ANY:
        raise UploadRefused(f"文件过大：不能超过{MAX_BYTES_OF_ANY // MEGABYTE}MB")
    found = recognise(data, shown)
    if len(data) > MAX_BYTES[found.family]:
        raise UploadRefused(f"文件过大：{FAMILY_LABELS[found.family]}不能超过{MAX_BYTES[found.family] // MEGABYTE}MB")
    if found.family != Family.IMAGE:
        return Prepared(clean_name(shown, found), data, found)
    content, kept_as, (width, height) = paint_anew(data, found)
    return Prepared(clean_name(shown, kept_as), content, kept_as, width, height)


def keep(
    prepared: Prepared,
    *,
    subject_kind: str,
    subject_id: UUID,
    kind: str,
    actor: Actor,
    at: datetime,
    case: Chained | None = None,
) -> Attachment:
    """Store a prepared file with its subject; `case` is the case row to whose chain the event belongs, if any.

    The same content brought twice for the same purpose is one attachment. Raises UploadRefused where the subject has
    its fill. Inside a move it joins the move's transaction.
    """
    row = Attachment(
        subject_kind=subject_kind, subject_id=subject_id, case_id=getattr(case, "pk", None), kind=AttachmentKind(kind),
        name=prepared.name, content_type=prepared.file_type.content_type, size=len(prepared.content),
        sha256=hashlib.sha256(prepared.content).hexdigest(), width=prepared.width, height=prepared.height,
        uploaded_by=actor.user_id, at=at,
    )  # fmt: skip
    there = attachments_of(subject_kind, subject_id).filter(kind=kind, sha256=row.sha256).first()
    return there or _store(row, prepared.content, actor, case)


def attach(
    upload: "File[bytes]",
    *,
    subject_kind: str,
    subject_id: UUID,
    kind: str,
    actor: Actor,
    at: datetime,
    case: Chained | None = None,
) -> Attachment:
    """Look at an uploaded file and store it with its subject: `prepare` and `keep` in one. Raises UploadRefused."""
    return keep(
        prepare(upload), subject_kind=subject_kind, subject_id=subject_id, kind=kind, actor=actor, at=at, case=case
    )


def content_of(attachment: Attachment) -> bytes:
    """Return the content. Raises ContentMissing, or a PrivacyProblem where the file was tampered with."""
    return open_bytes(ring(), storage.read(attachment.stored_name), TABLE, COLUMN, attachment.id)


def remove(attachment: Attachment, why: str, *, actor: Actor, at: datetime, case: Chained | None = None) -> None:
    """Take an attachment out of sight. The content is kept, as evidence of what was there."""
    with writing():
        _note("remove", attachment, actor, at, case)
        _mark_removed(attachment, why, actor, at)
        attachment.save(update_fields=["removed_at", "removed_by", "removed_why"])


def erase(attachment: Attachment, why: str, *, actor: Actor, at: datetime, case: Chained | None = None) -> None:
    """Destroy the content and the name for ever; the row stays as a tombstone."""
    with writing():
        _note("erase", attachment, actor, at, case)
        if attachment.removed_at is None:
            _mark_removed(attachment, why, actor, at)
        attachment.erased_at, attachment.name, attachment.sha256 = at, ERASED_NAME, ""
        attachment.save()
        # Where a crash comes between, the sweep removes the file: its row says that the content is not wanted.
        transaction.on_commit(partial(storage.remove, attachment.stored_name))


def _store(row: Attachment, content: bytes, actor: Actor, case: Chained | None) -> Attachment:
    storage.write(row.stored_name, seal_bytes(ring(), content, TABLE, COLUMN, row.id))
    try:
        with writing():
            # The event comes first: it locks the chain, so that two uploads at once cannot both be the last allowed.
            _note("attach", row, actor, row.at, case)
            _refuse_if_full(row)
            _refuse_beyond_the_book(row, getattr(case, "book", ""))
            row.save(force_insert=True)
    except BaseException:
        storage.remove(row.stored_name)
        raise
    return row


def _mark_removed(attachment: Attachment, why: str, actor: Actor, at: datetime) -> None:
    attachment.removed_at, attachment.removed_by, attachment.removed_why = at, actor.user_id, why[:200]


def _refuse_if_full(row: Attachment) -> None:
    there = attachments_of(row.subject_kind, row.subject_id).order_by().aggregate(count=Count("id"), bytes=Sum("size"))
    if there["count"] >= MAX_FILES_PER_SUBJECT:
        raise UploadRefused(f"附件过多：每处最多{MAX_FILES_PER_SUBJECT}个")
    if (there["bytes"] or 0) + row.size > MAX_BYTES_PER_SUBJECT:
        raise UploadRefused(f"附件合计过大：每处最多{MAX_BYTES_PER_SUBJECT // MEGABYTE}MB")


def _refuse_beyond_the_book(row: Attachment, book_id: str) -> None:
    """A city may set narrower bounds to a case and all its parts than this house sets to a single thing."""
    if not book_id:
        return
    rules = book(book_id).attachments
    if row.size > rules.megabytes * MEGABYTE:
        raise UploadRefused(f"文件过大：本市规定每个附件不能超过{rules.megabytes}MB")
    if Attachment.objects.filter(case_id=row.case_id, removed_at__isnull=True).count() >= rules.a_case:
        raise UploadRefused(f"附件过多：本市规定每件工单最多{rules.a_case}个")


def _note(action: str, row: Attachment, actor: Actor, at: datetime, case: Chained | None) -> None:
    if getattr(case, "pk", None) != row.case_id:
        raise ValueError(f"attachment {row.id} belongs to the chain of case {row.case_id}")
    # Neither the name nor a hash of the content: both may have to be erased.
    said = {"of": row.subject_kind, "of_id": row.subject_id, "kind": row.kind, "size": row.size}
    note(f"file.{action}", "attachment", row.id, actor=actor, at=at, head=case or LEDGER, said=said)
