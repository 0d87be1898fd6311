"""The page of notices: one's own and those of one's posts, marked as read, counted; a stranger finds nothing."""

import re

import pytest

from huiyin.cases.tests.browser import signed_in, text_of
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(kaifeng):
    case = kaifeng.dispatched()
    kaifeng.follow()
    return case


@pytest.fixture
def handler(kaifeng, case):
    return signed_in(kaifeng.stage, "water.handler")


def test_a_unit_reads_what_it_was_told(case, handler):
    shown = text_of(handler.get("/notices/"))
    assert f"新工单{case.number}" in shown
    assert "未读" in shown


def test_marking_one_as_read_tells_the_post_who_read_it(kaifeng, case, handler):
    notice = Notice.objects.get(kind="dispatched")
    answer = handler.post(f"/notices/{notice.pk}/read/")
    assert (answer.status_code, answer["Location"]) == (302, "/notices/")
    notice.refresh_from_db()
    assert notice.read_by_id == kaifeng.stage.who("water.handler").user_id
    assert "water.handler某" in text_of(handler.get("/notices/"))


def test_opening_the_case_marks_the_notice_as_read_and_leads_to_the_own_share(kaifeng, case, handler):
    notice = Notice.objects.get(kind="dispatched")
    assert "打开工单</button>" in text_of(handler.get("/notices/"))
    answer = handler.post(f"/notices/{notice.pk}/read/", {"open": "1"})
    assert answer["Location"] == f"/cases/{case.number}/#share-{kaifeng.stage.share(case).pk}"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_all_can_be_marked_at_once_and_others_keep_theirs(kaifeng, case, handler):
    kaifeng.dispatched("west")
    kaifeng.follow()
    handler.post("/notices/read/")
    assert Notice.objects.filter(unit=kaifeng.stage.units["water"], read_at=None).count() == 0
    assert Notice.objects.filter(unit=kaifeng.stage.units["west"], read_at=None).count() == 1


def test_the_count_in_the_navigation_is_of_what_is_unread(case, handler):
    def count():
        return re.search(r'id="count-notices-list"[^>]*>(\d*)', text_of(handler.get("/ui/counts/")))[1]

    assert count() == "1"
    handler.post("/notices/read/")
    assert count() == ""


@pytest.mark.parametrize("who", ["stranger", "west.handler", "water.leader", "auditor", "agent"])
def test_a_stranger_to_a_notice_neither_sees_nor_marks_it(kaifeng, case, who):
    notice = Notice.objects.get(kind="dispatched")
    browser = signed_in(kaifeng.stage, who)
    assert case.number not in text_of(browser.get("/notices/"))
    assert browser.post(f"/notices/{notice.pk}/read/").status_code == 404
    browser.post("/notices/read/")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_visitor_is_sent_to_the_sign_in(client, case):
    assert client.get("/notices/").status_code == 302


def test_the_list_can_be_narrowed_and_takes_the_same_statements_however_long_it_is(kaifeng, case, handler):
    handler.get("/notices/")
    with_one = handler.statements
    for number in range(5):
        kaifeng.dispatched(title=f"第{number}件")
    kaifeng.follow()
    handler.get("/notices/")
    assert handler.statements <= with_one
    assert handler.statements <= 10
    assert "没有消息" in text_of(handler.get("/notices/?kind=recalled"))
    assert f"新工单{case.number}" in text_of(handler.get(f"/notices/?number={case.number}&unread=1"))


def test_the_worker_does_all_three_things_in_one_run(kaifeng, case):
    from huiyin.flow.times import travelling
    from huiyin.notices.tasks import messages

    with travelling(kaifeng.stage.at):
        assert messages() == "急件转下一人0条，合并通知1条，发送短信2条，失败0条"
