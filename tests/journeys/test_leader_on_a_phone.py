"""A leader on a phone: two taps write an instruction, one takes it back; the secretary enters a paper by its code."""

from urllib.parse import urlsplit

import pytest

from huiyin.cases.models import Case
from huiyin.files.tests.makers import image
from huiyin.instructions.act import NewMatter, present
from huiyin.instructions.models import Instruction
from journeys.at_work import Desk, Office

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 812}
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
LEAST = 44
"""So high is what a thumb hits without looking, in pixels."""


def presented(office: Office) -> tuple[Case, Instruction]:
    """Return a case that a unit has in hand, and its place before the leader."""
    with office.behind_the_scenes() as city:
        stage = city.stage
        case = stage.dispatch(stage.register().case)
        who, leaders = stage.who("supervisor"), [stage.who("vice_mayor").user_id]
        new = NewMatter(case.title, cases=[case], advice="拟请牵头单位三日内办结。")
        [row] = present(new, leaders, actor=who, at=stage.at, city=stage.city)
    return case, row


def as_it_stands(office: Office, row: Instruction) -> Instruction:
    with office.behind_the_scenes():
        return Instruction.objects.get(pk=row.pk)


def fits_a_phone(desk: Desk) -> None:
    assert not desk.screen.evaluate(TOO_WIDE), desk.screen.url
    taps = desk.screen.locator(".phrases label, .writing .do .btn")
    heights = [box["height"] for one in taps.all() if (box := one.bounding_box())]
    assert heights and min(heights) >= LEAST, heights


def test_two_taps_write_one_takes_back_and_the_paper_comes_in_by_its_code(kaifeng: Office) -> None:
    case, row = presented(kaifeng)
    leader = kaifeng.desk("vice_mayor", **PHONE)
    leader.opens("/instructions/").sees("待我阅示", case.title)
    leader.screen.locator("#to-read a.whole").click()
    leader.sees("拟请牵头单位三日内办结。", "柳巷与榆园路口的三盏路灯已一周不亮")
    fits_a_phone(leader)
    phrase = kaifeng.city.book.instructions.phrases[0]
    leader.screen.locator(".phrases label").filter(has_text=phrase).click()
    leader.screen.locator(".writing").get_by_role("button", name="批示").click()
    leader.is_done("批示")
    leader.sees("10分钟内可撤回", phrase, "办理中")
    assert as_it_stands(kaifeng, row).words == phrase
    handler = kaifeng.desk("water.handler")
    handler.opens("/").sees("领导批示")
    handler.opens("/instructions/").sees("本单位待反馈", phrase)
    # It slipped: he takes it back, and it lies before him again.
    leader.presses("撤回").sends("撤回").is_done("撤回")
    assert as_it_stands(kaifeng, row).state == "presented"
    handler.opens("/instructions/").sees_not(phrase)
    # Now it goes to him on paper, and comes back with his handwriting.
    secretary = kaifeng.desk("leader_secretary", **PHONE)
    secretary.opens(f"/instructions/{row.number}/sheet/")
    address = secretary.screen.locator("a.code").get_attribute("href")
    assert address
    secretary.opens(urlsplit(address).path)
    secretary.sends(
        "录入纸质签批",
        {
            "手写内容": "请认真核实，限周五前办结。",
            "手写原件照片": {"name": "批示.jpg", "mimeType": "image/jpeg", "buffer": image()},
        },
    )
    secretary.is_done("录入纸质签批")
    secretary.sees("待核对", "批示.jpg").sees_not("核对无误")
    checker = kaifeng.desk("supervisor")
    checker.opens("/instructions/").sees("待核对")
    checker.opens(f"/instructions/{row.number}/").presses("核对无误").sends("核对无误").is_done("核对无误")
    checker.case(case).sees("请认真核实，限周五前办结。")
    assert as_it_stands(kaifeng, row).state == "in_hand"
