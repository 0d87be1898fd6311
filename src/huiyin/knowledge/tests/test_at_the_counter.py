"""At the counter a consultation is registered and answered in one act; the event names the item that was cited."""

from datetime import timedelta
from itertools import count

import pytest

from huiyin.cases.models import Case, Tag
from huiyin.cases.ready import ABUSE
from huiyin.cases.tests.browser import signed_in, text_of
from huiyin.flow import times
from huiyin.journal.models import Event, Remark


@pytest.fixture
def agent(stage):
    return signed_in(stage, "agent")


def typed(**other):
    """What stands in the form of the counter when the agent has typed nothing but a number."""
    return {"phone": "13911112222", "channel": "phone", "urgency": "ordinary", **other}


@pytest.fixture
def running_clock(stage, monkeypatch):
    """The clock goes on between two looks at it, as it does outside of tests."""
    looks = count()
    monkeypatch.setattr(times, "now", lambda: stage.at + timedelta(microseconds=next(looks)))


@pytest.mark.usefixtures("running_clock")
def test_a_phrase_registers_and_answers_at_once(stage, editor, agent):
    phrase = editor.phrase()
    editor.phrase(group="closing", key="9", kind="", topic="", words="感谢您的来电，再见。")
    done = agent.post("/intake/new/", typed(step=f"ready:phrase.{phrase.pk}", move_key="k"))
    case = Case.objects.get()
    assert (case.state, case.outcome, case.title, case.kind, case.category) == (
        "closed", "direct_answer", "公积金提取", "consult", stage.leaf(),
    )  # fmt: skip
    assert case.answers.get().text == "带身份证到三楼办理。"
    shown = text_of(done)
    for words in (case.number, "已直接答复", "结束语：感谢您的来电，再见。"):
        assert words in shown


def test_pressed_twice_it_is_one(stage, editor, agent):
    phrase = editor.phrase()
    for _ in range(2):
        assert agent.post("/intake/new/", typed(step=f"ready:phrase.{phrase.pk}", move_key="k")).status_code == 200
    assert Case.objects.count() == 1
    assert Event.objects.filter(verb="case.answer_directly").count() == 1


def test_what_the_agent_typed_goes_before_what_lies_ready(stage, editor, agent):
    phrase = editor.phrase()
    agent.post(
        "/intake/new/", typed(step=f"ready:phrase.{phrase.pk}", title="异地提取", text="在外地怎么提取", tags="创文")
    )
    case = Case.objects.get()
    assert (case.title, case.text) == ("异地提取", "在外地怎么提取")
    assert list(case.tags.values_list("name", flat=True)) == ["创文"]


def test_the_event_names_the_item_and_its_edition(stage, editor, agent):
    item = editor.in_force()
    editor.move(item, "revise", **editor.said(answer="二楼办理。"))
    agent.post(
        "/intake/new/",
        typed(step=f"ready:item.{item.number}", title="问公积金", text="怎么提取", category=stage.leaf()),
    )
    case = Case.objects.get()
    said = Event.objects.get(verb="case.answer_directly").said
    assert (said["cited"], said["cited_as"]) == (str(item.pk), "Z1 第2版")
    assert (case.title, case.state, case.answers.get().text) == ("问公积金", "closed", "二楼办理。")


def test_what_is_over_by_now_is_refused_and_nothing_is_lost_or_written(stage, editor, agent):
    item = editor.short_lived()
    stage.later(days=10)
    refused = agent.post("/intake/new/", typed(step=f"ready:item.{item.number}", title="问公积金", text="怎么提取"))
    assert refused.status_code == 422
    assert "已停用或过期" in text_of(refused)
    assert "问公积金" in text_of(refused)
    assert not Case.objects.exists()


def test_what_lacks_is_told_and_nothing_is_half_done(stage, editor, agent):
    item = editor.in_force(topic="")
    refused = agent.post("/intake/new/", typed(step=f"ready:item.{item.number}", title="问公积金", text="怎么提取"))
    assert refused.status_code == 422
    assert "请填写事项分类" in text_of(refused)
    assert not Case.objects.exists()


def test_abuse_is_tagged_goes_to_the_reviewer_and_is_seen_at_the_next_call(stage, editor, agent):
    phrase = editor.phrase(group="abuse", key="0", title="骚扰谩骂来电", words="请您文明用语，再见。")
    agent.post("/intake/new/", typed(step=f"ready:phrase.{phrase.pk}"))
    case = Case.objects.get()
    assert (case.state, Tag.objects.get().name) == ("in_review", ABUSE)
    assert Remark.objects.filter(case_id=case.pk, text="骚扰谩骂，请核实后作废").exists()
    assert "骚扰谩骂</span> 1 次" in text_of(agent.post("/intake/look/", typed()))
    assert "骚扰谩骂</span>" not in text_of(agent.post("/intake/look/", typed(phone="13700000001")))


def test_a_later_answer_by_page_cites_by_number(stage, editor, agent):
    item, case = editor.in_force(), stage.register().case
    form = text_of(agent.get(f"/moves/case/{case.number}/answer_directly/"))
    assert 'value="Z1"' in form
    solved = next(r.code for r in stage.book.results if r.solves)
    said = {"answer": "三楼办理", "way": "phone", "result": solved}
    address = f"/moves/case/{case.number}/answer_directly/"
    refused = agent.post(address, {**said, "cited": "Z77"})
    assert (refused.status_code, "cited" in text_of(refused)) == (422, True)
    draft = editor.draft()
    assert "没有这条知识，或它已过期" in text_of(agent.post(address, {**said, "cited": draft.name}))
    assert agent.post(address, {**said, "cited": "Z1 公积金怎么提取？"}).status_code == 302
    assert Event.objects.get(verb="case.answer_directly").said["cited_as"] == "Z1 第1版"
    assert item.pk


def test_what_fits_is_shown_while_it_is_typed_and_only_by_post(stage, editor, agent):
    editor.in_force()
    part = agent.post("/knowledge/fitting/", {"title": "公积金提取", "phone": "13911112222"})
    assert "带身份证到政务大厅" in text_of(part)
    assert "13911112222" not in text_of(part)
    assert agent.get("/knowledge/fitting/?title=公积金").status_code == 405
    assert "没有相近的知识" in text_of(agent.post("/knowledge/fitting/", {"title": "路灯不亮"}))


def test_strangers_get_no_part(stage, editor):
    editor.in_force()
    for who in ("stranger", "water.handler", "evaluator"):
        browser = signed_in(stage, who)
        assert browser.get("/knowledge/ready/").status_code == 404
        assert browser.post("/knowledge/fitting/", {"title": "公积金"}).status_code == 404
