"""A new query code for who lost the old one: asked for on a page, sent to the phone that stands on the case.

The page says the same to everybody. A worker looks afterwards whether number and phone belong together; only then the
case gets a new code, and the code goes to that phone by text message, where only its owner reads it.
"""

import json
from datetime import datetime

from huiyin.cases.models import Case
from huiyin.flow.actor import CITIZEN
from huiyin.flow.ids import uuid7
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.notices.numbers import number_of_petitioner
from huiyin.notices.outbox import code_to_petitioner
from huiyin.portal.models import CodeAsked
from huiyin.privacy.installed import lookup_for, read_for, seal_for
from huiyin.privacy.lookup import NothingToLookUp
from huiyin.privacy.problems import PrivacyProblem

TABLE, COLUMN = "portal_codeasked", "typed"


def ask(number: str, phone: str, at: datetime) -> None:
    """Keep what was typed until a worker looks at it."""
    pk = uuid7()
    with writing():
        CodeAsked.objects.create(id=pk, typed=seal_for(TABLE, pk, COLUMN, json.dumps([number, phone])), at=at)


def serve_all(at: datetime) -> tuple[int, int]:
    """Look at everything that was asked; return how many got a new code and how many did not."""
    sent = refused = 0
    while (outcome := _serve_one(at)) is not None:
        sent, refused = sent + outcome, refused + (not outcome)
    return sent, refused


def _serve_one(at: datetime) -> bool | None:
    with writing() as now_writing:
        asked = CodeAsked.objects.select_for_update(skip_locked=True).order_by("id").first()
        if asked is None:
            return None
        found = _meant(asked)
        asked.delete()
        if found is None:
            return False
        case = now_writing.lock(Case, found.pk)
        event = note("case.code_renewed", "case", case.pk, at=at, head=case, actor=CITIZEN)
        # The old code, and what it opened in other browsers, ends here.
        case.query_hash = code_to_petitioner(case, event, at)
        return True


def _meant(asked: CodeAsked) -> Case | None:
    """Return the case whose number and mobile phone were typed; None for any other pair."""
    try:
        number, phone = json.loads(read_for(TABLE, asked.pk, COLUMN, asked.typed))
        known = lookup_for("phone", phone)
    except (PrivacyProblem, NothingToLookUp):
        return None
    case = Case.objects.select_related("petitioner").filter(number=number, petitioner__phone_hash=known).first()
    if case is None or case.petitioner is None or case.petitioner.anonymous:
        return None
    return case if number_of_petitioner(case.petitioner) else None
