"""Kaifeng's scores over a played June, once more from the journal alone: they agree to the last digit."""

from decimal import Decimal

from huiyin.assessment.act import CLAIM_DOOR, ask_exclusion, open_round
from huiyin.assessment.tests.month import JUNE
from huiyin.assessment.tests.oracle import kaifeng_by_hand
from huiyin.flow.times import travelling
from huiyin.rulebook.scheme_shelf import scheme_for


def scores(stage) -> dict[str, Decimal]:
    with travelling(stage.at):
        made = scheme_for("kaifeng-2018", JUNE[0])
        round_ = open_round(*JUNE, made, actor=stage.who("assessor"), at=stage.at, city="kaifeng")
    return {sheet.unit_name: sheet.score for sheet in round_.sheets.all()}


def left_out(stage, case, unit: str) -> None:
    said = {"why": "unlawful", "reason": "诉求违法", "evidence": "认定书一份"}
    asks, at = stage.who(f"{unit}.handler"), stage.at
    claim = ask_exclusion(case, stage.units[unit], said, actor=asks, at=at)
    CLAIM_DOOR.move(claim.pk, "review", {"opinion": "属实"}, actor=stage.who("supervisor"), at=at)
    CLAIM_DOOR.move(claim.pk, "grant", {"decision": "不计"}, actor=stage.who("assessor"), at=at)


def test_the_scores_are_those_that_the_journal_gives(kaifeng):
    stage, cases = kaifeng
    found = scores(stage)
    assert found == kaifeng_by_hand(*JUNE, stage.at)
    # Nobody answered for nothing, and something had to be rounded.
    assert len(set(found.values())) > 2
    assert any(score % 1 for score in found.values())
    # What must not count changes both alike.
    left_out(stage, cases["dissatisfied"], "west")
    left_out(stage, cases["delayed of the water"], "water")
    after = scores(stage)
    assert after == kaifeng_by_hand(*JUNE, stage.at)
    assert after["西岸区政府"] > found["西岸区政府"]
    assert after["市清源供水公司"] > found["市清源供水公司"]
