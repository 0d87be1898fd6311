"""An item is drafted, put in force and withdrawn; what is not in force or over is offered to nobody."""

from datetime import date

import pytest

from huiyin.cases.tests.browser import signed_in, text_of
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.models import Event
from huiyin.knowledge.models import Item
from huiyin.knowledge.queries import fitting, number_typed, offered_on
from huiyin.knowledge.who import KEEPERS, READERS


def offered(stage):
    return set(offered_on(local_day(stage.at)))


def test_what_is_drafted_is_offered_only_when_it_is_in_force(stage, editor):
    item = editor.draft()
    assert (item.name, item.state, offered(stage)) == ("Z1", "draft", set())
    item = editor.move(item, "publish")
    assert offered(stage) == {item}
    item = editor.move(item, "withdraw", reason="政策已变")
    assert (item.state, offered(stage)) == ("withdrawn", set())
    assert editor.move(item, "take_up").state == "draft"
    acts = Event.objects.filter(subject_id=item.pk).order_by("seq").values_list("verb", "case_id")
    assert list(acts) == [(f"knowledge.{one}", None) for one in ("write", "publish", "withdraw", "take_up")]


def test_it_is_offered_from_its_first_day_to_its_last(stage, editor):
    item = editor.in_force(valid_from=date(2018, 6, 5), valid_until=date(2018, 6, 10))
    days = [date(2018, 6, day) for day in (4, 5, 10, 11)]
    assert [item in offered_on(day) for day in days] == [False, True, True, False]


def test_the_words_of_before_stay_as_an_edition(stage, editor):
    item = editor.in_force()
    stage.later(days=1)
    item = editor.move(item, "revise", **editor.said(answer="改到二楼办理。"))
    assert (item.edition, item.state, item.answer) == (2, "in_force", "改到二楼办理。")
    words = item.editions.order_by("number").values_list("number", "answer")
    assert list(words) == [(1, "带身份证到政务大厅三楼公积金窗口办理。"), (2, "改到二楼办理。")]


def test_every_reason_against_an_item_is_told_at_once(stage, editor):
    with pytest.raises(Refused) as refused:
        editor.draft(valid_from=date(2018, 6, 9), valid_until=date(2018, 6, 8), owner=str(stage.who("editor").user_id))
    assert set(refused.value.fields) == {"valid_until", "owner"}
    assert not Item.objects.exists()


def test_what_is_over_is_not_put_in_force(stage, editor):
    item = editor.draft(valid_from=date(2018, 5, 1), valid_until=date(2018, 6, 3))
    with pytest.raises(Refused, match="有效期已过"):
        editor.move(item, "publish")


@pytest.mark.parametrize("who", ["agent", "dispatcher", "water.handler", "stranger"])
def test_only_its_keepers_write(stage, editor, who):
    item = editor.draft()
    with pytest.raises(NotYours):
        editor.move(item, "publish", who=who)


def test_a_draft_sent_twice_is_one(stage):
    browser = signed_in(stage, "editor")
    said = {"question": "几点上班？", "answer": "九点。", "owner": str(stage.units["bureau"].pk), "move_key": "k"}
    assert [browser.post("/knowledge/new/", said)["Location"] for _ in range(2)] == ["/knowledge/1/"] * 2
    assert Item.objects.count() == 1


def test_what_is_typed_finds_what_fits_best_first(stage, editor):
    fund = editor.in_force(topic="")
    lamp = editor.in_force(question="路灯坏了找谁修？", topic="")
    pension = editor.in_force(question="公积金贷款怎么办？", topic="")
    today = local_day(stage.at)
    assert fitting("市民问公积金提取要什么材料", "", today) == [fund, pension]
    assert fitting("我家门口的路灯坏了三天", "", today) == [lamp]
    assert fitting("的确", "", today) == []
    assert fitting("", "", today) == []


def test_the_topic_that_agrees_goes_first(stage, editor):
    other = editor.in_force(topic="")
    mine = editor.in_force(question="退休的人能提公积金吗？")
    assert fitting("公积金", stage.leaf(), local_day(stage.at)) == [mine, other]
    assert fitting("", stage.leaf(), local_day(stage.at)) == [mine]


