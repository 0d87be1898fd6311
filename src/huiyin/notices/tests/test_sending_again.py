"""What did not go out is seen by the centre, with the reason, and sent again by whoever says so; the journal tells it."""

import re

import pytest

from huiyin.cases.models import Case, Petitioner
from huiyin.cases.tests.browser import signed_in, text_of
from huiyin.flow.times import CITY_TZ
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event
from huiyin.notices.models import Outgoing
from huiyin.notices.sending import MOST_A_DAY_TO_PETITIONER, MOST_ATTEMPTS, send_due
from huiyin.notices.tests.test_sending import Broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(kaifeng):
    """A message to a petitioner that the gateway never took."""
    case = kaifeng.stage.register().case
    kaifeng.follow()
    moment = kaifeng.stage.at
    for _ in range(MOST_ATTEMPTS):
        send_due(moment, through=Broken())
        moment = Outgoing.objects.get().send_at
    kaifeng.stage.at = moment.astimezone(CITY_TZ)
    return Outgoing.objects.get(case=case, state="failed")


@pytest.fixture
def lead(kaifeng):
    return signed_in(kaifeng.stage, "shift_lead")


def send_again(browser, *rows):
    return browser.post("/notices/texts/again/", {"messages": [str(row.pk) for row in rows]})


def test_the_centre_reads_what_did_not_go_out_and_why_without_the_number(kaifeng, failed, lead):
    shown = text_of(lead.get("/notices/texts/"))
    assert failed.case.number in shown
    assert "试了 8 次，短信通道没有接收" in shown
    assert "13800005521" not in shown
    assert re.search(r'id="count-notices-texts"[^>]*>1<', text_of(lead.get("/ui/counts/")))


def test_sent_again_it_arrives_and_the_journal_tells_who_did_it(kaifeng, failed, lead):
    assert send_again(lead, failed).status_code == 302
    event = Event.objects.get(verb="message.requeued")
    assert (event.case_id, event.actor_id) == (failed.case_id, kaifeng.stage.who("shift_lead").user_id)
    assert event.said == {"kind": "accepted", "was": "failed", "attempts": MOST_ATTEMPTS}
    assert [line["to"] for line in kaifeng.send()] == ["13800005521"]
    assert failed.case.number not in text_of(lead.get("/notices/texts/"))
    assert verify_chain(failed.case_id, Case) == []


def test_pressed_twice_it_goes_out_once(kaifeng, failed, lead):
    send_again(lead, failed)
    send_again(lead, failed)
    assert "没有选择短信，或所选短信已经重新排队" in text_of(lead.get("/"))
    assert len(kaifeng.send()) == 1
    assert Event.objects.filter(verb="message.requeued").count() == 1


def test_what_went_out_is_not_sent_again(kaifeng, lead):
    kaifeng.stage.register()
    assert len(kaifeng.send()) == 1
    send_again(lead, Outgoing.objects.get())
    assert len(kaifeng.send()) == 1
    assert not Event.objects.filter(verb="message.requeued").exists()


def test_at_night_it_waits_for_the_morning(kaifeng, failed, lead):
    kaifeng.stage.at = kaifeng.stage.at.replace(hour=23, minute=10)
    send_again(lead, failed)
    assert kaifeng.send() == []
    kaifeng.stage.later(hours=10)
    assert len(kaifeng.send()) == 1


def test_what_was_held_by_the_cap_goes_out_on_another_day(kaifeng, lead):
    for number in range(MOST_A_DAY_TO_PETITIONER + 1):
        kaifeng.stage.register(title=f"第{number}件")
    assert len(kaifeng.send()) == MOST_A_DAY_TO_PETITIONER
    held = Outgoing.objects.get(state="held")
    assert "该号码当日短信已达上限" in text_of(lead.get("/notices/texts/"))
    kaifeng.stage.later(days=1)
    send_again(lead, held)
    assert len(kaifeng.send()) == MOST_A_DAY_TO_PETITIONER + 1


def test_what_hinders_it_still_puts_it_back_on_the_list(kaifeng, failed, lead):
    Petitioner.objects.update(phone=None)
    send_again(lead, failed)
    assert kaifeng.send() == []
    assert "没有可发短信的号码" in text_of(lead.get("/notices/texts/"))


@pytest.mark.parametrize("who", ["stranger", "agent", "dispatcher", "water.head", "admin"])
def test_others_find_nothing(kaifeng, failed, who):
    browser = signed_in(kaifeng.stage, who)
    assert browser.get("/notices/texts/").status_code == 404
    assert send_again(browser, failed).status_code == 404
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_the_director_may_too_and_nonsense_is_nothing(kaifeng, failed):
    director = signed_in(kaifeng.stage, "director")
    assert director.get("/notices/texts/").status_code == 200
    assert director.post("/notices/texts/again/", {"messages": ["x", "0"]}).status_code == 302
    failed.refresh_from_db()
    assert failed.state == "failed"
