"""The figures with which the yearly reports open, each read off its page and opened to the cases behind it."""

import re

import pytest

from mission.city import YEAR, City, again
from mission.pages import attributes, elements, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.mission(4)
def test_what_the_centre_answers_and_what_it_handles_itself_are_two_counters(city: City) -> None:
    agent = city.who("agent")
    question = agent.registers(诉求性质="咨询", 标题="办理居住证要带什么")
    agent.takes(
        question, "直接答复", {"答复内容": "请带身份证。", "答复方式": "电话", "办理结果": city.result("answered")}
    )
    lamp = agent.registers(联系电话="13800007788")
    agent.takes(lamp, "直接办理", {"联系了谁": "物业值班室", "做了什么": "已请其开灯", "答复内容": "灯已开。",
                               "答复方式": "电话", "办理结果": city.result("solved")})  # fmt: skip
    assert again(question).state == again(lamp).state == "closed"
    assert city.told(lamp, "case.handle_directly")
    assert city.listed("direct_answers") == [question.number]
    assert city.listed("direct_handled") == [lamp.number]
    assert city.figure("direct") == 2
    assert city.figure("dispatched") == 0


@pytest.mark.mission(5, 6, 7)
def test_what_units_got_is_counted_with_what_they_closed_and_what_is_still_open(city: City) -> None:
    done = city.handled()
    waiting = city.hands_out(city.hears(联系电话="13800007788"))
    assert city.told(done, "case.dispatch") and city.told(done, "case.pass_audit")
    assert city.figure("dispatched") == 2
    assert city.listed("closed") == [done.number]
    assert city.listed("open") == [waiting.number]
    assert city.rate("closing_rate") == "50%"


@pytest.mark.mission(8)
def test_how_many_were_satisfied_is_printed_with_the_answers_that_it_is_a_share_of(dandong: City) -> None:
    first, second = dandong.handled(), dandong.handled(联系电话="13800007788", 标题="井盖破损")
    dandong.follow()
    called(dandong, first, 满意程度="满意")
    called(dandong, second, 满意程度="不满意", 不满意的方面=["办理结果"], 诉求人怎么说="井盖还是坏的")
    assert dandong.told(first, "callback.answered")
    assert dandong.rate("satisfaction_rate") == "50%"
    assert dandong.listed("satisfied") == [first.number]
    assert sorted(dandong.listed("rated")) == sorted([first.number, second.number])


def called(city: City, case, **said) -> None:
    """Let the call-back agent find the case on his list, take it, and write down what he is told."""
    city.later(days=1)
    agent = city.who("callback_agent")
    words = next(words for words in agent.opens("/callbacks/").links() if words.startswith(case.number))
    page = agent.opens(agent.opens("/callbacks/").link(words))
    page = agent.sends(page, "开始回访")
    assert agent.sends(page, "登记回访结果", said).status == 200
    city.follow()


@pytest.mark.mission(104, 105, 106, 107, 108, 109)
def test_every_counter_of_the_yearly_page_opens_its_list(kaifeng: City) -> None:
    kept_in_time = kaifeng.handled()
    forgotten = kaifeng.hands_out(kaifeng.hears(联系电话="13800007788"))
    letter = letter_to_the_mayor(kaifeng)
    message = screened(kaifeng, "人民网《地方领导留言板》")
    kaifeng.later(days=30)
    listed = counters_of(kaifeng)
    assert listed["accepted"] == {kept_in_time.number, forgotten.number, letter.number, message.number}
    assert listed["closed_on_time"] == {kept_in_time.number}
    assert listed["online"] == {letter.number, message.number}
    assert listed["message_board"] == {message.number}
    assert listed["mayor_mailbox"] == {letter.number}
    assert kaifeng.rate("on_time_rate.of_accepted") == "25%"


def letter_to_the_mayor(city: City):
    """Let a citizen write to the mayor on the portal, and the clerk register it."""
    citizen = city.citizen()
    page = citizen.opens(citizen.opens("/portal/").link("写信到《市长信箱》"))
    done = citizen.sends(page, "提交", {"一句话说清是什么事": "小区供水水压低", "详细情况": "三号楼四层以上晚上没有水。",
                                    "希望怎样解决": "恢复水压", "联系电话": "13800009911"})  # fmt: skip
    number = re.search(r"工单编号 (\S+)", done.text)[1]
    return registered_online(city, number)


def screened(city: City, channel: str):
    """Let the clerk find a message on the web, collect it, and register it."""
    clerk = city.who("opinion_clerk")
    said = {"来源渠道": channel, "诉求内容": "工地夜里两点还在打桩。", "标题": "夜间施工噪声", "来源编号": "10086",
            "收到时间": f"{city.stage.at:%Y-%m-%dT%H:%M}"}  # fmt: skip
    clerk.sends(clerk.opens("/intake/collect/"), "采集", said)
    return registered_online(city)


def registered_online(city: City, number: str = ""):
    from huiyin.cases.models import Case

    clerk = city.who("opinion_clerk")
    case = Case.objects.get(number=number) if number else Case.objects.filter(state="collected").latest("id")
    assert case.number in clerk.opens("/intake/screening/").links()
    said = {
        "诉求性质": "投诉",
        "事项分类": city.topic(),
        "发生时间": "昨夜",
        "地点": "三号楼",
        "被反映对象": "供水",
        "诉求点": "解决",
    }
    clerk.takes(case, "筛选登记", said)
    return again(case)


def counters_of(city: City) -> dict[str, set[str]]:
    """Open every counter of the page of figures, and see that its list is as long as the counter says."""
    director = city.who("director")
    page = director.opens("/statistics/", {**YEAR, "group": "all"})
    counters = {}
    for link in elements(page.dom, "a"):
        name = re.match(r"/statistics/([\w.]+)/\?", attributes(link).get("href", ""))
        if name and name[1] not in counters and text_of(link).isdigit():
            numbers = director.reads(name[1])[1]
            assert len(numbers) == int(text_of(link)), name[1]
            counters[name[1]] = set(numbers)
    return counters
