"""The pages of supervision as each post uses them: from the case, from ticked rows, from a unit; answered, printed."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.cases.tests.browser import text_of
from huiyin.documents.tests.pages import words as printed_words
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.journal.models import Event
from huiyin.supervision.models import Check, Meeting, Order

pytestmark = pytest.mark.django_db


def move(office, kind, name, action, who, **data):
    address = reverse("moves:move", args=[kind, name, action])
    files = data.pop("files", None)
    more = {"move_files": files} if files else {}
    return office.browser(who).post(address, {**data, **more, "move_seen": ""})


def test_a_case_is_supervised_from_its_page_and_the_unit_answers_from_its_home(kaifeng):
    case = kaifeng.case()
    page = text_of(kaifeng.browser().get(reverse("supervision:of_case", args=[case.number])))
    assert "下达督办" in page
    form = text_of(kaifeng.browser().get(f"/supervision/new/?chosen={case.number}"))
    target = f"{kaifeng.stage.units['water'].pk}.{case.pk}"
    assert f'value="{target}" id="target-1" checked' in form
    sent = kaifeng.browser().post(
        "/supervision/new/",
        {"chosen": case.number, "targets": target, "kind": "urgent", "asked": "今晚亮灯", "move_key": "k"},
    )
    order = Order.objects.get()
    assert sent.headers["Location"] == f"/supervision/order/{order.number}/"
    kaifeng.follow()
    unit = kaifeng.browser("water.handler")
    assert '<a href="/supervision/">督办 <b id="waits-supervision-orders"></b></a>' in text_of(unit.get("/"))
    counted = text_of(unit.get("/ui/counts/?waits=desk-home"))
    assert '<b id="waits-supervision-orders" hx-swap-oob="true">1</b>' in counted
    listed = text_of(unit.get("/supervision/"))
    assert "等我办理" in listed
    assert order.paper in listed
    told = text_of(unit.get(f"/supervision/order/{order.number}/"))
    assert "签收督办" in told
    assert "反馈落实情况" in told
    assert "认可办结" not in told
    photo = SimpleUploadedFile("灯.png", image("PNG"), "image/png")
    done = move(kaifeng, "supervision", order.number, "report", "water.handler", report="已亮", files=[photo])
    assert done.status_code == 302
    assert Attachment.objects.filter(subject_kind="supervision", subject_id=order.pk, kind="evidence").count() == 1
    move(kaifeng, "supervision", order.number, "accept", "supervisor", outcome="done")
    assert Order.objects.get().state == "closed"
    assert "督办办结" in text_of(unit.get(reverse("desk:case", args=[case.number])))


def test_ticked_rows_of_a_list_become_an_order_for_each_unit(kaifeng):
    water, west = kaifeng.case(), kaifeng.case("west", phone="13800001001")
    listed = text_of(kaifeng.browser().get("/cases/"))
    assert f'name="chosen" value="{water.number}"' in listed
    assert "督办所选工单" in listed
    assert 'name="chosen"' not in text_of(kaifeng.browser("dispatcher").get("/cases/"))
    form = text_of(kaifeng.browser().get(f"/supervision/new/?chosen={water.number}&chosen={west.number}"))
    assert "涉及 2 个单位" in form
    targets = [f"{kaifeng.stage.units[u].pk}.{c.pk}" for u, c in (("water", water), ("west", west))]
    data = {
        "chosen": [water.number, west.number],
        "targets": targets,
        "kind": "phone",
        "asked": "请抓紧",
        "move_key": "b",
    }
    for _ in range(2):
        kaifeng.browser().post("/supervision/new/", data)
    assert Order.objects.count() == 2


def test_a_unit_as_a_whole_is_supervised_from_its_page(kaifeng):
    unit = kaifeng.stage.units["water"]
    case = kaifeng.case()
    assert f"/supervision/new/?unit={unit.pk}" in text_of(kaifeng.browser().get(f"/units/{unit.pk}/"))
    form = text_of(kaifeng.browser().get(f"/supervision/new/?unit={unit.pk}"))
    assert case.number in form
    data = {"unit": str(unit.pk), "kind": "forum", "asked": "整体滞后，请说明"}
    refused = kaifeng.browser().post("/supervision/new/", data)
    assert refused.status_code == 422
    assert "请勾选要督办的工单" in text_of(refused)
    assert "整体滞后，请说明" in text_of(refused)
    kaifeng.browser().post("/supervision/new/", {**data, "targets": str(unit.pk)})
    assert Order.objects.get().supervised.count() == 0
    assert "单位整体" in text_of(kaifeng.browser().get("/supervision/"))


def issued(office, case, kind, unit="water"):
    target = f"{office.stage.units[unit].pk}.{case.pk}"
    data = {
        "chosen": case.number,
        "targets": target,
        "kind": kind,
        "asked": "请落实",
        "move_key": f"{case.number}{kind}",
    }
    office.browser().post("/supervision/new/", data)
    return Order.objects.latest("number")


@pytest.mark.mission(37, 63, 90, 91, 92, 93)
def test_every_way_of_supervising_is_offered_answered_and_listed(dandong):
    case = dandong.case()
    form = text_of(dandong.browser().get(f"/supervision/new/?chosen={case.number}"))
    labels = ["电话督办", "座谈督办", "现场督办", "调研督办", "急事急办特事特办"]
    assert all(label in form for label in labels)
    assert [kind.label for kind in dandong.rules.kinds] == labels
    for kind in dandong.rules.kinds:
        order = issued(dandong, case, kind.code)
        assert order.kind == kind.code
        move(dandong, "supervision", order.number, "report", "water.handler", report="已办")
        refused = move(dandong, "supervision", order.number, "accept", "supervisor", outcome="done")
        if kind.finding_first:
            assert refused.status_code == 422
            photo = SimpleUploadedFile("p.png", image("PNG"), "image/png")
            move(dandong, "supervision", order.number, "note_finding", "supervisor", finding="已到现场", files=[photo])
            move(dandong, "supervision", order.number, "accept", "supervisor", outcome="done")
        assert Order.objects.get(pk=order.pk).state == "closed"
    listed = text_of(dandong.browser().get("/supervision/?kind=urgent"))
    assert listed.count('<td class="title-cell">') == 1
    figures = text_of(dandong.browser().get("/statistics/?group=all"))
    assert all(label in figures for label in labels)


@pytest.mark.mission(94)
def test_a_supervised_matter_is_followed_up_in_three_ways(dandong):
    order = issued(dandong, dandong.case(), "phone")
    for trace, words in (("tracking", "电话问进度"), ("site", "到现场看"), ("callback", "回访来电人")):
        move(dandong, "supervision", order.number, "follow_up", "supervisor", trace=trace, words=words)
    page = text_of(dandong.browser().get(f"/supervision/order/{order.number}/"))
    for words in ("跟踪了解", "电话问进度", "现场察看", "到现场看", "回访诉求人", "回访来电人"):
        assert words in page


def test_what_was_not_offered_is_not_supervised(kaifeng):
    water, west = kaifeng.case(), kaifeng.case("west", phone="13800001001")
    forged = f"{kaifeng.stage.units['west'].pk}.{west.pk}"
    data = {"chosen": water.number, "targets": forged, "kind": "phone", "asked": "x"}
    assert kaifeng.browser().post("/supervision/new/", data).status_code == 422
    assert not Order.objects.exists()


def test_both_papers_are_printed_with_their_numbers(kaifeng):
    case = kaifeng.case()
    order = kaifeng.order(case, asked="三日内亮灯")
    kaifeng.stage.at = order.due_at + timedelta(hours=1)
    kaifeng.move(order, "urge", "supervisor", words="已逾期，请立即反馈")
    notice = text_of(kaifeng.browser("water.head").get(f"/supervision/order/{order.number}/paper/"))
    for said in ("督办通知单", "市长专线督〔2018〕1号", "三日内亮灯", case.number, "单位负责人签字"):
        assert said in notice
    # The same content in the layout of official papers, with the form of the answer behind it.
    address = f"/supervision/order/{order.number}/paper/"
    for said in ("督办通知单 PDF", "督办通知单 DOCX"):
        assert said in text_of(kaifeng.browser().get(f"/supervision/order/{order.number}/"))
    printed = printed_words(kaifeng.browser("water.head").get(address, data={"as": "pdf"}).content)
    for said in (
        "文件市长专线督〔2018〕1号",
        f"关于{case.number}号工单办理情况的督办通知",
        "三日内亮灯",
        "督办事项落实情况反馈表",
    ):
        assert said in printed
    file = docx.Document(BytesIO(kaifeng.browser("water.head").get(address, data={"as": "docx"}).content))
    assert "三日内亮灯" in [line.text for line in file.paragraphs]
    assert any(cell.text == "单位盖章" for table in file.tables for row in table.rows for cell in row.cells)
    letter = text_of(kaifeng.browser().get(f"/supervision/order/{order.number}/urged/1/"))
    for said in (
        "催办通知书",
        "市长专线催〔2018〕1号",
        "市长专线督〔2018〕1号",
        "已逾期，请立即反馈",
        "第 1 次",
        "（已逾期）",
    ):
        assert said in letter
    letter = printed_words(kaifeng.browser().get(f"/supervision/order/{order.number}/urged/1/?as=pdf").content)
    assert "催办通知书" in letter and "已逾期，请立即反馈" in letter
    assert kaifeng.browser().get(f"/supervision/order/{order.number}/urged/2/").status_code == 404


@pytest.mark.parametrize("who", ["west.handler", "stranger", "evaluator"])
def test_who_has_nothing_to_do_with_it_finds_nothing(kaifeng, who):
    case = kaifeng.case()
    order, check, meeting = kaifeng.order(case), kaifeng.send(case), kaifeng.call(case)
    browser = kaifeng.browser(who)
    addresses = (
        f"/supervision/order/{order.number}/", f"/supervision/order/{order.number}/paper/", f"/supervision/checks/{check.pk}/",
        f"/supervision/order/{order.number}/paper/?as=pdf", f"/supervision/order/{order.number}/paper/?as=docx",
        f"/supervision/meetings/{meeting.number}/",
        f"/supervision/of/{case.number}/", f"/supervision/verify/{case.number}/",
        f"/moves/supervision/{order.number}/report/",
    )  # fmt: skip
    assert {address: browser.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)


def test_somebody_goes_and_sees_with_photos_and_the_case_can_be_sent_back(kaifeng):
    case = kaifeng.case()
    kaifeng.stage.reply(case)
    form = text_of(kaifeng.browser("auditor").get(f"/supervision/verify/{case.number}/"))
    checker = kaifeng.stage.who("supervisor").user_id
    assert str(checker) in form
    assert str(kaifeng.stage.who("water.handler").user_id) not in form
    said = {"about": "reply", "what": "看灯", "place": "柳巷", "checker": str(checker)}
    kaifeng.browser("auditor").post(f"/supervision/verify/{case.number}/", said)
    check = Check.objects.get()
    kaifeng.stage.later(hours=1)
    assert "派我核实的" in text_of(kaifeng.browser().get("/supervision/checks/"))
    at = kaifeng.stage.at.strftime("%Y-%m-%dT%H:%M")
    found = {
        "verdict": "untrue",
        "visited_at": at,
        "found": "没有亮",
        "files": [SimpleUploadedFile("a.png", image("PNG"), "image/png")],
    }
    assert move(kaifeng, "verification", check.pk, "find", "supervisor", **found).status_code == 302
    page = text_of(kaifeng.browser("auditor").get(f"/supervision/checks/{check.pk}/"))
    for words in ("不实", "没有亮", "a.png", f"/moves/case/{case.number}/reject_reply/"):
        assert words in page
    unit = kaifeng.browser("water.handler")
    told = text_of(unit.get(f"/supervision/of/{case.number}/"))
    assert "中心核实单位反馈的情况：<b>不实</b>" in told
    assert "没有亮" not in told
    assert unit.get(reverse("files:show", args=[Attachment.objects.get(subject_id=check.pk).pk])).status_code == 404
    assert "登记核实结果" in text_of(unit.get(reverse("desk:case", args=[case.number])))


@pytest.mark.mission(148, 149, 150, 195)
def test_a_meeting_is_called_from_ticked_cases_held_and_closed(kaifeng):
    case, west = kaifeng.case(), kaifeng.stage.units["west"]
    form = text_of(kaifeng.browser().get(f"/supervision/meetings/new/?chosen={case.number}"))
    assert case.title in form
    when = (kaifeng.stage.at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    said = {"chosen": case.number, "kind": "coordination", "title": "小区停水", "planned_at": when, "place": "门口",
            "chair": "科长", "units": [str(kaifeng.stage.units["water"].pk)], "agenda": "通水"}  # fmt: skip
    kaifeng.browser().post("/supervision/meetings/new/", said)
    meeting = Meeting.objects.get()
    kaifeng.stage.later(hours=2)
    until = (kaifeng.stage.at + timedelta(days=5)).date().isoformat()
    minutes = {
        "held_at": when, "minutes": "同意改造", "attendants-0-side": "petitioner", "attendants-0-name": "王小明",
        "attendants-1-side": "company", "attendants-1-name": "刘经理", "attendants-1-of": "物业公司",
        "tasks-0-what": "换泵", "tasks-0-unit": west.short_name, "tasks-0-until": until,
    }  # fmt: skip
    assert move(kaifeng, "meeting", meeting.number, "write_minutes", "supervisor", **minutes).status_code == 302
    again = text_of(kaifeng.browser().get(f"/moves/meeting/{meeting.number}/amend_minutes/"))
    assert "换泵" in again
    move(kaifeng, "meeting", meeting.number, "close", "supervisor")
    page = text_of(kaifeng.browser().get(f"/supervision/meetings/{meeting.number}/"))
    for words in ("已定稿", f"协办 {case.number}", "王小明", "物业公司", "同意改造"):
        assert words in page
    assert "修改纪要" not in page
    assert f"/supervision/meetings/{meeting.number}/minutes/?as=pdf" in page
    unit, address = kaifeng.browser("water.head"), f"/supervision/meetings/{meeting.number}/minutes/"
    paper, printed = text_of(unit.get(address)), printed_words(unit.get(address, data={"as": "pdf"}).content)
    file = docx.Document(BytesIO(unit.get(address, data={"as": "docx"}).content))
    typed = "".join(line.text for line in file.paragraphs) + "".join(
        cell.text for row in file.tables[0].rows for cell in row.cells
    )
    for form in (paper, printed, typed):
        for said in ("会议纪要", "市长专线会纪〔2018〕1号", "同意改造", "换泵", "刘经理（物业公司）", "王*"):
            assert said in form, said
        assert "王小明" not in form, "the centre alone reads the petitioner's name"
    assert Event.objects.filter(verb="export.paper", subject_id=meeting.pk).count() == 2
    assert {
        kaifeng.browser("stranger").get(f"{address}{form}").status_code for form in ("", "?as=pdf", "?as=docx")
    } == {404}


@pytest.mark.mission(21)
def test_a_district_takes_a_hard_matter_to_its_standing_meeting(dandong):
    case, office_ = dandong.case("office"), dandong.stage.units["office"]
    when = (dandong.stage.at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    said = {"chosen": case.number, "kind": "standing", "title": "老旧小区排水", "planned_at": when, "place": "会议室",
            "chair": "常务副区长", "units": [str(office_.pk)], "agenda": "资金和工期"}  # fmt: skip
    leader = dandong.browser("bureau.leader")
    leader.post("/supervision/meetings/new/", said)
    meeting = Meeting.objects.get()
    dandong.stage.later(hours=2)
    minutes = {"held_at": when, "minutes": "列入年度计划", "attendants-0-side": "unit", "attendants-0-name": "常务副区长",
               "tasks-0-what": "排水改造", "tasks-0-unit": office_.name,
               "tasks-0-until": (dandong.stage.at + timedelta(days=9)).date().isoformat()}  # fmt: skip
    move(dandong, "meeting", meeting.number, "write_minutes", "bureau.leader", **minutes)
    move(dandong, "meeting", meeting.number, "close", "bureau.leader")
    page = text_of(leader.get(f"/supervision/meetings/{meeting.number}/"))
    for words in ("提交常务会议研究", "列入年度计划", "排水改造", f"公开电话会纪〔{dandong.stage.at.year}〕1号"):
        assert words in page
    assert Order.objects.get().unit_id == office_.pk


def test_the_page_of_returns_names_unit_and_cause(kaifeng):
    case = kaifeng.case()
    kaifeng.stage.reply(case)
    kaifeng.stage.move(case, "reject_reply", "auditor", cause="delay", reason="x")
    page = text_of(kaifeng.browser().get("/supervision/returns/"))
    assert kaifeng.stage.units["water"].name in page
    assert "拖延不办" in page
    assert case.number in page
    assert kaifeng.stage.units["water"].name not in text_of(kaifeng.browser("west.head").get("/supervision/returns/"))
    bad = text_of(kaifeng.browser().get("/supervision/returns/?since=gestern"))
    assert "日期应写成" in bad


def test_a_longer_list_asks_no_more(kaifeng):
    browser, said = kaifeng.browser(), {}
    for many in (2, 6):
        while Order.objects.count() < many:
            kaifeng.order(kaifeng.case(phone=f"1380000{6000 + Order.objects.count()}"))
        # The first request of a browser asks more: what it learns is kept.
        for _ in range(2):
            browser.get("/supervision/")
        said[many] = browser.statements
    assert said[2] == said[6]
