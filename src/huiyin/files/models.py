"""The row of an attachment: whose it is and what it is. Its content lies sealed on the disk."""

from django.db import models
from django.db.models import Q

from huiyin.files.limits import INLINE
from huiyin.files.storage import new_stored_name
from huiyin.flow.ids import uuid7

ERASED_NAME = "（内容已销毁）"


class AttachmentKind(models.TextChoices):
    """What an attachment is for."""

    ORIGINAL = "original", "来件材料"
    SCAN = "scan", "签批扫描件"
    PHOTO = "photo", "现场照片"
    IDENTITY = "identity", "证件"
    CONTACT_EVIDENCE = "contact_evidence", "联系群众凭证"
    EVIDENCE = "evidence", "办理佐证"
    RECORDING = "recording", "录音录像"
    OTHER = "other", "其他"


class Attachment(models.Model):
    """One file of one subject. `subject_kind` and `subject_id` name any thing of the house, without a foreign key.

    Removed means that nobody is shown it any more; erased means that its content is gone for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    kind = models.CharField("用途", max_length=20, choices=AttachmentKind.choices)
    name = models.CharField("名称", max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField(max_length=64, blank=True)
    stored_name = models.CharField(max_length=32, unique=True, default=new_stored_name, editable=False)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_by = models.UUIDField()
    at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.UUIDField(null=True)
    removed_why = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "附件"
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="files_attachment_not_empty"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(removed_at__isnull=False, sha256="", name=ERASED_NAME),
                name="files_attachment_erased_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="files_attachment_removed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "subject_kind"], name="files_of_subject"),
            models.Index(fields=["case_id"], condition=Q(case_id__isnull=False), name="files_of_case"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_shown(self) -> bool:
        """Whether it may stand inside a page: an image that we encoded ourselves."""
        return self.content_type in INLINE
