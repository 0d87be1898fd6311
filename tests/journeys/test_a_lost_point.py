"""A unit loses a point and says that it should not: evidence, two reviewers, the sheet frozen and issued once more."""

from collections.abc import Iterator

import pytest
from django.db import connection

from huiyin.assessment.act import CLAIM_DOOR, ROUND_DOOR, ask_exclusion, open_round
from huiyin.assessment.frozen import FROZEN, refuse_changes
from huiyin.assessment.models import Claim, Lost, Round, Sheet
from huiyin.assessment.tests.month import AFTER, JUNE, sent_back
from huiyin.cases.models import Case
from huiyin.files.tests.makers import image
from huiyin.rulebook.scheme_shelf import scheme_for
from journeys.at_work import Desk, Office

pytestmark = pytest.mark.browser
PHOTO = {"name": "现场记录.jpg", "mimeType": "image/jpeg", "buffer": image()}
WATER = "市清源供水公司"


@pytest.fixture(autouse=True)
def swept(kaifeng: Office) -> Iterator[None]:
    """Take away what is frozen when the journey is over: the database would refuse the one who empties its tables."""
    yield
    with kaifeng.behind_the_scenes():
        with connection.cursor() as cursor:
            for table in FROZEN:
                cursor.execute(f"DROP TRIGGER {table}_frozen_on_delete")
        for model in (Lost, Claim, Sheet, Round):
            model._default_manager.all()._raw_delete("default")
        refuse_changes("default")


def published(office: Office) -> tuple[Case, Round]:
    """Return a case whose reply was found untrue, and June as it is published."""
    with office.behind_the_scenes() as city:
        stage = city.stage
        case = sent_back(stage, "water", "13800000005", "untrue_feedback")
        stage.at = AFTER
        made = scheme_for("kaifeng-2018", JUNE[0])
        round_ = open_round(*JUNE, made, actor=stage.who("assessor"), at=stage.at, city="kaifeng")
        ROUND_DOOR.move(round_.pk, "publish", {}, actor=stage.who("director"), at=stage.at)
    return case, round_


def reviewed(office: Office, claim: Claim) -> None:
    with office.behind_the_scenes() as city:
        who, at = city.stage.who("supervisor"), city.stage.at
        CLAIM_DOOR.move(claim.pk, "review", {"opinion": "记录属实"}, actor=who, at=at)


def left_out(office: Office, case: Case) -> None:
    """After all was frozen, it turns out that the case must not count at all."""
    with office.behind_the_scenes() as city:
        stage, said = city.stage, {"why": "malicious", "reason": "查明为恶意诉求", "evidence": "笔录一份"}
        claim = ask_exclusion(case, stage.units["water"], said, actor=stage.who("water.head"), at=stage.at)
    reviewed(office, claim)
    with office.behind_the_scenes() as city:
        actor, at = city.stage.who("assessor"), city.stage.at
        CLAIM_DOOR.move(claim.pk, "grant", {"decision": "不计考核"}, actor=actor, at=at)


def score_of(office: Office, number: int) -> str:
    with office.behind_the_scenes():
        return f"{Sheet.objects.get(round__number=number, unit_name=WATER).score:.2f}"


def opens_its_sheet(leader: Desk, round_: str) -> None:
    """From the list of rounds to the sheet of the unit, by what is written there."""
    leader.opens("/assessment/").sees(round_).presses(round_)
    leader.sees("各单位", WATER).presses(WATER)
    leader.sees("结果", "未如实反馈")


def test_a_unit_appeals_about_a_lost_point_and_the_sheet_is_issued_again(kaifeng: Office) -> None:
    case, round_ = published(kaifeng)
    leader, director = kaifeng.desk("water.leader"), kaifeng.desk("director")
    at_first = score_of(kaifeng, round_.number)
    opens_its_sheet(leader, "2018 年 6 月考核")
    leader.sees(f"{at_first} 分", case.number)
    leader.screen.get_by_role("link", name=f"申诉 未如实反馈 {case.number}").click()
    leader.sends("提交", {"理由": "当日已到现场", "证据": "现场记录一份", "证据材料": PHOTO})
    leader.screen.get_by_text("由两人先后审核").wait_for()
    leader.sees("待初审", "现场记录.jpg")
    with kaifeng.behind_the_scenes():
        claim = Claim.objects.get()
    reviewed(kaifeng, claim)
    # The second reviewer finds it in the list, with the evidence and what the first one found.
    director.opens("/assessment/claims/").sees(claim.name).presses(claim.name)
    director.sees("现场记录.jpg", "记录属实").presses("成立").sends("成立", {"复核决定": "当日确有处置，不扣分"})
    director.is_done("成立")
    with kaifeng.behind_the_scenes() as city:
        city.follow()
    leader.opens("/notices/").sees("考核申请结果", f"考核申请{claim.name}", "经复核成立：当日确有处置，不扣分")
    # When the time for appeals is over the round is computed once more, and frozen.
    kaifeng.city.later(days=6)
    director.opens(f"/assessment/{round_.number}/").presses("裁定申诉并重算").sends("裁定申诉并重算")
    director.is_done("裁定申诉并重算")
    director.presses("定稿").sends("定稿").is_done("定稿")
    decided = score_of(kaifeng, round_.number)
    assert float(decided) == pytest.approx(float(at_first) + 2)
    opens_its_sheet(leader, "2018 年 6 月考核")
    leader.sees(f"{decided} 分", "申诉", claim.name, "成立").sees_not("上一版")
    # What comes out later changes nothing that is frozen: a new edition stands beside it and says what is different.
    left_out(kaifeng, case)
    director.opens(f"/assessment/{round_.number}/").presses("重发").sends("重发", {"理由": "一件工单经认定不计考核"})
    director.screen.get_by_text("旧版仍在").wait_for()
    director.sees(f"原 {decided} 分").presses("公布").sends("公布").is_done("公布")
    opens_its_sheet(leader, "2018 年 6 月考核（第2版）")
    leader.sees("上一版", f"原 {decided} 分", f"{score_of(kaifeng, round_.number + 1)} 分", "（上一版 0 分）")
    assert score_of(kaifeng, round_.number) == decided
