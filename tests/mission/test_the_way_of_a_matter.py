"""The steps of each city from first hearing to answer, seen by the clerk and by the citizen; tags, secrecy, urging."""

import re

import pytest

from huiyin.cases.clockwork import tick
from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.notices.queries import receipts_of
from mission.city import City, Person, again, share_of
from mission.pages import Page, attributes, elements, text_of

pytestmark = pytest.mark.django_db

PHONE = {"kaifeng": ("受理", "登记", "请示", "呈批", "转办", "催办", "反馈"),
         "dandong": ("受理", "登记", "转交", "办理", "反馈")}  # fmt: skip


def steps_on(page: Page) -> list[tuple[str, bool]]:
    """Return the steps of a page in their order, and which of them is now."""
    (line,) = [one for one in elements(page.dom, "ol") if "steps" in attributes(one).get("class", "").split()]
    return [(re.split("[（ ]", text_of(one))[0], "aria-current" in attributes(one)) for one in elements(line, "li")]


def now_on(page: Page) -> str:
    return next(label for label, is_now in steps_on(page) if is_now)


@pytest.mark.mission(82, 130)
def test_a_matter_goes_step_by_step_and_clerk_and_citizen_see_at_which_step_it_is(city: City) -> None:
    citizen = city.citizen()
    case = writes(city, citizen)
    labels = PHONE[city.stage.city]
    assert tuple(label for label, _ in steps_on(city.who("reviewer").case(case))) == labels
    seen = [step_seen(city, citizen, case)]
    if "呈批" in labels:
        city.who("agent").takes(case, "提交审核")
        seen.append(step_seen(city, citizen, case))
        city.who("reviewer").takes(case, "呈批")
        seen.append(step_seen(city, citizen, case))
        city.who("section_chief").takes(case, "批准")
        seen.append(step_seen(city, citizen, case))
    else:
        city.who("agent").takes(case, "提交审核")
        seen.append(step_seen(city, citizen, case))
    city.who("dispatcher").takes(case, "转办", {"主办单位": city.units["water"].name})
    seen.append(step_seen(city, citizen, case))
    city.signs(case)
    city.replies(case)
    city.passes(case)
    seen.append(step_seen(city, citizen, case))
    assert tuple(seen) == labels[1:]
    citizen.opens("/portal/case/").says(
        "受理登记", "转给承办单位：市清源供水公司", "承办单位签收", "反馈通过审核", "答复"
    )
    assert city.figure("settled") == 1


def writes(city: City, citizen: Person, channel: str = "web") -> Case:
    """Let a citizen submit a matter on the portal and stay on the page of its progress."""
    words = f"写信到{city.book.channel(channel).label}" if channel == "mayor_mailbox" else "在网上提交"
    form = citizen.opens(citizen.opens("/portal/").link(words))
    topic = {} if city.book.channel(channel).online else {"您想要什么": "投诉", "属于哪一类": city.topic()}
    done = citizen.sends(form, "提交", {
        "一句话说清是什么事": "柳巷路口路灯不亮", "详细情况": "三盏路灯已一周不亮，晚上看不清路。", "希望怎样解决": "尽快修好路灯",
        "地点": "柳巷与榆园路口", "什么时候发生的": "上周起", "反映的是谁或什么": "路灯", "联系电话": "13800005521",
        "姓名或单位名称": "欧阳小满", **topic,
    })  # fmt: skip
    done.says("请记下编号和查询码")
    citizen.opens(done.link("现在查看进度")).says("您的诉求")
    return Case.objects.get(number=re.search(r"工单编号 (\S+)", done.text)[1])


def step_seen(city: City, citizen: Person, case: Case) -> str:
    """Return the step that both the clerk and the citizen see as the present one."""
    clerk = now_on(city.who("director").case(case))
    page = citizen.opens("/portal/case/")
    shown = [text_of(one) for one in elements(page.dom, "li") if "step" in attributes(one).get("aria-current", "")]
    assert not shown or shown[0].startswith(clerk), (clerk, shown)
    return clerk


@pytest.mark.mission(144, 145)
def test_an_online_message_is_collected_screened_approved_carried_out_and_answered_by_its_own_clerk(
    kaifeng: City,
) -> None:
    for who in ("agent", "reviewer", "dispatcher", "editor"):
        assert kaifeng.who(who).opens("/intake/collect/").status == 404
    clerk = kaifeng.who("opinion_clerk")
    assert "舆情专员" in clerk.opens("/").text
    said = {"来源渠道": "人民网《地方领导留言板》", "诉求内容": "工地夜里两点还在打桩。", "标题": "夜间施工噪声",
            "来源编号": "10086", "收到时间": f"{kaifeng.stage.at:%Y-%m-%dT%H:%M}"}  # fmt: skip
    clerk.sends(clerk.opens("/intake/collect/"), "采集", said)
    case = Case.objects.get(source_ref="10086")
    labels = [label for label, _ in steps_on(clerk.case(case))]
    assert labels == ["浏览", "搜集", "筛选", "呈批", "转办", "落实", "答复"]
    assert case.number in clerk.opens("/intake/screening/").links()
    clerk.takes(case, "筛选登记", {"诉求性质": "投诉", "事项分类": kaifeng.topic(), "发生时间": "昨夜", "地点": "柳巷工地",
                               "被反映对象": "施工单位", "诉求点": "夜间停工"})  # fmt: skip
    kaifeng.who("reviewer").takes(case, "呈批")
    assert now_on(clerk.case(case)) == "呈批"
    kaifeng.who("section_chief").takes(case, "批准")
    kaifeng.who("director").takes(case, "批准")
    assert now_on(clerk.case(case)) == "转办"
    kaifeng.who("dispatcher").takes(case, "转办", {"主办单位": "市清源供水公司"})
    assert now_on(clerk.case(case)) == "落实"
    kaifeng.signs(case)
    kaifeng.replies(case)
    kaifeng.who("auditor").is_refused(case, "通过反馈", audited(kaifeng)).says("公开答复的链接")
    kaifeng.who("auditor").takes(case, "通过反馈", {**audited(kaifeng), "答复链接": "https://board.example/10086"})
    assert now_on(clerk.case(case)) == "答复"
    assert kaifeng.told(case, "case.screen").post == "opinion_clerk"
    assert kaifeng.listed("online") == [case.number]


