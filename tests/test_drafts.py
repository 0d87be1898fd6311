"""What somebody types is kept for this one person, sealed, until it is sent or too old."""

import json
from base64 import b64decode
from datetime import timedelta

import pytest
from django.test import Client

from huiyin.cases.tests.browser import seat_everybody, signed_in, text_of
from huiyin.cases.tests.stage import set_stage
from huiyin.drafts.act import MOST_DRAFTS, keep, remove_old, reseal_drafts, throw_away
from huiyin.drafts.models import Draft
from huiyin.drafts.queries import kept
from huiyin.drafts.restoring import of_move, tag_of
from huiyin.flow.table import Refused
from huiyin.flow.times import travelling
from huiyin.journal.models import Event, Told
from huiyin.people.models import User
from huiyin.privacy.cipher import is_current
from huiyin.privacy.installed import ring, using
from huiyin.privacy.keys import new_ring, rotated

WORDS = {"text": ["三盏路灯不亮"], "phone": ["13911112222"], "tags": ["甲", "乙"]}


@pytest.fixture
def stage(db):
    stage = set_stage()
    seat_everybody(stage)
    return stage


@pytest.fixture
def agent(stage):
    return stage.who("agent").user_id


def test_it_comes_back_as_it_was_typed_and_the_last_words_count(stage, agent):
    keep(agent, "intake.register", {"text": ["三盏"]}, key="k1", at=stage.at)
    keep(agent, "intake.register", WORDS, key="k1", at=stage.later(minutes=2))
    draft = kept(agent, "intake.register")
    assert (draft.typed, draft.at) == (WORDS, stage.at)
    assert Draft.objects.count() == 1
    assert not Event.objects.filter(at__gte=stage.at).exists()


def test_when_it_was_kept_is_told_as_one_says_it(stage, agent):
    keep(agent, "f", WORDS, key="", at=stage.at.replace(hour=10, minute=32))
    draft = kept(agent, "f")
    assert draft.told_at(stage.at.replace(hour=18)) == "10:32"
    assert draft.told_at(stage.at + timedelta(days=1)) == "6月4日 10:32"


def test_it_is_sealed(stage, agent):
    keep(agent, "intake.register", WORDS, key="", at=stage.at)
    sealed = bytes(Draft.objects.get().typed)
    for words in ("三盏", "13911112222"):
        assert words.encode() not in sealed
        assert json.dumps(words).strip('"').encode() not in sealed


def test_nobody_else_has_it(stage, agent):
    keep(agent, "intake.register", WORDS, key="", at=stage.at)
    assert kept(stage.who("shift_lead").user_id, "intake.register") is None
    assert kept(agent, "intake.collect") is None


def test_without_its_key_it_is_lost_and_the_page_is_not(stage, agent):
    keep(agent, "f", WORDS, key="", at=stage.at)
    with using(new_ring()):
        assert kept(agent, "f") is None


def test_what_was_sent_is_no_draft_and_what_arrives_late_is_not_kept(stage, agent):
    keep(agent, "f", WORDS, key="k1", at=stage.at)
    Told.objects.create(actor_id=agent, key="k1", event_id=agent, subject_id=agent, at=stage.at)
    assert kept(agent, "f") is None
    assert keep(agent, "f", WORDS, key="k1", at=stage.at) is False
    assert keep(agent, "f", WORDS, key="k2", at=stage.at) is True
    assert kept(agent, "f").typed == WORDS


def test_sending_one_page_leaves_the_draft_of_another_page(stage, agent):
    keep(agent, "f", WORDS, key="second", at=stage.at)
    assert throw_away(agent, "f", key="first") == 0
    assert throw_away(agent, "f", key="second") == 1
    assert kept(agent, "f") is None


def test_too_old_ones_are_deleted_and_young_ones_stay(stage, agent, settings):
    settings.DRAFTS_KEPT_DAYS = 7
    keep(agent, "old", WORDS, key="", at=stage.at)
    keep(agent, "young", WORDS, key="", at=stage.at + timedelta(days=1))
    assert remove_old(stage.at + timedelta(days=7, minutes=1)) == 1
    assert kept(agent, "old") is None
    assert kept(agent, "young")


def test_the_oldest_give_way(stage, agent):
    for number in range(MOST_DRAFTS + 1):
        keep(agent, f"f{number}", WORDS, key="", at=stage.at + timedelta(minutes=number))
    assert Draft.objects.count() == MOST_DRAFTS
    assert kept(agent, "f0") is None
    assert kept(agent, "f1")


@pytest.mark.parametrize(
    "typed",
    [{"text": ["长" * 200_001]}, {str(n): ["x"] for n in range(401)}],
    ids=["too-long", "too-many"],
)
def test_more_than_a_form_takes_is_refused(stage, agent, typed):
    with pytest.raises(Refused):
        keep(agent, "f", typed, key="", at=stage.at)
    assert not Draft.objects.exists()


def test_a_changed_key_seals_them_anew(stage, agent):
    keep(agent, "f", WORDS, key="", at=stage.at)
    turned = rotated(ring())
    assert list(reseal_drafts(turned)) == [True]
    assert is_current(turned, Draft.objects.get().typed)
    assert list(reseal_drafts(turned)) == [False]
    with using(turned):
        assert kept(agent, "f").typed == WORDS


# -- the pages -------------------------------------------------------------------------------------------------------


