"""What can be wrong with a file: a refusal for who brings it, a fault for who looks after the installation."""

from huiyin.files.limits import allowed_in_words
from huiyin.flow.table import Refused


class UploadRefused(Refused):
    """A file is not taken in, for a reason in the user's words. Nothing was stored."""

    def __init__(self, why: str) -> None:
        super().__init__([why])


class NotAllowed(UploadRefused):
    """The content is of no type that may be brought; the message names those that may."""

    def __init__(self, why: str = "文件内容不是允许的类型") -> None:
        super().__init__(f"{why}。可以上传：{allowed_in_words()}")


class ContentMissing(Exception):
    """The row of an attachment is there, but its file is not: a fault of the installation, such as a half restore."""
