"""What a citizen does to a case: each act goes through the door, the platform acting for the citizen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from huiyin.callbacks.act import object_to
from huiyin.cases.act import Registered, collect, move_case, register
from huiyin.cases.models import Case
from huiyin.files.act import Prepared, keep
from huiyin.flow.actor import CITIZEN
from huiyin.journal.writing import Writing, writing


def submit(
    said: Mapping[str, Any], files: Sequence[Prepared], *, online: bool, city: str, at: datetime, key: str
) -> Registered:  # fmt: skip
    """Take in what a citizen wrote, with the papers, all or nothing. Raises Refused.

    A letter of an online channel waits for the opinion clerk, who screens it; anything else is registered at once.
    """
    take_in = collect if online else register
    with writing():
        registered = take_in({**said, "received_at": at}, actor=CITIZEN, at=at, city=city, key=key)
        if not registered.again:
            _keep_files(registered.case, files, at)
    return registered


def supplement(case: Case, text: str, files: Sequence[Prepared], *, at: datetime, key: str) -> None:
    """Add to a case what the citizen forgot, or what happened since. Raises Refused."""
    with writing() as now_writing:
        move_case(case.pk, "supplement", {"supplement": text}, actor=CITIZEN, at=at, key=key)
        _keep_files(_locked(now_writing, case), files, at)


def hurry(case: Case, *, at: datetime, key: str) -> None:
    """The citizen asks when it will be done (催单). Raises Refused."""
    move_case(case.pk, "hurry", {}, actor=CITIZEN, at=at, key=key)


def rate(case: Case, ratings: Mapping[int, Mapping[str, str]], *, at: datetime, key: str) -> None:
    """Keep what the citizen finds of each wish by its number. Raises Refused.

    It changes no state: whether a redo follows is judged by the centre, which sees it.
    """
    said = [{"ordinal": ordinal, **rating} for ordinal, rating in sorted(ratings.items())]
    move_case(case.pk, "rate_wishes", {"ratings": said}, actor=CITIZEN, at=at, key=key)


def object_to_answer(
    case: Case, *, undone: bool, words: str, files: Sequence[Prepared], at: datetime, key: str
) -> None:  # fmt: skip
    """Ask for the matter to be done again, perhaps because nothing was done; the centre decides. Raises Refused."""
    with writing() as now_writing:
        object_to(case, {"undone": undone, "words": words}, actor=CITIZEN, at=at, key=key)
        _keep_files(_locked(now_writing, case), files, at)


def _keep_files(case: Case, files: Sequence[Prepared], at: datetime) -> None:
    for prepared in files:
        keep(prepared, subject_kind="case", subject_id=case.pk, kind="original", actor=CITIZEN, at=at, case=case)


def _locked(now_writing: Writing, case: Case) -> Case:
    locked: Case = now_writing.lock(Case, case.pk)
    return locked
