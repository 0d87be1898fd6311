"""Who may do what with a unit's claim and with a round, written down by hand; the doors are asked about everybody."""

import pytest

from huiyin.assessment.act import CLAIM_DOOR, ROUND_DOOR
from huiyin.assessment.lifecycle import ASSESSMENT
from huiyin.assessment.lifecycle_claim import CLAIM
from huiyin.assessment.tests.test_claims_told import an_exclusion
from huiyin.assessment.tests.test_rounds import Playing
from huiyin.cases.tests.test_rights_matrix import undone
from huiyin.flow.table import BIRTH, NotYours, Refused
from huiyin.journal.models import Event

OWN = "west.handler west.leader west.head"
CLAIMS = {
    "withdraw": OWN,
    "review": "assessor supervisor director",
    "grant": "assessor director",
    "deny": "assessor director",
}
"""Of a claim of the unit "west"; the supervisor who reviewed it does not decide about it, nor could he."""
SAID = {"review": {"opinion": "属实"}, "grant": {"decision": "成立"}, "deny": {"decision": "不成立"}}


@pytest.fixture
def june(dandong) -> Playing:
    return Playing(*dandong)


def those_who_may(june: Playing, door, row, action: str, said) -> set[str]:
    """Ask the door about everybody; nothing stays of what they did, and a refusal writes nothing."""
    may = set()
    for name, actor in june.stage.actors.items():
        before = Event.objects.count()
        with undone():
            try:
                door.move(row.pk, action, said, actor=actor, at=june.stage.at)
                may.add(name)
            except NotYours:
                assert Event.objects.count() == before
            except Refused:
                may.add(name)
    return may


def test_every_move_of_a_claim_is_written_down():
    assert set(CLAIMS) == {move.action for move in CLAIM if move.source != {BIRTH}}


@pytest.mark.parametrize("action", CLAIMS)
def test_with_a_claim_of_a_unit_who_is_written_down_may_and_nobody_else(june, action):
    claim = an_exclusion(june)
    if action in {"grant", "deny"}:
        june.decides(claim, "review", "supervisor", opinion="请复核")
    assert those_who_may(june, CLAIM_DOOR, claim, action, SAID.get(action, {})) == set(CLAIMS[action].split())


def test_who_reviewed_a_claim_does_not_decide_about_it(june):
    claim = an_exclusion(june)
    june.decides(claim, "review", "director", opinion="请复核")
    assert those_who_may(june, CLAIM_DOOR, claim, "grant", SAID["grant"]) == {"assessor"}


def test_a_round_of_the_city_is_in_the_hands_of_assessor_and_director(june):
    round_ = june.opens()
    begins = {move.action for move in ASSESSMENT if round_.state in {str(state) for state in move.source}}
    assert "publish" in begins
    for action in begins:
        may = those_who_may(june, ROUND_DOOR, round_, action, {})
        assert may == ({"director"} if action == "publish" else {"assessor", "director"}), action
