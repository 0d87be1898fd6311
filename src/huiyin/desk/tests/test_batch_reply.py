"""One reply for several shares: each goes through the move as alone, and those that are refused say why and keep the words."""

import re

import pytest

from huiyin.cases.models import Assignment, Case, Reply, Wish
from huiyin.desk.tests.signed_in import text_of
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image, upload
from huiyin.journal.models import Event

BOX = re.compile(r'name="chosen" value="([^"]+)"')
REPLY = "/shares/reply/"


def boxes(response):
    return BOX.findall(text_of(response))


def in_hand(stage, count=3, unit="water"):
    """Return so many matters that a unit has signed; the last one has two wishes."""
    made = []
    for n in range(count):
        wishes = [{"text": "修灯"}, {"text": "巡检"}] if n == count - 1 else [{"text": "修灯"}]
        case = stage.dispatch(stage.register(phone=f"1390000000{n}", wishes=wishes).case, unit)
        stage.sign(case, unit)
        made.append(case)
    return made


def words(stage, **other):
    said = stage.reply_said(Case.objects.earliest("id"))
    del said["wish_results"]
    flags = {name: "on" for name, value in said.items() if value is True}
    return {**said, **flags, "wish_result": "solved", "wish_evidence": "现场照片两张", "move_key": "k" * 32, **other}


def opened(browser, chosen):
    return browser.get(f"{REPLY}?{'&'.join(f'chosen={one}' for one in chosen)}")


def states(stage, cases, unit="water"):
    return [stage.share(case, unit).state for case in cases]


def test_the_same_words_answer_every_case_and_every_wish_as_if_alone(each_city, sign_in):
    stage, cases = each_city, in_hand(each_city)
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=handle"))
    page = opened(browser, chosen)
    assert page.status_code == 200
    assert all(case.number in text_of(page) for case in cases)
    told = browser.post(REPLY, {"chosen": chosen, **words(stage)})
    assert told.status_code == 200
    assert text_of(told).count("已反馈</span>") == 3
    after = "awaiting_sign_off" if stage.book.sign_off.required else "replied"
    assert states(stage, cases) == [after] * 3
    assert Reply.objects.filter(public="路灯已修复，感谢您的反映。").count() == 3
    assert set(Wish.objects.values_list("result", "evidence")) == {("solved", "现场照片两张")}
    events = Event.objects.filter(verb="assignment.reply")
    assert len({event.case_id for event in events}) == len(events) == 3


def test_what_is_refused_says_why_beside_the_case_and_nothing_of_it_is_done(each_city, sign_in):
    stage, cases = each_city, in_hand(each_city)
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=handle"))
    waiting = stage.share(cases[1])
    stage.move_share(waiting, "ask_return", "water.handler", reason="不属本单位", basis="职责清单", leader="某领导")
    told = browser.post(REPLY, {"chosen": chosen, **words(stage)})
    page = text_of(told)
    assert told.status_code == 422
    assert "已反馈 2 件" in page
    line = re.search(rf"<tr>(?:(?!</tr>).)*{cases[1].number}.*?</tr>", page, re.DOTALL)[0]
    assert "已有新的办理情况" in line
    assert "water.handler某 申请退单" in line
    assert "路灯已修复，感谢您的反映。" in page
    assert len(BOX.findall(page)) == 1
    assert not Reply.objects.filter(assignment=waiting).exists()
    assert states(stage, cases)[1] == "in_return_review"


def test_a_reason_that_all_have_alike_stands_beside_its_field_and_nothing_is_done(each_city, sign_in):
    stage, cases = each_city, in_hand(each_city, 2)
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=handle"))
    told = browser.post(REPLY, {"chosen": chosen, **words(stage, wish_evidence="")})
    assert told.status_code == 422
    assert re.search(r'id="move_wish_result_error"[^>]*>|写已解决，请写明依据', text_of(told))
    assert not Reply.objects.exists()
    told = browser.post(REPLY, {"chosen": chosen, **words(stage, public="")})
    assert told.status_code == 422
    assert "请填写公开答复内容" in text_of(told)
    assert "已派人更换灯泡三只并检查线路。" in text_of(told)
    assert states(stage, cases) == ["handling"] * 2


