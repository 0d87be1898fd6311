"""Log lines that name what went wrong and where, but never whom it was about."""

import logging
import re
import traceback
from types import TracebackType

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LONG_NUMBER = r"\+?\d(?:[ -]?\d){6,}[Xx]?"
_DAY = r"\b\d{4}-\d{2}-\d{2}\b"
_SENSITIVE = re.compile(f"(?P<keep>{_UUID}|{_DAY})|{_MAIL}|{_LONG_NUMBER}")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def without_numbers(text: str) -> str:
    """Return the text with every phone number, identity number and mail address replaced by `***`; ids stay."""
    return _SENSITIVE.sub(lambda found: found["keep"] or "***", text)


class DiscreetFormatter(logging.Formatter):
    """One line per record; of an exception the kind and the places, not its message, which may quote a row."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without numbers of people."""
        message = without_numbers(record.getMessage())
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {message}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (the name is logging's)
        """Return the kind of each exception of the chain and the places it went through, source lines left out."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            places = [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
            lines += [type(error).__qualname__, *places]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)
