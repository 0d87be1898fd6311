"""Phrases stand behind keys; a key is one phrase's, and what registers by its key knows of which matter it is."""

import pytest

from huiyin.cases.tests.browser import signed_in, text_of
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.models import Event
from huiyin.knowledge.act import Words, end_phrase, write_phrase
from huiyin.knowledge.models import Phrase
from huiyin.knowledge.queries import phrases_on
from huiyin.knowledge.who import KEEPERS, PHRASE_READERS


def test_a_key_is_one_phrases_until_it_is_ended(stage, editor):
    first = editor.phrase()
    with pytest.raises(Refused) as refused:
        editor.phrase(title="另一条")
    assert refused.value.fields == {"key": "按键 1 已用于“公积金提取”"}
    end_phrase(first.pk, actor=stage.who("editor"), at=stage.at)
    assert editor.phrase(title="另一条").key == "1"
    verbs = Event.objects.filter(subject_kind="phrase").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["phrase.write", "phrase.end", "phrase.write"]


def test_every_reason_is_told_at_once(stage, editor):
    with pytest.raises(Refused) as refused:
        editor.phrase(key="F", title="", words="", kind="", item="Z99")
    assert set(refused.value.fields) == {"key", "title", "words", "kind", "item"}
    with pytest.raises(Refused) as refused:
        editor.phrase(topic="nowhere")
    assert set(refused.value.fields) == {"topic"}
    assert not Phrase.objects.exists()


def test_what_is_only_said_needs_no_matter(stage, editor):
    said = editor.phrase(group="closing", kind="", topic="", words="感谢您的来电，再见。")
    assert (said.registers, said.kind) == (False, "")


def test_a_phrase_is_not_offered_while_the_item_on_which_it_rests_is_not(stage, editor):
    item = editor.short_lived()
    phrase = editor.phrase(item=item.name, words="")
    assert phrases_on(local_day(stage.at)) == [phrase]
    assert item.answer in text_of(signed_in(stage, "agent").get("/knowledge/ready/"))
    stage.later(days=10)
    assert phrases_on(local_day(stage.at)) == []
    assert phrase.title not in text_of(signed_in(stage, "agent").get("/knowledge/ready/"))
    assert "依据已过期，不提供" in text_of(signed_in(stage, "agent").get("/knowledge/phrases/"))


def test_only_keepers_write(stage):
    words = Words("closing", "1", "结束", "再见")
    for who in ("agent", "stranger", "water.head"):
        with pytest.raises(NotYours):
            write_phrase(words, actor=stage.who(who), at=stage.at, city=stage.city)


def test_the_editor_writes_words_anew_and_ends_by_page(stage):
    browser = signed_in(stage, "editor")
    said = {"group": "closing", "key": "9", "title": "结束语", "words": "再见。"}
    refused = browser.post("/knowledge/phrases/new/", {**said, "words": ""})
    assert (refused.status_code, "请写怎么说" in text_of(refused)) == (422, True)
    assert browser.post("/knowledge/phrases/new/", said).status_code == 302
    phrase = Phrase.objects.get()
    assert "再见。" in text_of(browser.get(f"/knowledge/phrases/{phrase.pk}/"))
    assert browser.post(f"/knowledge/phrases/{phrase.pk}/", {**said, "words": "感谢来电。"}).status_code == 302
    shown = text_of(browser.get("/knowledge/phrases/"))
    assert "感谢来电。" in shown
    assert "<kbd>9</kbd>" in shown
    assert browser.post(f"/knowledge/phrases/{phrase.pk}/end/").status_code == 302
    assert "感谢来电。" not in text_of(browser.get("/knowledge/phrases/"))
    assert browser.get(f"/knowledge/phrases/{phrase.pk}/").status_code == 404


def test_who_reads_and_who_writes(stage, editor):
    phrase = editor.phrase()
    for who in [who for who in stage.actors if "." not in who or who.startswith("water")]:
        browser = signed_in(stage, who)
        post = stage.who(who).seats and next(iter(stage.who(who).seats)).post
        expected = {
            "/knowledge/phrases/": post in PHRASE_READERS, "/knowledge/phrases/new/": post in KEEPERS,
            f"/knowledge/phrases/{phrase.pk}/": post in KEEPERS,
        }  # fmt: skip
        for page, may in expected.items():
            assert browser.get(page).status_code == (200 if may else 404), (who, page)
        if post not in KEEPERS:
            assert browser.post(f"/knowledge/phrases/{phrase.pk}/end/").status_code == 404
    assert Phrase.objects.get().ended_at is None
