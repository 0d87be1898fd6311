"""A common tray: who has what is seen, the next free case is taken with one button, and given back."""

import pytest
from django.urls import reverse

from huiyin.desk.tests.signed_in import text_of
from huiyin.flow.actor import PLATFORM_ID
from huiyin.journal.models import Event
from huiyin.people.models import Holding, User

TRAY, NEXT = "/waiting/dispatch/", "/waiting/dispatch/next/"


@pytest.fixture
def waiting(each_city):
    """Three matters to dispatch, the most pressing first, and a second dispatcher."""
    stage, cases = each_city, []
    for n in range(3):
        cases.append(stage.approve(stage.register(phone=f"1390000000{n}").case))
        stage.later(minutes=5)
    second = User.objects.create_user("second", "乙某")
    Holding.objects.create(user=second, post="dispatcher", since=stage.at.replace(year=2017))
    stage.actors["second"] = stage.who("dispatcher").__class__(second.pk, second.name)
    return cases


def dispatched(stage, case):
    return stage.move(case, "dispatch", "dispatcher", lead=stage.units["water"].pk, joint=[])


def lines(page, case):
    return next(line for line in page.split("<tr>") if case.number in line)


def test_each_takes_another_one_and_sees_who_has_which(each_city, waiting, sign_in):
    stage = each_city
    first, second = sign_in(stage, "dispatcher"), sign_in(stage, "second")
    assert first.post(NEXT)["Location"] == f"/cases/{waiting[0].number}/"
    assert second.post(NEXT)["Location"] == f"/cases/{waiting[1].number}/"
    mine, theirs = text_of(first.get(TRAY)), text_of(second.get(TRAY))
    assert "我已领取" in lines(mine, waiting[0])
    assert "乙某已领取" in lines(mine, waiting[1])
    assert "dispatcher某已领取" in lines(theirs, waiting[0])
    assert "领取" not in lines(mine, waiting[2])
    free = text_of(second.get(f"{TRAY}?free=1"))
    assert waiting[2].number in free
    assert waiting[0].number not in free


def test_pressed_again_it_leads_back_to_the_one_in_hand(each_city, waiting, sign_in):
    browser = sign_in(each_city, "dispatcher")
    assert browser.post(NEXT)["Location"] == browser.post(NEXT)["Location"] == f"/cases/{waiting[0].number}/"
    assert "您领取的这一件还没有办" in text_of(browser.get(f"/cases/{waiting[0].number}/"))
    assert waiting[1].__class__.objects.filter(taken_by__isnull=False).count() == 1


def test_the_page_of_the_case_says_until_when_and_offers_the_colleague_no_step(each_city, waiting, sign_in):
    stage, number = each_city, waiting[0].number
    first, second = sign_in(stage, "dispatcher"), sign_in(stage, "second")
    address, move = f"/cases/{number}/", f"/moves/case/{number}/dispatch/"
    assert move in text_of(second.get(address))
    first.post(NEXT)
    page = text_of(second.get(address))
    assert "dispatcher某已领取" in page
    assert move not in page
    told = second.get(move)
    assert told.status_code == 409
    assert "本件已由同事领取，现在不能转办" in text_of(told)
    mine = text_of(first.get(address))
    assert "我已领取" in mine
    assert move in mine
    assert first.post(f"/moves/case/{number}/give_back/").status_code == 302
    assert move in text_of(second.get(address))


def test_words_typed_before_a_colleague_took_it_are_given_back(each_city, waiting, sign_in):
    stage, number = each_city, waiting[0].number
    second = sign_in(stage, "second")
    second.get(f"/moves/case/{number}/dispatch/")
    sign_in(stage, "dispatcher").post(NEXT)
    sent = {"lead": str(stage.units["water"].pk), "note": "请尽快", "move_key": "k" * 32, "move_seen": "1"}
    told = second.post(f"/moves/case/{number}/dispatch/", sent)
    assert told.status_code == 409
    assert "请尽快" in text_of(told)
    assert "本件已由同事领取" in text_of(told)


def test_an_empty_tray_says_so_and_only_its_posts_take_from_it(each_city, waiting, sign_in):
    stage = each_city
    for case in waiting:
        dispatched(stage, case)
    browser = sign_in(stage, "dispatcher")
    assert browser.post(NEXT)["Location"] == TRAY
    assert "“待转办”里没有可领取的工单" in text_of(browser.get(TRAY))
    for who in ("auditor", "water.handler", "stranger"):
        assert sign_in(stage, who).post(NEXT).status_code == 404
    for key in ("late", "callback", "nothing"):
        assert sign_in(stage, "director").post(f"/waiting/{key}/next/").status_code == 404


def test_units_see_nothing_of_it(each_city, waiting, sign_in):
    stage = each_city
    case = dispatched(stage, waiting[0])
    stage.later(minutes=5)
    stage.sign(case)
    stage.reply(case)
    stage.move(stage.reload(case), "claim", "auditor")
    unit = sign_in(stage, "water.handler")
    assert "领取" not in text_of(unit.get(f"/cases/{case.number}/"))
    assert "领取" not in text_of(unit.get("/cases/"))


def test_who_signs_out_gives_back(each_city, waiting, sign_in):
    stage = each_city
    browser = sign_in(stage, "dispatcher")
    browser.post(NEXT)
    browser.post(reverse("account_logout"))
    assert stage.reload(waiting[0]).taken_by is None
    assert Event.objects.get(verb="case.give_back").actor_id == PLATFORM_ID
