"""A story of the library told in a paper, bound and frozen; an information item that is entered into its register once."""

from io import BytesIO
from typing import Any

import docx
import pytest
from django.urls import reverse

from huiyin.briefs.act import draw_up_correction
from huiyin.briefs.composing.cases import entry_of_story
from huiyin.briefs.composing.starting import _taken_over
from huiyin.briefs.followers import enter_into_register, leave_register
from huiyin.briefs.models import Brief, BriefEntry, SignedBrief
from huiyin.briefs.source import CasesEntry, StoryEntry, read_back
from huiyin.cases.models import Case
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.insight.act import STORIES, ledger
from huiyin.insight.models import Story
from huiyin.journal.models import Event
from huiyin.journal.work import deliver_all
from huiyin.registers.models import Entry


@pytest.fixture
def office(quiet, monkeypatch):
    """The check has tests of its own; here it finds nothing."""
    monkeypatch.setattr("huiyin.briefs.checked.findings_of", lambda brief: ())
    return quiet


def listed(office: Any, case: Case, **other: Any) -> Story:
    said = {
        "title": "柳巷路灯三日修复", "retelling": "居民王小明（13800001111）反映路灯不亮", "measure": "更换灯泡三只",
        "lesson": "先修后查。", "state": "listed", **other,
    }  # fmt: skip
    at, by = office.stage.at, office.who("auditor").user_id
    return Story.objects.create(
        ledger=ledger(STORIES), book=case.book, case=case, proposed_at=at, proposed_by_id=by, listed_at=at, **said
    )


def at(name: str, *args: Any) -> str:
    return reverse(f"briefs:{name}", args=args)


def test_a_story_is_chosen_masked_leads_back_and_is_frozen_with_the_paper(office):
    case = office.stage.register(name="王小明", phone="13800001111").case
    story = listed(office, case)
    brief, editor = office.drawn("info_item"), office.client("editor")
    with times.travelling(office.stage.at):
        page = editor.get(at("choose_story", brief.number), {"q": "路灯"}).content.decode()
        assert f'value="{story.pk}"' in page
        assert story.title not in editor.get(at("choose_story", brief.number), {"q": "供暖"}).content.decode()
        for wrong in ("", "x", str(case.pk)):
            assert editor.post(at("choose_story", brief.number), {"story": wrong}).status_code == 422
        done = editor.post(at("choose_story", brief.number), {"at": "0", "story": str(story.pk)})
        assert done.headers["Location"] == f"{at('edit', brief.number)}#e1"
    brief.refresh_from_db()
    # It took the place of the words that there was nothing to tell.
    _, entry = read_back(brief.source)
    told = "居民****（****）反映路灯不亮。更换灯泡三只。先修后查。"
    assert entry == StoryEntry(number=case.number, title=story.title, text=told, story=str(story.pk))

    with times.travelling(office.stage.at):
        form = editor.get(at("edit", brief.number)).content.decode()
        assert f"/insight/stories/{story.pk}/" in form
        # What is typed over its words leaves it bound, in the browser and in WPS.
        sent = {"text-1": f"{told}值得推广。", "title-1": story.title, "do": "save", "move_key": "a"}
        assert editor.post(at("edit", brief.number), sent).status_code == 302
        file = docx.Document(BytesIO(editor.get(at("docx", brief.number)).content))
        line = next(one for one in file.paragraphs if "值得推广" in one.text)
        line.runs[-1].text = line.runs[-1].text.replace("值得推广", "可供借鉴")
        edited = BytesIO()
        file.save(edited)
        edited.seek(0)
        edited.name = "改过.docx"
        editor.post(at("docx_back", brief.number), {"file": edited})
    brief.refresh_from_db()
    back = next(one for one in read_back(brief.source) if isinstance(one, StoryEntry))
    assert (back.story, back.text) == (str(story.pk), f"{told}可供借鉴。")

    brief = office.until(office.revised(brief), "distribute")
    kept = next(one for one in SignedBrief.objects.get(brief=brief).document["blocks"] if one["type"] == "case")
    assert (kept["story"], kept["number"]) == (str(story.pk), case.number)
    Story.objects.filter(pk=story.pk).update(title="改了名", retelling="另一个案情")
    with times.travelling(office.stage.at):
        for who, leads in (("editor", True), ("secretary_general", True)):
            page = office.client(who).get(at("paper", brief.number)).content.decode()
            assert "柳巷路灯三日修复" in page and "13800001111" not in page and "王小明" not in page
            assert (f"/insight/stories/{story.pk}/" in page) is leads, who
        for who in ("agent", "water.head"):
            assert office.client(who).get(at("choose_story", brief.number)).status_code == 404
    # The story belonged to its own time: the next issue chooses anew.
    assert list(_taken_over([back], ())) == [CasesEntry(n=1)]


