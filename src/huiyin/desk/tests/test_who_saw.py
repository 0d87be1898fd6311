"""Who saw a petitioner's data is told to who may ask, for a number typed in full; asking is written down as well."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.tests.browser import seat_everybody, signed_in, text_of
from huiyin.cases.tests.stage import set_stage
from huiyin.desk.who_saw import acts_upon, cases_meant
from huiyin.files.act import attach
from huiyin.flow.posts import Post
from huiyin.journal.models import Event
from huiyin.people.models import Holding

pytestmark = pytest.mark.django_db
PHONE = "13800005521"
AS_TYPED = {"HX-Request": "true"}


@pytest.fixture
def stage(settings):
    settings.CITY = "kaifeng"
    stage = set_stage()
    seat_everybody(stage)
    return stage


def asks(stage, who="director", whom=PHONE, purpose="legal"):
    return signed_in(stage, who).post("/who-saw/", {"whom": whom, "purpose": purpose})


def rows(answer):
    text = text_of(answer)
    return text.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:] if "<tbody>" in text else []


def seen_in_three_ways(stage):
    """Open the identity, find the caller at the counter, find him by the search; return the case."""
    case = stage.register().case
    signed_in(stage, "dispatcher").post(f"/cases/{case.number}/reveal/", {"purpose": "verification"})
    stage.later(minutes=1)
    signed_in(stage, "agent").post("/intake/look/", {"phone": PHONE})
    stage.later(minutes=1)
    signed_in(stage, "callback_agent").post("/search/", {"q": PHONE}, headers=AS_TYPED)
    stage.later(minutes=1)
    return case


def test_each_look_is_told_with_who_when_what_for_and_on_which_page(stage):
    case = seen_in_three_ways(stage)
    found = rows(asks(stage))
    assert len(found) == 3
    search, counter, reveal = found
    assert all(
        word in reveal for word in ("dispatcher某", "查看诉求人信息", "用途：核实身份或重复诉求", "工单页", case.number)
    )
    assert all(word in counter for word in ("agent某", "按电话或姓名查到诉求人", "登记页"))
    assert all(word in search for word in ("callback_agent某", "按电话或姓名查到诉求人", "检索页"))


def test_each_line_tells_the_post_and_the_unit_that_somebody_had_then(stage):
    case = stage.dispatch(stage.register().case)
    stage.move_share(stage.share(case), "sign", "water.handler")
    signed_in(stage, "water.handler").post(f"/cases/{case.number}/call/")
    Holding.objects.filter(user__username="water.handler").update(until=stage.at + timedelta(minutes=1))
    stage.later(minutes=2)
    signed_in(stage, "dispatcher").post(f"/cases/{case.number}/reveal/", {"purpose": "verification"})
    stage.later(minutes=1)
    centre, unit = rows(asks(stage))
    assert "dispatcher某 <small" in centre
    assert "派单员" in centre
    assert "清源供水承办人" in unit


def test_looking_at_it_is_itself_told_the_next_time(stage):
    stage.register()
    assert rows(asks(stage)) == []
    stage.later(minutes=1)
    (line,) = rows(asks(stage, "admin"))
    assert all(word in line for word in ("director某", "查询谁看过诉求人信息", "用途：有权机关依法调取"))
    events = Event.objects.filter(verb="petitioner.who_saw")
    assert events.count() == 2
    assert PHONE not in str(list(events.values("said", "subject_kind")))


def test_all_cases_of_a_caller_are_told_together_and_one_case_by_its_number(stage):
    first, second = seen_in_three_ways(stage), stage.register(title="井盖破损").case
    signed_in(stage, "director").post(f"/cases/{second.number}/reveal/", {"purpose": "handling"})
    assert "2 件工单，4 次" in text_of(asks(stage))
    of_one = text_of(asks(stage, whom=first.number.lower()))
    assert "1 件工单" in of_one
    assert f'<td class="number">{second.number}' not in of_one


@pytest.mark.parametrize("whom", ["1380000", "138****5521", "王某", "5521", "13900009999"])
def test_nobody_is_found_by_part_of_a_number_or_by_name(stage, whom):
    seen_in_three_ways(stage)
    answer = asks(stage, whom=whom)
    assert rows(answer) == []
    assert "没有这个电话或编号的工单" in text_of(answer)


def test_nothing_is_listed_before_somebody_is_named_and_a_purpose_given(stage):
    seen_in_three_ways(stage)
    browser = signed_in(stage, "director")
    assert rows(browser.get("/who-saw/")) == rows(browser.get("/who-saw/", query_params={"whom": PHONE})) == []
    for said in ({}, {"whom": PHONE}, {"whom": PHONE, "purpose": "curiosity"}, {"purpose": "legal"}):
        answer = browser.post("/who-saw/", said)
        assert answer.status_code == 422
        assert rows(answer) == []
    assert not Event.objects.filter(verb="petitioner.who_saw").exists()


def test_nobody_else_may_ask(stage):
    stage.register()
    for post in [*Post, "stranger", "water.handler", "water.head"]:
        if post not in {Post.DIRECTOR, Post.ADMIN} and str(post) in stage.actors:
            browser = signed_in(stage, str(post))
            assert (browser.get("/who-saw/").status_code, asks(stage, str(post)).status_code) == (404, 404), post
    assert not Event.objects.filter(verb="petitioner.who_saw").exists()


def test_who_types_on_is_one_look_and_who_comes_back_later_another(stage):
    stage.register()
    agent = signed_in(stage, "agent")
    for _ in range(4):
        agent.post("/intake/look/", {"phone": PHONE, "title": "路灯"})
    assert len(rows(asks(stage))) == 1
    stage.at += timedelta(minutes=11)
    agent.post("/intake/look/", {"phone": PHONE})
    assert sum("登记页" in row for row in rows(asks(stage))) == 2


def test_who_took_an_attachment_of_a_case_is_told_and_its_page_is_not_made_stale_by_it(stage, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    case = stage.register().case
    kept = attach(
        ContentFile(b"%PDF-1.7\n%%EOF\n", "1.pdf"), subject_kind="case", subject_id=case.pk, kind="identity",
        actor=stage.who("agent"), at=stage.at, case=case,
    )  # fmt: skip
    events = stage.reload(case).event_count
    for _ in range(2):
        assert signed_in(stage, "dispatcher").get(f"/files/{kept.pk}/").status_code == 200
    assert stage.reload(case).event_count == events
    (line,) = rows(asks(stage))
    assert all(word in line for word in ("dispatcher某", "下载附件", "证件", case.number))
    # Half a day later it is taken once more, through the API as through the page.
    stage.later(hours=12)
    assert signed_in(stage, "dispatcher").get(f"/api/v1/file/{kept.pk}").status_code == 200
    assert sum("下载附件" in line for line in rows(asks(stage))) == 2


def test_who_finds_nobody_saw_nobody(stage):
    stage.register()
    signed_in(stage, "agent").post("/intake/look/", {"phone": "13900001111"})
    signed_in(stage, "agent").post("/search/", {"q": "13900001111"}, headers=AS_TYPED)
    signed_in(stage, "water.leader").post("/search/", {"q": PHONE}, headers=AS_TYPED)
    assert not Event.objects.filter(verb="petitioner.found").exists()


def test_what_is_taken_out_or_printed_shows_no_petitioner(stage):
    case = stage.dispatch(stage.register().case)
    share = stage.share(case)
    director, handler = signed_in(stage, "director"), signed_in(stage, "water.handler")
    taken = [
        director.get("/cases/?export=csv"), director.get(f"/cases/{case.number}/paper/"),
        handler.get(f"/shares/{share.pk}/paper/"), handler.get(f"/cases/{case.number}/paper/"),
    ]  # fmt: skip
    for answer in taken:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        assert case.number in body.decode("utf-8-sig")
        assert PHONE not in body.decode("utf-8-sig")
        assert "王某" not in body.decode("utf-8-sig")


def test_the_page_costs_the_same_for_one_case_as_for_many(stage):
    seen_in_three_ways(stage)
    browser = signed_in(stage, "director")
    one = {"whom": PHONE, "purpose": "legal"}

    def reading():
        with CaptureQueriesContext(connection) as asked:
            acts_upon(cases_meant(PHONE))
        return len(asked)

    few = reading()
    for number in range(5):
        stage.register(title=f"第{number}件")
    browser.post("/who-saw/", one)
    assert reading() == few <= 7
