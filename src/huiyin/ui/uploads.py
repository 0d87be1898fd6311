"""The limit on what one request may bring, told before anything is stored."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class CappedUpload(FileUploadHandler):
    """Stands before the handlers that store, and counts: a length that is claimed may be wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin at no bytes."""
        super().__init__(*args, **kwargs)
        self.taken = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (the name is Django's)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Refuse at once what says itself that it is too long."""
        _require_below_limit(content_length)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the piece on to the handler that stores it, or refuse when all files together grow too long."""
        self.taken += len(raw_data)
        _require_below_limit(self.taken)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the making of the file to the next handler."""


def _require_below_limit(count: int) -> None:
    if count > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise RequestDataTooBig(f"一次提交的内容不能超过 {limit} MB")
