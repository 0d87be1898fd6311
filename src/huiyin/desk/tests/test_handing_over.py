"""When the contact of a unit changes, the open shares of the one go to the other in one move, or not at all."""

import re

import pytest

from huiyin.cases.models import Assignment
from huiyin.desk.handing_over import hand_over
from huiyin.desk.tests.signed_in import text_of
from huiyin.flow.table import Refused
from huiyin.journal.models import Event

PAGE = "/shares/hand-over/"
OLD = {"charge_leader": "分管经理", "charge_section": "维修部", "charge_handler": "旧班长"}
NEW = {"charge_leader": "分管经理", "charge_section": "维修部", "charge_handler": "新班长"}


@pytest.fixture
def held(stage):
    """Two shares of the water company for which the former foreman answers, one for which nobody does."""
    cases = [stage.dispatch(stage.register(phone=f"1390000000{n}").case) for n in range(3)]
    for case in cases[:2]:
        stage.move_share(stage.share(case), "charge", "water.leader", **OLD)
    return [stage.share(case) for case in cases]


def handlers(shares):
    return [Assignment.objects.get(pk=share.pk).charge_handler for share in shares]


def send(browser, like, shares, **more):
    said = {"like": str(like.pk), "shares": [str(share.pk) for share in shares], "key": "k1", **NEW, **more}
    return browser.post(PAGE, said)


def test_the_page_says_who_answers_for_how_many_and_keeps_names_out_of_addresses(stage, held, sign_in):
    page = text_of(sign_in(stage, "water.handler").get(PAGE))
    assert re.search(r'旧班长</td><td class="figure">2<', page)
    assert re.search(r'（未落实）</td><td class="figure">1<', page)
    links = re.findall(r'href="\?like=([^"]+)"', page)
    assert {Assignment.objects.get(pk=link).charge_handler for link in links} == {"", "旧班长"}


def test_all_of_one_person_goes_to_another_in_one_move_that_every_case_names(stage, held, sign_in):
    browser = sign_in(stage, "water.leader")
    page = text_of(browser.get(f"{PAGE}?like={held[0].pk}"))
    assert page.count(' name="shares"') == page.count(" checked") == 2
    assert send(browser, held[0], held[:2]).status_code == 302
    assert handlers(held) == ["新班长", "新班长", ""]
    whole = Event.objects.get(verb="unit.handed_over")
    assert whole.said == {"cases": 2}
    charges = Event.objects.filter(verb="assignment.charge", caused_by=whole.id)
    assert {event.case_id for event in charges} == {share.case_id for share in held[:2]}


def test_sent_twice_it_is_one_move(stage, held, sign_in):
    browser = sign_in(stage, "water.handler")
    send(browser, held[0], held[:1])
    like = Assignment.objects.get(pk=held[1].pk)
    send(browser, like, held[1:2])
    assert Event.objects.filter(verb="unit.handed_over").count() == 1
    assert handlers(held) == ["新班长", "旧班长", ""]


def test_only_ticked_shares_of_this_person_are_handed_over(stage, held, sign_in):
    send(sign_in(stage, "water.handler"), held[0], [held[0], held[2]])
    assert handlers(held) == ["新班长", "旧班长", ""]


def test_where_one_cannot_be_handed_over_none_is_and_it_is_named(stage, held):
    shares = list(Assignment.objects.filter(pk__in=[share.pk for share in held[:2]]).select_related("case"))
    gone = stage.move(shares[1].case, "recall", "dispatcher", reason="派错")
    with pytest.raises(Refused) as refused:
        hand_over(shares, NEW, actor=stage.who("water.handler"), at=stage.at, key="k1")
    assert gone.number in str(refused.value)
    assert handlers(held) == ["旧班长", "旧班长", ""]
    assert not Event.objects.filter(verb="unit.handed_over").exists()


def test_without_a_name_or_without_a_case_nothing_is_written_and_the_words_stay(stage, held, sign_in):
    browser = sign_in(stage, "water.handler")
    nobody = send(browser, held[0], held[:2], charge_handler="")
    assert nobody.status_code == 422
    assert "请填写承办人" in text_of(nobody)
    assert 'value="维修部"' in text_of(nobody)
    nothing = send(browser, held[0], [])
    assert (nothing.status_code, "没有选择工单" in text_of(nothing)) == (422, True)
    assert handlers(held) == ["旧班长", "旧班长", ""]


def test_a_draft_at_the_leader_is_handed_over_too(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case)
    share = dandong.sign(case)
    dandong.move_share(share, "charge", "water.handler", **OLD)
    dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    assert send(sign_in(dandong, "water.head"), share, [share]).status_code == 302
    assert handlers([share]) == ["新班长"]


def test_another_unit_the_centre_and_a_stranger_hand_nothing_over(stage, held, sign_in):
    for who in ("bureau.handler", "east.head", "supervisor", "stranger"):
        browser = sign_in(stage, who)
        assert browser.get(f"{PAGE}?like={held[0].pk}").status_code == 404
        assert send(browser, held[0], held[:2]).status_code == 404
    assert handlers(held) == ["旧班长", "旧班长", ""]


def test_an_address_that_names_nothing_is_not_found(stage, held, sign_in):
    browser = sign_in(stage, "water.handler")
    assert browser.get(f"{PAGE}?like=nonsense").status_code == 404
    assert browser.post(PAGE, {**NEW, "key": "k2"}).status_code == 404