def audited(city: City) -> dict:
    return {"办理结果": city.result("solved"), "答复诉求人方式": "留言板公开回复", "答复诉求人内容": "已责令夜间停工。"}


@pytest.mark.mission(100, 117)
def test_cases_of_a_campaign_bear_its_tag_and_are_counted_by_it(city: City) -> None:
    agent = city.who("agent")
    tags = {"kaifeng": ["八需八难", "创文", "大气污染防治"], "dandong": ["四城联创", "项目建设年", "十二五"]}[
        city.stage.city
    ]
    first = agent.registers(专项标签="、".join(tags[:2]))
    second = agent.registers(联系电话="13800000002")
    city.who("supervisor").takes(second, "加标签", {"专项标签": f"{tags[0]}，{tags[2]}"})
    city.who("dispatcher").case(first).says(*tags[:2])
    assert city.told(second, "case.tag")
    assert city.figure("tagged") == 2
    assert [city.figure("accepted", tag=tag) for tag in tags] == [2, 1, 1]
    page = city.who("director").opens("/statistics/", {"since": "2018-01-01", "last": "2018-12-31"})
    page.says("全部专项标签", *tags)


@pytest.mark.mission(121)
def test_who_asks_to_end_an_adoption_is_masked_and_every_look_at_the_name_is_kept(city: City) -> None:
    case = city.hears(标题="请求解除收养关系", 诉求内容="欧阳小满家庭困难，请求解除与养女的收养关系。", 要求保密=True,
                      姓名或单位名称="欧阳小满", 联系地址="老城中街12号")  # fmt: skip
    case = city.hands_out(case)
    city.signs(case)
    for who in ("water.handler", "water.head"):
        page = city.who(who).case(case)
        assert "欧阳小满" not in page.whole and "13800005521" not in page.whole and "老城中街" not in page.whole
        assert "为保护诉求人，本件不显示其信息" in page.text
    dispatcher = city.who("dispatcher")
    masked = dispatcher.case(case)
    assert "138****5521" in masked.text and "13800005521" not in masked.whole
    assert dispatcher.sends(masked, "查看").status == 422
    opened = dispatcher.sends(masked, "查看", {"用途": "核实身份或重复诉求"})
    opened.says("13800005521", "欧阳小满", "本次查看已记入日志")
    assert city.told(case, "petitioner.reveal").said["purpose"] == "verification"
    city.who("supervisor").opens(f"/cases/{case.number}/caller/").says("dispatcher某", "核实身份或重复诉求")
    assert city.listed("revealed") == [case.number]


@pytest.mark.mission(76)
def test_the_reason_of_an_extension_is_told_to_the_centre_and_to_the_petitioner(dandong: City) -> None:
    citizen = dandong.citizen()
    case = dandong.hands_out(writes(dandong, citizen))
    dandong.signs(case)
    dandong.later(days=1)
    handler = dandong.who("water.handler")
    said = {"理由": "配件需从外地采购", "届时完成什么": "更换水泵"}
    handler.is_refused(case, "申请延期", {**said, "理由": "", "申请延至": "2018-06-20T16:00"}).says("请填写理由")
    handler.takes(case, "申请延期", {**said, "申请延至": "2018-06-20T16:00"})
    dandong.follow()
    dandong.who("dispatcher").opens("/notices/").says(case.number, "延期")
    citizen.opens("/portal/case/").says("办理时间延长到", "配件需从外地采购")
    centre, petitioner = receipts_of(case.applications.get().pk)
    assert centre.kind == "told" and "配件需从外地采购" in petitioner.text
    assert dandong.told(case, "application.ask")
    assert share_of(case, dandong.units["water"]).extended
    assert dandong.listed("extended") == [case.number]


@pytest.mark.mission(178, 179)
def test_units_are_reminded_before_the_day_and_urged_after_it_by_clock_and_by_hand(city: City) -> None:
    case = city.hands_out(city.hears())
    city.signs(case)
    share = share_of(case, city.units["water"])
    remind(city, case)
    city.who("water.handler").opens("/notices/").says(case.number, "单位反馈即将到期")
    assert city.stage.at < share.due_at
    assert city.figure("urged_by_clock") == 1
    assert city.figure("overdue") == 0
    city.until(share.due_at)
    city.later(days=10)
    supervisor = city.who("supervisor")
    listed = supervisor.opens("/urge/")
    listed.says("市清源供水公司")
    form = supervisor.opens(listed.link("一次催办"))
    supervisor.sends(form, "催办所选工单", {"催办方式": "电话", "说明": "请今天反馈"}).says("已催办清源供水 1 件")
    city.follow()
    city.who("water.handler").opens("/notices/").says("催办")
    assert city.told(case, "case.urge").actor_id == city.stage.who("supervisor").user_id
    assert again(case).urges == 1
    assert city.figure("urged_by_hand") == 1
    assert city.listed("overdue") == [case.number] or city.figure("overdue") == 0


def remind(city: City, case: Case) -> None:
    """Let time pass to the first point of the unit's clock, at which the platform speaks by itself."""
    city.until(Clock.objects.get(case_id=case.pk, kind="unit_reply").next_point_at)
    assert tick(city.stage.at).urged == 1
    city.follow()
