"""A rate that must stay low (`at_most`): what an appeal and an exclusion do to it, counted by hand.

Of three cases of the water company one was sent back: 1 of 3 is 33.33 %. At most 5 % are free; each point above
costs half a point of twenty: (33.33 - 5) x 0.5 = 14.165 are lost, 5.835 are left.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from huiyin.assessment.act import CLAIM_DOOR, ROUND_DOOR, appeal, ask_exclusion, open_round
from huiyin.assessment.models import Round, Sheet
from huiyin.assessment.tests.conftest import seat
from huiyin.assessment.tests.month import AFTER, JUNE, sent_back
from huiyin.assessment.tests.tables import scheme
from huiyin.cases.tests.stage import set_stage
from huiyin.flow.times import travelling

LOW = {
    "code": "back", "label": "退回重办率", "kind": "threshold", "measures": ["sent_back_rate"], "points": 20, "at_most": 5,
    "per": 1, "minus": Decimal("0.5"),
}  # fmt: skip
CLAIMED = {"reason": "系统故障", "evidence": "故障记录"}


class Company:
    """The water company's June, and the office that scores it."""

    def __init__(self) -> None:
        self.stage = set_stage("kaifeng")
        self.good = [self.stage.handled("water", phone=f"1380000200{n}") for n in range(2)]
        self.back = sent_back(self.stage, "water", "13800002009", "delay")
        self.stage.at = AFTER
        seat(self.stage)

    @property
    def unit(self):
        return self.stage.units["water"]

    def round(self) -> Round:
        made = scheme(LOW, total="from_zero", full=20, rate_decimals=2, decimals=3)
        with travelling(self.stage.at):
            who = self.stage.who("assessor")
            return open_round(*JUNE, made, actor=who, at=self.stage.at, city="kaifeng")

    def moves(self, round_: Round, action: str, who: str) -> None:
        with travelling(self.stage.at):
            ROUND_DOOR.move(round_.pk, action, {}, actor=self.stage.who(who), at=self.stage.at)

    def granted(self, claim) -> None:
        for action, who, said in (("review", "supervisor", "opinion"), ("grant", "assessor", "decision")):
            CLAIM_DOOR.move(claim.pk, action, {said: "属实"}, actor=self.stage.who(who), at=self.stage.at)

    def leaves_out(self, case) -> None:
        said = {"why": self.stage.book.assessment.exclusions[0].code, **CLAIMED}
        who = self.stage.who("water.leader")
        self.granted(ask_exclusion(case, self.unit, said, actor=who, at=self.stage.at))

    def stands(self, round_: Round) -> tuple[int, int, Decimal]:
        """Return how many were sent back of how many, and the points."""
        sheet = round_.sheets.get(unit=self.unit)
        figure = sheet.lines[0]["measures"][0]
        return figure["numerator"], figure["denominator"], sheet.score


@pytest.fixture
def company(db, settings) -> Company:
    settings.CITY = "kaifeng"
    return Company()


def test_a_granted_appeal_takes_the_case_out_of_what_is_counted_against_the_unit_and_not_out_of_the_whole(company):
    stage, round_ = company.stage, company.round()
    assert company.stands(round_) == (1, 3, Decimal("5.835"))
    company.moves(round_, "publish", "director")
    sheet = Sheet.objects.get(round=round_, unit=company.unit)
    lost = sheet.lost.get()
    # Behind the lost points stands the one that was sent back, not the two that were not.
    assert lost.case == company.back
    company.granted(appeal(sheet, lost, CLAIMED, actor=stage.who("water.leader"), at=stage.at))
    stage.at += timedelta(days=30)
    company.moves(round_, "decide", "assessor")
    assert company.stands(round_) == (0, 3, Decimal(20))
    assert not sheet.lost.exists()


def test_what_does_not_count_leaves_both_sides_of_the_rate(company):
    # Without the one that was sent back: none of two. It costs nothing.
    company.leaves_out(company.back)
    assert company.stands(company.round()) == (0, 2, Decimal(20))


def test_leaving_out_a_good_case_raises_a_rate_that_must_stay_low(company):
    # Without a good one: 1 of 2 is 50 %, (50 - 5) x 0.5 = 22.5 would be lost of twenty: nothing is left.
    company.leaves_out(company.good[0])
    assert company.stands(company.round()) == (1, 2, Decimal(0))
