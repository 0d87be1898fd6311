"""Letters that citizens really wrote are imported and then worked off, until nobody owes anything without a reason."""

import gzip
import json
from io import StringIO
from itertools import islice

import pytest
from django.conf import settings
from django.core.management import call_command

from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.demo.tests.recount import chains
from huiyin.journal.chain import verify_all
from huiyin.journal.models import Event

MESSAGES = settings.ROOT.parent / "shared" / "data" / "messages.csv.gz"
LINES = 241
OVER = {CaseState.CLOSED, CaseState.REFUSED, CaseState.VOIDED, CaseState.WITHDRAWN, CaseState.TRANSFERRED_OUT}
LATE_FOR_A_REASON = {"case.urge", "case.follow_up"}
"""Somebody urged the unit and wrote down what it says of its lateness."""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not MESSAGES.exists(), reason="没有 ../shared/data：真实留言不随项目分发"),
]


def command(*words):
    """Run a command and return the object that it printed."""
    out = StringIO()
    call_command(*words, "--json", stdout=out)
    return json.loads(out.getvalue())


def reason(case):
    """Return why a case is still open, in one word; "" where there is no reason."""
    told = set(Event.objects.filter(chain_id=case.pk).values_list("verb", flat=True))
    if case.suspended and "application.grant_suspension" in told:
        return "suspended"
    last = Event.objects.filter(chain_id=case.pk).latest("seq")
    return "late" if case.due_at < last.at and told >= LATE_FOR_A_REASON else ""


def test_real_messages_are_worked_off_until_closed_suspended_or_late_for_a_reason(kaifeng, own_folder, tmp_path):
    file = tmp_path / "slice.csv"
    with gzip.open(MESSAGES, "rt", encoding="utf-8-sig", newline="") as stream:
        file.write_text("".join(islice(stream, LINES)), encoding="utf-8")
    taken = command("import_cases", str(file), "--city", "kaifeng", "--at", "2020-02-03T09:00")["accepted"]
    assert taken == LINES - 1
    told = command("simulate", "--city", "kaifeng", "--seed", "3")
    assert (told["played"], told["skipped"]) == (taken, 0)
    reasons = {case.pk: reason(case) for case in Case.objects.exclude(state__in=OVER)}
    assert set(reasons.values()) == {"suspended", "late"}
    settled = told["closed"] + told["direct"] + told["refused"] + told["voided"] + told["withdrawn"]
    assert settled + told["transferred_out"] + len(reasons) == taken
    assert told["closed"] > taken / 2
    assert set(chains()) == set(Case.objects.values_list("pk", flat=True))
    assert verify_all().broken == ()