@pytest.mark.parametrize("hidden", ["confidential", "removed"])
def test_what_may_not_be_told_is_not_offered_and_refused(office, hidden):
    case = office.stage.register(confidential=hidden == "confidential").case
    story = listed(office, case, state="listed" if hidden == "confidential" else "removed")
    brief = office.drawn("info_item")
    with times.travelling(office.stage.at):
        page = office.client("editor").get(at("choose_story", brief.number)).content.decode()
        assert "还没有可以选入的案例" in page
        sent = office.client("editor").post(at("choose_story", brief.number), {"at": "0", "story": str(story.pk)})
    assert sent.status_code == 422
    with pytest.raises(Refused):
        entry_of_story(story)


def signed_event(brief: Brief, verb: str = "brief.sign") -> Event:
    return Event.objects.get(subject_id=brief.pk, verb=verb)


def test_a_signed_information_item_is_entered_into_its_register_once(office):
    item = office.move(office.drawn("info_item"), "retitle", "editor", title="老旧小区供暖温度偏低")
    item = office.until(office.revised(item), "sign")
    assert not Entry.objects.exists()
    deliver_all(lambda: office.stage.at)
    enter_into_register(signed_event(item), office.stage.at)
    entry = Entry.objects.get()
    assert (entry.register, entry.state, entry.day) == ("info_items", "kept", office.stage.at.date())
    assert entry.content["title"] == "老旧小区供暖温度偏低"
    assert entry.content["text"].startswith("〔2018〕第1条\n")
    with times.travelling(office.stage.at):
        page = office.client("editor").get(at("paper", item.number)).content.decode()
        assert f"/registers/entry/{entry.number}/" in page
    # Kinds that belong into no register leave no trace.
    other = office.until(office.revised(office.drawn("weekly")), "sign")
    enter_into_register(signed_event(other), office.stage.at)
    assert BriefEntry.objects.count() == 1

    # A correction is no second item: the entry says what is right, and what the office added to it stays.
    Entry.objects.filter(pk=entry.pk).update(content={**entry.content, "adopted": True})
    later = draw_up_correction(item, actor=office.who("editor"), at=office.stage.later(minutes=5))
    later = office.until(office.revised(office.move(later, "retitle", "editor", title="供暖温度偏低（更正）")), "sign")
    for _ in range(2):
        enter_into_register(signed_event(later), office.stage.at)
    entry.refresh_from_db()
    assert (entry.content["title"], entry.content["adopted"], entry.edition) == ("供暖温度偏低（更正）", True, 2)
    # Withdrawn, the entry says again what it said; with the last of its papers it goes.
    for paper, state, title in ((later, "kept", "老旧小区供暖温度偏低"), (item, "withdrawn", "老旧小区供暖温度偏低")):
        office.move(paper, "withdraw", reason="内容有误")
        for _ in range(2):
            leave_register(signed_event(paper, "brief.withdraw"), office.stage.at)
        entry.refresh_from_db()
        assert (entry.state, entry.content["title"]) == (state, title)
    # A signature that is delivered after the paper was withdrawn enters nothing.
    lost = office.until(office.revised(office.drawn("info_item")), "sign")
    office.move(lost, "withdraw", reason="内容有误")
    enter_into_register(signed_event(lost), office.stage.at)
    assert Entry.objects.count() == 1
