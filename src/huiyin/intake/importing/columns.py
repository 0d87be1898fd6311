"""Which sort of file a header is, and a refusal that tells what stands there and what is expected."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.intake.importing.orders import Order
from huiyin.rulebook.imports import ImportField, ImportProfile
from huiyin.ui.sheets_in import Unreadable

REASON, NUMBER = "原因", "行号"
"""The two columns that a rejects file has beyond those of its origin; nobody has to take them out again."""

_LONGEST_SHOWN = 20
_LONG_NUMBER = re.compile(r"\d{7,}")


@dataclass(frozen=True)
class Columns:
    """The sort of file, and under which header each field stands; `mended` for a rejects file that comes again."""

    profile: ImportProfile
    headers: Mapping[ImportField, str]
    mended: bool

    def header(self, field: ImportField) -> str:
        """Return the words by which the user knows the column."""
        return self.headers.get(field) or field.label


def columns_of(header: Sequence[str], subject: str, order: Order) -> Columns:
    """Return what the columns mean. Raises Unreadable where the needed ones are not there, Unknown for a profile."""
    profile = _profile(header, subject, order)
    return Columns(profile, profile.headers(header), mended={REASON, NUMBER} <= set(header))


def _profile(header: Sequence[str], subject: str, order: Order) -> ImportProfile:
    book = order.book
    fitting = [profile for profile in book.imports.profiles if profile.subject == subject]
    if order.profile:
        fitting = [book.import_profile(order.profile)]
        if fitting[0].subject != subject:
            raise Unreadable(f"“{fitting[0].label}”不是这个命令导入的文件种类")
    found = next((profile for profile in fitting if not profile.missing(header)), None)
    if found is None:
        raise Unreadable("\n".join([f"认不出表头。文件里的列：{_shown(header)}", *map(_expected, fitting)]))
    return found


def _expected(profile: ImportProfile) -> str:
    needed = (f"{field.label}（{' 或 '.join(profile.columns[field])}）" for field in profile.needs)
    return f"“{profile.label}”（{profile.code}）应有：{'、'.join(needed)}"


def _shown(header: Sequence[str]) -> str:
    # Without a header the first row of people stands here: their numbers are not repeated on the screen.
    return "、".join(_LONG_NUMBER.sub("***", name)[:_LONGEST_SHOWN] for name in header if name)
