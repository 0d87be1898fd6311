"""A form field for attachments: several files at once, each looked at before the form counts as valid."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from huiyin.files.act import Prepared, prepare
from huiyin.files.limits import ALLOWED, MAX_FILES_PER_SUBJECT, allowed_in_words
from huiyin.files.problems import UploadRefused


class SeveralFiles(forms.ClearableFileInput):
    """The browser's own file input; `accept` helps to choose, the content decides."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class AttachmentsField(forms.FileField):
    """Cleans to a list of Prepared, ready for `keep`. All refused files are told at once, by their names."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the arguments of a FileField; label and help are given unless told otherwise."""
        accept = ",".join(f".{file_type.ending}" for file_type in ALLOWED)
        kwargs.setdefault("label", "附件")
        kwargs.setdefault("help_text", f"最多{MAX_FILES_PER_SUBJECT}个：{allowed_in_words()}")
        super().__init__(widget=SeveralFiles(attrs={"accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the prepared files. Raises ValidationError with a reason for each refused one."""
        uploads = [upload for upload in (data if isinstance(data, Sequence) else [data]) if upload]
        if not uploads:
            return super().clean(None, initial) or []
        if len(uploads) > MAX_FILES_PER_SUBJECT:
            raise ValidationError(f"一次最多上传{MAX_FILES_PER_SUBJECT}个文件，现有{len(uploads)}个")
        return _prepared(uploads)


def _prepared(uploads: Sequence[UploadedFile]) -> list[Prepared]:
    done: list[Prepared] = []
    refusals: list[ValidationError] = []
    for upload in uploads:
        try:
            done.append(prepare(upload))
        except UploadRefused as refused:
            refusals.append(ValidationError(f"“{(upload.name or '')[:60]}”：{refused}"))
    if refusals:
        raise ValidationError(refusals)
    return done
