"""Making lines of cases: what of a case may be searched for, in one batch as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from huiyin.cases.models import Assignment, Case
from huiyin.cases.models.case import Outcome
from huiyin.cases.sight import hides_petitioner, without_petitioner
from huiyin.privacy.texts import mask_text
from huiyin.search.keepers import keepers_of
from huiyin.search.models import SECOND, WEEK, Line, Tokens
from huiyin.search.words import joined, tokens_of

FIELDS = ("title", "text", "place", "object")
SHORTEST = 2


def lines_of(cases: Sequence[Case]) -> list[Line]:
    """Return an unsaved line for each case, whose petitioner is loaded; one statement."""
    shares: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    rows = Assignment.objects.filter(case__in=[case.pk for case in cases]).values_list(
        "case_id", "unit_id", "unit_path"
    )
    for case_id, unit_id, path in rows:
        shares[case_id].append((unit_id, path))
    return [_line_of(case, shares[case.pk]) for case in cases]


def _line_of(case: Case, shares: Iterable[tuple[UUID, str]]) -> Line:
    words, keepers, place = words_of(case), keepers_of(case, shares), place_of(case)
    return Line(
        place=place, case=case, words=words, keepers=" ".join(keepers),
        tokens=Tokens(place // WEEK, sorted({*tokens_of(words), *keepers})),
    )  # fmt: skip


def words_of(case: Case) -> str:
    """Return what is searched: the number as it is, texts without phone numbers, documents and other addresses of persons.

    Where units may not know the petitioner, nobody finds the case by the petitioner's name or address in its text. What
    the petitioner took back is found by its number alone.
    """
    if case.outcome == Outcome.WITHDRAWN:
        return joined([case.number])
    return joined([case.number, *(readable(case, getattr(case, name)) for name in FIELDS)])


def readable(case: Case, text: str) -> str:
    """Return a text of the case without what would tell of persons."""
    return without_petitioner(case, text) if hides_petitioner(case) else mask_text(text)


def place_of(case: Case) -> int:
    """Return the place of a case in the order of arrival."""
    return max(int(case.received_at.timestamp()), 0) * SECOND + case.pk.int % SECOND
