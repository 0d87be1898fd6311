"""The library of cases: told without the person, approved by a second one, found by what it says."""

from datetime import timedelta

import pytest

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import text_of
from huiyin.flow.times import local_day, travelling
from huiyin.insight.measures import MEASURES
from huiyin.insight.models import Story
from huiyin.insight.states import StoryState
from huiyin.measures.figures import figures
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope

TELLING = {
    "title": "小区门前排水管网堵塞", "retelling": "居民反映门前污水外溢，联系不上物业", "course": "6 月 8 日 受理\n6 月 9 日 疏通",
    "measure": "疏通管网 120 米，更换井盖 3 个", "lesson": "管网堵塞先疏通，后分清责任", "helped": "供电公司", "move_key": "k",
}  # fmt: skip


@pytest.mark.mission(65, 124, 125, 127, 146)
def test_a_closed_case_is_told_approved_and_found(town):
    case = town.stage.handled()
    teller, director, unit = town.browser("auditor"), town.browser("director"), town.browser("west.handler")
    address = f"/insight/stories/new/{case.number}/"
    assert address in text_of(teller.get(f"/insight/of/{case.number}/"))
    form = text_of(teller.get(address))
    assert "群众反映" in form and "办结" in form, "the course of the handling stands there already"
    refused = teller.post(address, {**TELLING, "retelling": "请联系 13912345678"})
    assert refused.status_code == 422 and "个人信息" in text_of(refused)
    done = teller.post(address, {**TELLING, "online": "on"})
    row = Story.objects.get()
    assert done["Location"] == f"/insight/stories/{row.pk}/"
    assert unit.get(f"/insight/stories/{row.pk}/").status_code == 404, "what is not approved is not read"
    assert teller.get(f"/moves/story/{row.pk}/approve/").status_code == 404, "nobody approves the own"
    director.post(f"/moves/story/{row.pk}/send_back/", {"why": "启示再写具体些"})
    revised = {**TELLING, "lesson": "先疏通，后分责，三天内回访", "online": "on", "move_key": "second"}
    assert teller.post(f"/moves/story/{row.pk}/revise/", revised).status_code == 302
    director.post(f"/moves/story/{row.pk}/approve/", {"why": "可供培训"})
    assert Story.objects.get(pk=row.pk).state == StoryState.LISTED
    assert TELLING["title"] in text_of(unit.get("/insight/stories/", data={"q": "三天内回访"}))
    assert TELLING["title"] not in text_of(unit.get("/insight/stories/", data={"q": "供暖"}))
    assert TELLING["title"] in text_of(unit.get("/insight/stories/", data={"online": "1"}))
    for year, there in (("2020", True), ("2019", False), ("9999999", False), ("二零", False)):
        assert (TELLING["title"] in text_of(unit.get("/insight/stories/", data={"year": year}))) is there
    shown = text_of(unit.get(f"/insight/stories/{row.pk}/"))
    assert "6 月 9 日 疏通" in shown, "with its course"
    assert "疏通管网" in shown and "供电公司" in shown and case.number not in shown, "the case itself is not the unit's"
    assert town.browser("stranger").get("/insight/stories/").status_code == 404
    assert teller.post(address, {**TELLING, "move_key": "other"}).status_code == 422, "a case is told once"


@pytest.mark.mission(126)
def test_that_a_suggestion_was_taken_up_is_a_fact_of_the_case(town):
    case = town.stage.handled()
    teller = town.browser("editor")
    address = f"/insight/stories/new/{case.number}/"
    asked = {**TELLING, "title": "市民建议补装照明", "adopted": "on"}
    assert teller.post(address, asked).status_code == 422
    Case.objects.filter(pk=case.pk).update(suggestion_adopted=True)
    teller.post(address, {**asked, "move_key": "again"})
    row = Story.objects.get()
    town.browser("director").post(f"/moves/story/{row.pk}/approve/", {})
    assert "市民建议补装照明" in text_of(teller.get("/insight/stories/", data={"adopted": "1"}))
    day = local_day(town.stage.at)
    with travelling(town.stage.at):
        counted = figures(Registry(MEASURES), Scope(day, day + timedelta(days=1), book=town.stage.book))
        assert (counted["stories"].value, counted["stories.adopted"].value, counted["alerts"].value) == (1, 1, 0)
    adopted = next(one for one in MEASURES if one.name == "stories.adopted")
    for begin, there in ((day, True), (day + timedelta(days=1), False)):
        listed = text_of(teller.get(adopted.listed_at(Scope(begin, begin + timedelta(days=1)))))
        assert ("市民建议补装照明" in listed) is there, "the list takes the days of the figure"
