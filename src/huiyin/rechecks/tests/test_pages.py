"""The pages of the rechecks as the posts use them; nobody of a unit and no stranger finds them."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.cases.tests.browser import text_of
from huiyin.files.models import Attachment
from huiyin.flow.times import travelling
from huiyin.measures.figures import figures
from huiyin.measures.intervals import wilson
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.rechecks.measures import MEASURES
from huiyin.rechecks.models import Draw, Recheck


def shown(browser, address, **query):
    response = browser.get(address, data=query)
    assert response.status_code == 200, address
    return text_of(response)


def photo():
    picture = BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "JPEG")
    return SimpleUploadedFile("路灯.jpg", picture.getvalue(), "image/jpeg")


def test_a_supervisor_draws_and_shares_out_and_a_checker_tells_what_was_found(town):
    for _ in range(3):
        town.closed()
    town.in_july()
    supervisor = town.browser("supervisor")
    assert 'value="2020-06-01"' in shown(supervisor, "/rechecks/draws/")
    wrong = supervisor.post("/rechecks/draws/", {"since": "2020-06-31", "last": "2020-06-30"})
    assert wrong.status_code == 422 and "请填写日期" in text_of(wrong)
    done = supervisor.post("/rechecks/draws/", {"since": "2020-06-01", "last": "2020-06-30"})
    assert done["Location"] == "/rechecks/assign/"
    people = re.findall(r'name="people" value="([^"]+)"', shown(supervisor, "/rechecks/assign/"))
    assert len(people) == 2
    assert supervisor.post("/rechecks/assign/", {}).status_code == 422
    assert supervisor.post("/rechecks/assign/", {"people": people}).status_code == 302
    row = Recheck.objects.filter(checker=town.stage.who("assessor").user_id).get()
    assessor = town.browser("assessor")
    assert row.case.number in shown(assessor, "/rechecks/", mine="1")
    page = shown(assessor, f"/rechecks/{row.pk}/")
    assert row.case.text in page and "登记核实结果" in page and "13800005521" not in page
    said = {"verdict": "not_solved", "way": "visit", "words": "三盏灯都不亮", "move_files": [photo()]}
    assert assessor.post(f"/moves/recheck/{row.pk}/check/", {**said, "words": ""}).status_code == 422
    said["move_files"] = [photo()]
    assert assessor.post(f"/moves/recheck/{row.pk}/check/", said).status_code == 302
    assert '<a class="in-text" href="?state=found">待处理 <b>1</b></a>' in shown(supervisor, "/rechecks/")
    assert Attachment.objects.filter(subject_kind="recheck", subject_id=row.pk).count() == 1
    page = shown(supervisor, f"/rechecks/{row.pk}/")
    assert "三盏灯都不亮" in page and "发回重新办理" in page and "路灯.jpg" in page
    supervisor.post(f"/moves/recheck/{row.pk}/do_again/", {"reason": "现场未修"})
    page = shown(supervisor, f"/rechecks/{row.pk}/")
    assert "重新办理" in page and "现场未修" in page


def test_who_checks_rings_through_the_platform_and_nobody_else(july):
    row = july.assigned(Recheck.objects.first(), "shift_lead")
    checker = july.browser("shift_lead")
    assert "通过平台呼叫" in shown(checker, f"/rechecks/{row.pk}/")
    assert checker.post(f"/rechecks/{row.pk}/dial/").status_code == 302
    assert july.browser("assessor").post(f"/rechecks/{row.pk}/dial/").status_code == 404


@pytest.mark.parametrize("who", ["water.handler", "stranger", "agent", "auditor"])
def test_to_a_stranger_the_pages_are_not_there(july, who):
    browser, row = july.browser(who), Recheck.objects.first()
    for address in ("", "draws/", "assign/", "results/", f"{row.pk}/", f"draws/{row.draw_id}/"):
        assert browser.get(f"/rechecks/{address}").status_code == 404, address
    assert browser.get(f"/moves/recheck/{row.pk}/assign/").status_code == 404


def test_who_may_have_to_check_sees_what_is_the_own(july):
    mine, other = Recheck.objects.order_by("lot")
    july.assigned(mine, "shift_lead")
    browser = july.browser("shift_lead")
    page = shown(browser, "/rechecks/")
    assert mine.case.number in page and other.case.number not in page
    assert browser.get(f"/rechecks/{other.pk}/").status_code == 404
    assert browser.get("/rechecks/results/").status_code == 404
    assert browser.post("/rechecks/draws/", {}).status_code == 404


@pytest.mark.mission(177)
def test_the_verified_rate_stands_with_its_interval_beside_the_reported_one(july):
    july.stage.at = july.stage.at.replace(month=6, day=20)
    july.closed_unsatisfied()
    july.in_july()
    first, second = Recheck.objects.order_by("lot")
    july.checked(first, "solved")
    july.checked(second, "partly", "shift_lead")
    page = shown(july.browser("city_leader"), "/rechecks/results/")
    low, high = wilson(1, 2)
    assert f"{low}%～{high}%" in page and "50.0%" in page
    assert "80.0%" in page, "four of five were reported as satisfied"
    by_month = shown(july.browser("supervisor"), "/rechecks/results/", by="month")
    assert "2020-06" in by_month
    behind = unescape(re.findall(r'href="([^"]*verdict=partly[^"]*)"', page)[0])
    listed = shown(july.browser("supervisor"), behind)
    assert second.case.number in listed and first.case.number not in listed


def test_the_figures_are_those_that_one_counts_by_hand(july):
    first, second = Recheck.objects.order_by("lot")
    july.checked(first, "not_solved")
    scope = Scope(date(2020, 6, 1), date(2020, 7, 1), book=july.stage.book)
    with travelling(july.stage.at):
        counted = figures(Registry(MEASURES), scope)
        west = figures(Registry(MEASURES), scope.narrowed(unit_path=july.stage.units["west"].path))
        july_only = figures(Registry(MEASURES), scope.narrowed(since=date(2020, 7, 1), until=date(2020, 8, 1)))
    found = {name: one.value for name, one in counted.items()}
    assert found == {
        "satisfied_closed": 4, "rated_closed": 4, "rechecks": 2, "rechecks.judged": 1, "rechecks.solved": 0,
        "rechecks.partly": 0, "rechecks.not_solved": 1, "rechecks.unreachable": 0, "verified_rate": 0, "claimed_rate": 1,
    }  # fmt: skip
    assert list(counted["rechecks.not_solved"].rows.values_list("pk", flat=True)) == [first.pk]
    assert west["satisfied_closed"].value == 1
    assert july_only["rechecks"].value == 0
    assert second.verdict == ""


def test_anybody_who_oversees_repeats_a_drawing(july):
    row = Draw.objects.get()
    page = shown(july.browser("city_leader"), f"/rechecks/draws/{row.pk}/")
    assert "重抽结果与当时一致" in page and row.seed in page
    july.stage.move(Recheck.objects.first().case, "redo", "supervisor", reasonable=True, cause="", reason="又坏了")
    page = shown(july.browser("director"), f"/rechecks/draws/{row.pk}/")
    assert "范围有变动" in page


def test_the_list_is_taken_out_as_a_file(july):
    answer = july.browser("assessor").get("/rechecks/", data={"file": "xlsx"})
    assert answer["Content-Type"].endswith("sheet")
    assert july.browser("assessor").get("/rechecks/", data={"file": "pdf"}).status_code == 404