def test_those_left_over_can_be_sent_again_from_the_page_that_says_why(stage, sign_in):
    cases = in_hand(stage, 2)
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=handle"))
    share = stage.share(cases[0])
    stage.move_share(share, "remark", "water.handler", remark="已约施工队")
    stage.move_share(stage.share(cases[1]), "charge", "water.head", charge_leader="甲", charge_handler="乙")
    page = browser.post(REPLY, {"chosen": chosen, **words(stage)})
    left = boxes(page)
    assert page.status_code == 422
    assert left
    again = re.search(r'name="move_key" value="([^"]+)"', text_of(page))[1]
    assert browser.post(REPLY, {"chosen": left, **words(stage, move_key=again)}).status_code == 200
    assert states(stage, cases) == ["replied"] * 2


def test_the_same_form_sent_twice_answers_once(stage, sign_in):
    in_hand(stage, 2)
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=handle"))
    first, second = (browser.post(REPLY, {"chosen": chosen, **words(stage)}) for _ in range(2))
    assert text_of(first).count("已反馈</span>") == text_of(second).count("已反馈</span>") == 2
    assert Reply.objects.count() == 2


def test_a_photograph_goes_with_every_case(stage, sign_in):
    cases = in_hand(stage, 2)
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=handle"))
    sent = {"chosen": chosen, **words(stage), "move_files": [upload(image("PNG"), "修好.png")]}
    assert browser.post(REPLY, sent).status_code == 200
    of = set(Attachment.objects.filter(kind="evidence").values_list("subject_id", flat=True))
    assert of == {stage.share(case).pk for case in cases}


def test_a_file_that_is_none_answers_nothing(stage, sign_in):
    cases = in_hand(stage, 2)
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=handle"))
    told = browser.post(REPLY, {"chosen": chosen, **words(stage), "move_files": [upload(bytes(64), "修好.png")]})
    assert told.status_code == 422
    assert states(stage, cases) == ["handling"] * 2


def test_what_cannot_be_answered_now_says_so_before_anything_is_typed(stage, sign_in):
    cases = in_hand(stage, 2, "bureau")
    office = stage.units["office"].pk
    stage.move_share(stage.share(cases[0], "bureau"), "sub_dispatch", "bureau.handler", unit=office)
    browser = sign_in(stage, "bureau.handler")
    page = text_of(opened(browser, boxes(browser.get("/shares/?tab=handle"))))
    assert "下级单位仍在办理" in page
    assert page.count(" checked>") == 1


def test_who_does_not_answer_for_the_unit_answers_nothing(stage, sign_in):
    cases = in_hand(stage, 2)
    chosen = boxes(sign_in(stage, "water.handler").get("/shares/?tab=handle"))
    assert boxes(sign_in(stage, "water.leader").get("/shares/?tab=handle")) == []
    for who in ("water.leader", "supervisor", "stranger"):
        browser = sign_in(stage, who)
        assert opened(browser, chosen).status_code == 404
        assert browser.post(REPLY, {"chosen": chosen, **words(stage)}).status_code == 404
    told = sign_in(stage, "bureau.handler").post(REPLY, {"chosen": chosen, **words(stage)})
    assert not any(case.number in text_of(told) for case in cases)
    assert states(stage, cases) == ["handling"] * 2


@pytest.mark.parametrize("chosen", [[], ["x.1"], ["nonsense"]], ids=["none", "no-id", "no-count"])
def test_nothing_chosen_leads_back_to_the_list(stage, sign_in, chosen):
    browser = sign_in(stage, "water.handler")
    for answer in (opened(browser, chosen), browser.post(REPLY, {"chosen": chosen})):
        assert (answer.status_code, answer["Location"]) == (302, "/shares/?tab=handle")


def test_of_a_confidential_matter_no_name_is_shown(stage, sign_in):
    case = stage.dispatch(stage.register(confidential=True, name="赵小明", title="赵小明家停水").case)
    stage.sign(case)
    browser = sign_in(stage, "water.handler")
    page = text_of(opened(browser, boxes(browser.get("/shares/?tab=handle"))))
    assert case.number in page
    assert "赵小明" not in page


def test_the_page_costs_the_same_for_two_cases_and_for_eight(stage, sign_in):
    in_hand(stage, 2)
    browser = sign_in(stage, "water.handler")
    opened(browser, boxes(browser.get("/shares/?tab=handle")))
    opened(browser, boxes(browser.get("/shares/?tab=handle")))
    before = browser.statements
    in_hand(stage, 6)
    assert len(Assignment.objects.filter(state="handling")) == 8
    opened(browser, boxes(browser.get("/shares/?tab=handle")))
    assert browser.statements <= before
