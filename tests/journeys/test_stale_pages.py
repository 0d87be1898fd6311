"""Two at one matter, a page that has grown old, an impatient click, the way back: nothing is done twice, nothing is lost."""

import pytest

from huiyin.cases.models import Case
from huiyin.journal.models import Event
from journeys.at_work import Office
from journeys.looking import in_hand_of

pytestmark = pytest.mark.browser


def approved(office: Office) -> Case:
    with office.behind_the_scenes() as city:
        return city.stage.approve(city.stage.register().case)


def count(case: Case, verb: str) -> int:
    return Event.objects.filter(chain_id=case.pk, verb=verb).count()


def test_who_comes_second_is_told_who_did_what_meanwhile_and_keeps_his_words(kaifeng: Office) -> None:
    city, case = kaifeng.city, approved(kaifeng)
    slow = kaifeng.desk("dispatcher").begins(case, "转办")
    slow.fills("转办", {"主办单位": "市清源供水公司", "说明": "请尽快联系诉求人"})
    city.later(minutes=5)
    kaifeng.desk("director").takes(case, "转办", {"主办单位": "市城市管理局"})
    slow.sends("转办")
    slow.sees("您打开本页之后", "director某 转办", "现在是“办理中”，不能转办")
    assert slow.typed("转办")["note"] == "请尽快联系诉求人"
    in_hand_of(city, case, bureau_of_handler="待签收", bureau_of_leader="待签收")
    assert count(case, "case.dispatch") == 1
    # Whoever has read it may send the same words once more.
    second = kaifeng.desk("dispatcher").begins(case, "收回")
    kaifeng.desk("agent").takes(case, "内部备注", {"备注": "诉求人来电补充路灯编号"})
    second.sends("收回", {"理由": "派错单位"})
    second.sees("agent某 内部备注", "看过后可以再次提交")
    second.sends("收回").is_done("收回")


def test_whose_turn_has_passed_reads_his_words_once_more(kaifeng: Office) -> None:
    with kaifeng.behind_the_scenes() as city:
        case = city.stage.register().case
        case = city.stage.move(case, "submit_for_approval", "reviewer")
    chief = kaifeng.desk("section_chief").begins(case, "批准")
    with kaifeng.behind_the_scenes() as city:
        city.stage.move(case, "approve", "section_chief")
    chief.sends("批准", {"批示意见": "请城管局两日内办结"})
    chief.sees("您打开本页之后，这里已有新的办理情况", "没有写入任何内容", "请城管局两日内办结")
    chief.presses("查看现在的办理情况").sees("待转办", case.number)
    assert count(case, "case.approve") == 1


def test_an_impatient_double_click_does_nothing_twice(kaifeng: Office) -> None:
    city, case = kaifeng.city, approved(kaifeng)
    dispatcher = kaifeng.desk("dispatcher").begins(case, "转办")
    form = dispatcher.fills("转办", {"主办单位": "市清源供水公司"})
    form.get_by_role("button", name="转办", exact=True).dblclick()
    dispatcher.is_done("转办")
    handler = kaifeng.desk("water.handler").begins(case, "签收")
    handler.form("签收").get_by_role("button", name="签收", exact=True).dblclick()
    handler.is_done("签收")
    assert (count(case, "case.dispatch"), count(case, "assignment.sign")) == (1, 1)
    # The counter: the same registration is sent twice at once.
    agent = kaifeng.desk("agent").opens("/intake/new/")
    said = city.who("agent").matter(联系电话="13900008888")
    form = agent.fills("登记", {label: one for label, one in said.items() if label != "来源渠道"})
    form.get_by_role("button", name="登记", exact=True).dblclick()
    agent.screen.get_by_text("受理回执").wait_for()
    assert Case.objects.filter(place=case.place).count() == 2


def test_the_way_back_after_a_move_shows_how_it_stands_now_and_does_nothing_again(kaifeng: Office) -> None:
    case = approved(kaifeng)
    dispatcher = kaifeng.desk("dispatcher").opens("/cases/")
    dispatcher.presses(case.number)
    dispatcher.presses("转办")
    dispatcher.sends("转办", {"主办单位": "市清源供水公司"}).is_done("转办")
    dispatcher.screen.go_back()
    dispatcher.sees(case.number, "办理中")
    dispatcher.sees_not("“转办”已办妥")
    dispatcher.screen.go_forward()
    dispatcher.sees("办理中")
    assert count(case, "case.dispatch") == 1
    # A form that is open by itself, sent and gone back to, is told the same as any old page.
    handler = kaifeng.desk("water.handler").case(case)
    address = handler.screen.get_by_role("link", name="签收", exact=True).get_attribute("href")
    assert address
    handler.opens(address).sends("签收").is_done("签收")
    handler.screen.go_back()
    if handler.form("签收").count():
        handler.sends("签收")
        handler.sees("不能签收")
    assert count(case, "assignment.sign") == 1


def test_after_the_receipt_the_way_back_registers_nothing_a_second_time(kaifeng: Office) -> None:
    agent = kaifeng.desk("agent").opens("/intake/new/")
    said = kaifeng.city.who("agent").matter()
    agent.sends("登记", {label: one for label, one in said.items() if label != "来源渠道"})
    agent.screen.get_by_text("查询码只显示这一次").wait_for()
    agent.screen.go_back()
    agent.screen.locator("#registration").wait_for()
    if agent.typed("登记")["title"]:
        agent.sends("登记")
        agent.screen.get_by_text("没有重复登记").wait_for()
    assert Case.objects.count() == 1


def test_a_form_that_opens_in_the_page_has_the_focus_so_that_enter_takes_the_move(kaifeng: Office) -> None:
    with kaifeng.behind_the_scenes() as city:
        case = city.stage.dispatch(city.stage.register().case)
    handler = kaifeng.desk("water.handler").case(case)
    handler.screen.get_by_role("link", name="签收", exact=True).focus()
    handler.screen.keyboard.press("Enter")
    handler.screen.wait_for_function("() => document.activeElement.matches('.move-sheet button')")
    handler.screen.keyboard.press("Enter")
    handler.is_done("签收")
    handler.begins(case, "先行联系")
    handler.screen.wait_for_function("() => document.activeElement.closest('.move-sheet .field') !== null")


def test_two_tabs_of_one_person_work_on_two_matters_and_on_one(kaifeng: Office) -> None:
    first, second = approved(kaifeng), approved(kaifeng)
    one = kaifeng.desk("dispatcher").begins(first, "转办")
    other = one.new_tab().begins(second, "转办")
    one.fills("转办", {"主办单位": "市清源供水公司", "说明": "第一件"})
    other.sends("转办", {"主办单位": "市城市管理局", "说明": "第二件"}).is_done("转办")
    one.sends("转办").is_done("转办")
    one.sees("第一件").sees_not("第二件")
    # The same form in both: the second to be sent is told of the first.
    one.begins(first, "收回")
    other.begins(first, "收回")
    one.sends("收回", {"理由": "派错单位"}).is_done("收回")
    other.sends("收回", {"理由": "还是派错"})
    other.sees("您打开本页之后", "dispatcher某 收回")
    assert other.typed("收回")["reason"] == "还是派错"
    assert count(first, "case.recall") == 1
