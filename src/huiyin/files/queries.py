"""Questions about attachments. None of them asks who is looking: the page of the subject has asked that."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from huiyin.files.models import Attachment


def present() -> QuerySet[Attachment]:
    """Return all attachments that were not removed."""
    return Attachment.objects.filter(removed_at__isnull=True)


def attachments_of(subject_kind: str, subject_id: UUID) -> QuerySet[Attachment]:
    """Return the attachments of one subject, the oldest first."""
    return present().filter(subject_kind=subject_kind, subject_id=subject_id).order_by("id")


def attachments_of_case(case_id: UUID) -> QuerySet[Attachment]:
    """Return the attachments of a case and of all its parts, the oldest first."""
    return present().filter(case_id=case_id).order_by("id")


def attachments_by_subject(subject_kind: str, subject_ids: Iterable[UUID]) -> dict[UUID, list[Attachment]]:
    """Return the attachments of many subjects in one statement; a subject without any is absent."""
    found: dict[UUID, list[Attachment]] = {}
    for one in present().filter(subject_kind=subject_kind, subject_id__in=list(subject_ids)).order_by("id"):
        found.setdefault(one.subject_id, []).append(one)
    return found


def stored_names_in_use(names: Iterable[str]) -> set[str]:
    """Return which of these stored names belong to an attachment whose content is to be kept."""
    kept = Attachment.objects.filter(stored_name__in=list(names), erased_at__isnull=True)
    return set(kept.values_list("stored_name", flat=True))
