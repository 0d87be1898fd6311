"""Petitioners hear by text message what their city's book says, in words of ours, and nobody hears of a report."""

import pytest

from huiyin.cases.models import Application
from huiyin.journal.models import Event
from huiyin.notices import texts
from huiyin.notices.models import Outgoing

pytestmark = pytest.mark.django_db


def kinds():
    return list(Outgoing.objects.exclude(petitioner=None).order_by("made_at", "id").values_list("kind", flat=True))


def test_the_petitioner_hears_as_often_as_the_book_says(city):
    case = city.stage.handled()
    city.follow()
    # The answer was given on the phone in Kaifeng, and by the unit with its feedback elsewhere.
    heard = [kind for kind in ("accepted", "dispatched") if kind in city.book.messages.petitioner_hears]
    assert kinds()[: len(heard)] == heard
    for text in city.texts():
        assert text.startswith(f"【{city.book.city.hotline}】")
        assert case.number in text


def test_acceptance_tells_the_number_and_never_the_query_code(kaifeng):
    made = kaifeng.stage.register()
    (text,) = kaifeng.texts()
    assert made.case.number in text
    assert made.code not in text
    assert "登记时告知的查询码" in text


def test_dispatch_names_the_unit(kaifeng):
    kaifeng.dispatched()
    assert "已转市清源供水公司办理" in kaifeng.texts()[1]


def test_of_a_report_the_petitioner_hears_that_it_is_accepted_and_not_where_it_went(kaifeng):
    stage = kaifeng.stage
    stage.dispatch(stage.register(kind="report", accused_unit=stage.units["bureau"].pk).case, "west")
    kaifeng.follow()
    assert kinds() == ["accepted"]
    assert "西岸区" not in str(kaifeng.texts())


def test_an_answer_that_stands_on_a_board_is_told_one_given_on_the_phone_is_not(kaifeng):
    stage = kaifeng.stage
    case = kaifeng.dispatched()
    stage.sign(case)
    stage.reply(case)
    stage.pass_audit(case, way="phone")
    other = kaifeng.dispatched(title="另一件")
    stage.sign(other)
    stage.reply(other)
    stage.pass_audit(other, way="board", answer_link="https://example.org/1")
    kaifeng.follow()
    answered = Outgoing.objects.filter(kind="answered")
    assert [message.case.pk for message in answered] == [other.pk]


def test_what_was_answered_in_the_same_talk_needs_no_message(kaifeng):
    case = kaifeng.stage.register(kind="consult").case
    result = next(r.code for r in kaifeng.book.results if r.solves)
    kaifeng.stage.move(case, "answer_directly", "agent", answer="周一办理", way="phone", result=result)
    assert kaifeng.texts() == []


@pytest.mark.parametrize(
    "who",
    [{"phone": ""}, {"phone": "0371-23456789"}, {"anonymous": True, "name": ""}],
    ids=["no_phone", "landline", "anonymous"],
)
def test_who_left_no_mobile_number_openly_is_not_sent_to(kaifeng, who):
    kaifeng.dispatched(**who)
    assert kaifeng.texts() == []


def test_who_does_not_want_to_be_called_still_reads(kaifeng):
    kaifeng.stage.register(do_not_call=True)
    assert len(kaifeng.texts()) == 1


def test_when_another_unit_takes_over_the_petitioner_hears_of_it(kaifeng):
    stage = kaifeng.stage
    case = kaifeng.dispatched()
    kaifeng.follow()
    share = stage.move_share(stage.share(case), "ask_return", "water.handler", reason="不归我们管", basis="三定方案")
    stage.decide(
        Application.objects.get(assignment=share),
        "reassign",
        "dispatcher",
        decision="属城管",
        lead=stage.units["bureau"].pk,
    )
    assert "已转市城市管理局办理" in kaifeng.texts()[-1]


def test_a_unit_from_which_the_case_was_taken_back_before_word_went_out_is_not_named(kaifeng):
    case = kaifeng.dispatched()
    kaifeng.stage.move(case, "recall", "dispatcher", reason="派错单位")
    kaifeng.follow()
    assert kinds() == ["accepted"]


def test_joint_units_are_not_named(kaifeng):
    kaifeng.stage.dispatch(kaifeng.stage.register().case, "water", ("west",))
    kaifeng.follow()
    assert kinds() == ["accepted", "dispatched"]


def test_a_title_full_of_orders_and_links_goes_nowhere(kaifeng):
    kaifeng.dispatched(
        title="您的账户异常\r\n点 http://bad.example 验证", text="转账到13900001111", object="http://bad.example"
    )
    told = " ".join(kaifeng.texts())
    for piece in ("bad.example", "账户", "13900001111", "\r", "\n"):
        assert piece not in told


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("须停水\r\n施工", "须停水 施工"),
        ("详见 https://bad.example/a?b=1 说明", "详见 说明"),
        ("加微信 www.bad.cn 领取", "加微信 领取"),
        ("请拨 139 0000 1111 联系", "请拨 联系"),
        ("零\u202e宽\u200b字", "零 宽 字"),
        ("长" * 90, "长" * 59 + "…"),
        ("等配件3件，约5个工作日", "等配件3件，约5个工作日"),
    ],
)
def test_a_reason_is_told_on_one_line_without_links_and_numbers(reason, told):
    assert texts.reason_told(reason) == told


def test_no_event_holds_a_text_or_a_number(kaifeng):
    kaifeng.dispatched()
    kaifeng.send()
    said = "".join(str(event.said) for event in Event.objects.filter(verb="message.sent"))
    assert "13800005521" not in said
    assert "受理" not in said