def test_a_page_keeps_and_throws_away(stage):
    agent = signed_in(stage, "agent")
    said = {"text": "三盏路灯不亮", "move_key": "k1", "csrfmiddlewaretoken": "x", "step": "look"}
    assert agent.post("/drafts/intake.register/", said).status_code == 204
    assert kept(stage.who("agent").user_id, "intake.register").typed == {"text": ["三盏路灯不亮"]}
    gone = agent.post("/drafts/intake.register/away/", {"back": "/intake/new/"})
    assert (gone.status_code, gone["Location"]) == (302, "/intake/new/")
    assert not Draft.objects.exists()


def test_it_leads_back_only_into_the_house(stage):
    gone = signed_in(stage, "agent").post("/drafts/f/away/", {"back": "https://elsewhere.example/"})
    assert gone["Location"] == "/"


def test_a_visitor_keeps_nothing_and_an_address_gives_nothing(stage):
    assert Client().post("/drafts/intake.register/", {"text": "x"}).status_code == 302
    assert not Draft.objects.exists()
    with travelling(stage.at):
        assert signed_in(stage, "agent").get("/drafts/intake.register/").status_code == 405


def test_a_page_without_the_token_keeps_nothing(stage):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=stage.who("agent").user_id), backend="huiyin.people.backends.ByNumber")
    assert client.post("/drafts/f/", {"text": "x"}).status_code == 403
    assert not Draft.objects.exists()


def test_the_counter_brings_it_back_and_says_so(stage):
    agent = signed_in(stage, "agent")
    assert "未提交的内容" not in text_of(agent.get("/intake/new/"))
    agent.post("/drafts/intake.register/", {"text": "三盏路灯不亮", "kind": "complaint", "move_key": "k1"})
    stage.later(hours=1)
    shown = text_of(agent.get("/intake/new/"))
    assert "已恢复 09:30 未提交的内容" in shown
    assert "三盏路灯不亮" in shown
    assert '<option value="complaint" selected>' in shown
    assert 'value="k1"' not in shown
    assert "未提交的内容" not in text_of(signed_in(stage, "shift_lead").get("/intake/new/"))


def test_registering_throws_it_away_and_a_refusal_does_not(stage):
    agent = signed_in(stage, "agent")
    said = {
        **stage.said(), "wishes": "修好", "step": "register", "move_key": "k1", "urgency": "ordinary", "title": "",
    }  # fmt: skip
    agent.post("/drafts/intake.register/", said)
    assert agent.post("/intake/new/", said).status_code == 422
    assert Draft.objects.exists()
    assert agent.post("/intake/new/", {**said, "title": "路灯不亮"}).status_code == 200
    assert not Draft.objects.exists()
    # A save that was under way when the form was sent arrives now.
    assert agent.post("/drafts/intake.register/", said).status_code == 204
    assert "未提交的内容" not in text_of(agent.get("/intake/new/"))


def test_a_page_that_another_person_left_open_keeps_nothing_for_whoever_is_signed_in_now(stage):
    agent, lead = signed_in(stage, "agent"), signed_in(stage, "shift_lead")
    tag = tag_of(stage.who("agent").user_id)
    said = {"text": "三盏路灯不亮", "draft_tag": tag}
    assert lead.post("/drafts/intake.register/", said).status_code == 403
    assert not Draft.objects.exists()
    assert agent.post("/drafts/intake.register/", said).status_code == 204
    assert kept(stage.who("agent").user_id, "intake.register").typed == {"text": ["三盏路灯不亮"]}


def test_the_key_for_the_browser_is_the_persons_own_and_is_not_the_name_of_it(stage):
    first, second = (of_move(stage.who(who), "f", "/", stage.at).page for who in ("agent", "shift_lead"))
    again = of_move(stage.who("agent"), "g", "/", stage.at).page
    assert first.seal_key == again.seal_key != second.seal_key
    assert first.seal_tag == again.seal_tag != second.seal_tag
    assert str(stage.who("agent").user_id) not in first.seal_tag
    assert len(b64decode(first.seal_key)) == 32


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_the_form_of_a_move_brings_back_what_was_typed_until_it_is_sent(db, settings, city):
    settings.CITY = city
    stage = set_stage(city)
    seat_everybody(stage)
    share = stage.sign(stage.dispatch(stage.register().case))
    handler, leader = signed_in(stage, "water.handler"), signed_in(stage, "water.leader")
    form, address = f"assignment.{share.pk}.reply", f"/moves/assignment/{share.pk}/reply/"
    shown = text_of(handler.get(address))
    assert f'data-draft="/drafts/{form}/"' in shown
    assert "未提交的内容" not in shown
    handler.post(f"/drafts/{form}/", {"public": "明天修好", "contacted": "on", "move_key": "k1", "move_seen": "1"})
    stage.later(hours=1)
    stage.move_share(share, "remark", "water.head", remark="已约施工队")
    shown = text_of(handler.get(address))
    assert "已恢复 09:30 未提交的内容" in shown
    assert "明天修好" in shown
    assert f'name="move_seen" value="{stage.reload(share.case).event_count}"' in shown
    assert 'value="k1"' not in shown
    charge = f"/moves/assignment/{share.pk}/charge/"
    assert "data-draft=" not in text_of(leader.get(charge))
    said = {
        **stage.reply_said(share.case),
        "move_key": "k2",
        "wish_results-0-result": "solved",
        "wish_results-0-evidence": "照片",
    }
    del said["wish_results"]
    sent = {name: "on" if value is True else value for name, value in said.items()}
    assert handler.post(address, {**sent, "public": ""}).status_code == 422
    assert Draft.objects.exists()
    assert handler.post(address, sent).status_code == 302
    assert not Draft.objects.exists()