def test_after_a_revision_it_is_found_by_its_new_words_only(stage, editor):
    item = editor.in_force(topic="")
    editor.move(item, "revise", **editor.said(question="医保卡怎么补办？", topic=""))
    today = local_day(stage.at)
    assert (fitting("公积金怎么提取", "", today), fitting("补办医保卡", "", today)) == ([], [item])


@pytest.mark.parametrize(
    ("typed", "number"), [("Z12", 12), ("12", 12), ("z12 公积金", 12), ("公积金", None), ("", None), ("Z1234567890", None)],
    ids=["name", "digits", "suggestion", "words", "nothing", "too-long"],
)  # fmt: skip
def test_an_item_is_named_by_its_number(typed, number):
    assert number_typed(typed) == number


# -- pages -----------------------------------------------------------------------------------------------------------


def test_the_editor_drafts_mends_and_puts_in_force_by_page(stage):
    browser = signed_in(stage, "editor")
    said = {"question": "几点上班？", "answer": "九点。", "owner": str(stage.units["bureau"].pk), "topic": stage.leaf()}
    refused = browser.post("/knowledge/new/", {**said, "answer": ""})
    assert refused.status_code == 422
    assert "请填写答复" in text_of(refused)
    assert "几点上班" in text_of(refused)
    assert browser.post("/knowledge/new/", said)["Location"] == "/knowledge/1/"
    assert "几点上班？" in text_of(browser.get("/moves/knowledge/1/revise/"))
    assert browser.post("/moves/knowledge/1/revise/", {**said, "answer": "八点半。"}).status_code == 302
    assert browser.post("/moves/knowledge/1/publish/", {}).status_code == 302
    shown = text_of(browser.get("/knowledge/1/"))
    for words in ("八点半。", "九点。", "第 2 版", "生效", "/moves/knowledge/1/withdraw/"):
        assert words in shown


def test_the_list_is_searched_and_marks_what_is_over(stage, editor):
    editor.short_lived()
    editor.in_force(question="路灯坏了找谁修？", answer="打本热线。")
    stage.later(days=10)
    browser = signed_in(stage, "editor")
    shown = text_of(browser.get("/knowledge/"))
    assert shown.count("已过期") == 1 + 1  # the filter's own word
    for query, found in (
        ("q=公积金", {"Z1"}),
        ("q=本热线", {"Z2"}),
        ("q=z2", {"Z2"}),
        ("over=1", {"Z1"}),
        ("state=draft", set()),
    ):
        page = text_of(browser.get(f"/knowledge/?{query}"))
        assert {name for name in ("Z1", "Z2") if f'number">{name}<' in page} == found, query


def test_the_list_costs_the_same_for_five_and_for_twenty(stage, editor):
    browser, costs = signed_in(stage, "editor"), []
    browser.get("/knowledge/")
    for many in (5, 15):
        for number in range(many):
            editor.in_force(question=f"第{number}问，共{many}问")
        browser.get("/knowledge/")
        costs.append(browser.statements)
    assert costs[0] == costs[1]


def test_who_reads_and_who_writes(stage, editor):
    editor.in_force()
    editor.draft()
    everybody = [who for who in stage.actors if "." not in who or who.startswith("water")]
    for who in everybody:
        browser = signed_in(stage, who)
        post = stage.who(who).seats and next(iter(stage.who(who).seats)).post
        reads, keeps = post in READERS, post in KEEPERS
        asked = [
            browser.get(page).status_code
            for page in ("/knowledge/", "/knowledge/1/", "/knowledge/2/", "/knowledge/new/")
        ]
        assert asked == [200 if may else 404 for may in (reads, reads, keeps, keeps)], who
        if not keeps:
            assert browser.post("/moves/knowledge/2/publish/", {}).status_code == 404, who
    assert Item.objects.get(number=2).state == "draft"


def test_a_visitor_is_sent_to_the_sign_in(stage, client):
    for page in ("/knowledge/", "/knowledge/phrases/", "/knowledge/ready/", "/knowledge/new/"):
        assert "/people/sign-in/" in client.get(page)["Location"]


@pytest.mark.postgresql
def test_on_postgresql_an_item_is_found_by_its_words(postgresql_url, in_process):
    found = in_process(postgresql_url, "huiyin.knowledge.tests.hands:draft")
    assert found == ["么提", "公积", "怎么", "提取", "积金", "金怎"]
