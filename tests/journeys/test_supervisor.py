"""A supervisor at work: an order from the page of a case, answered, sent back once and accepted."""

import pytest

from huiyin.cases.models import Case
from huiyin.supervision.models import Order
from journeys.at_work import Desk, Office

pytestmark = pytest.mark.browser

ASKED = "请到现场查清三盏路灯的故障原因，写明更换时间。"


def in_hand(office: Office) -> Case:
    """Return a case that the water company has signed for."""
    with office.behind_the_scenes() as city:
        case = city.stage.dispatch(city.stage.register().case)
        city.stage.later(hours=1)
        city.stage.sign(case)
        city.stage.later(hours=2)
    return case


def begins_at_the_case(desk: Desk, case: Case, button: str) -> None:
    """Open the page of a case, look down to what was done about it beside its way, and press a button there."""
    desk.case(case).screen.locator("#watch").scroll_into_view_if_needed()
    desk.screen.locator("#watch").get_by_role("link", name=button).click()


def test_an_order_goes_to_the_unit_and_back_until_it_is_carried_out(office: Office) -> None:
    case = in_hand(office)
    supervisor, handler = office.desk("supervisor"), office.desk("water.handler")
    begins_at_the_case(supervisor, case, "下达督办")
    supervisor.sees("督办哪些工单", case.title)
    kind = office.city.book.supervision.kinds[0]
    supervisor.sends("下达督办", {"督办方式": f"{kind.label}（{kind.within.label}内反馈）", "督办要求": ASKED})
    supervisor.sees(ASKED, "待签收")
    with office.behind_the_scenes():
        order = Order.objects.get()

    handler.opens("/supervision/").sees(ASKED).presses(order.paper)
    handler.presses("签收督办").sends("签收督办").is_done("签收督办")
    handler.presses("反馈落实情况").sends("反馈落实情况", {"落实情况": "已派人查看。"}).is_done("反馈落实情况")

    supervisor.opens("/supervision/").sees("待认可").presses(order.paper)
    supervisor.presses("退回重新落实").sends("退回重新落实", {"哪里没有落实": "没有写明更换时间"})
    supervisor.is_done("退回重新落实")
    handler.opens(f"/supervision/order/{order.number}/").sees("没有写明更换时间")
    handler.presses("反馈落实情况").sends("反馈落实情况", {"落实情况": "线路老化，6月6日更换三盏。"}).is_done(
        "反馈落实情况"
    )
    supervisor.opens(f"/supervision/order/{order.number}/").presses("认可办结")
    supervisor.sends("认可办结", {"督办结果": "已落实"}).is_done("认可办结")
    assert office.city.figure("supervised") == 1
