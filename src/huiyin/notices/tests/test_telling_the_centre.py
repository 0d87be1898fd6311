"""The centre and the leaders are told of replies, of what is asked, of whose turn it is."""

from datetime import timedelta

import pytest

from huiyin.cases.models import Application
from huiyin.notices.queries import receipts_of

pytestmark = pytest.mark.django_db


def test_the_auditor_hears_of_a_reply(city):
    case = city.dispatched()
    city.stage.later(minutes=5)
    city.stage.sign(case)
    city.stage.later(minutes=20)
    city.stage.reply(case)
    assert ("replied", f"工单{case.number}单位已反馈，待审核") in city.told("auditor")


def test_each_approver_hears_when_the_turn_is_theirs(kaifeng):
    stage = kaifeng.stage
    case = stage.register(important=True).case
    chain = [str(role.post) for role in kaifeng.book.approval_chain(
        case.kind, case.family, case.channel, case.category, case.urgency, True)]  # fmt: skip
    case = stage.move(case, "submit_for_approval", "reviewer")
    for turn, post in enumerate(chain):
        assert len(kaifeng.told(post, kind="to_approve")) == 1
        for later in chain[turn + 1 :]:
            assert kaifeng.told(later, kind="to_approve") == []
        case = stage.move(case, "approve", post)
    assert len(kaifeng.told("leader_secretary", kind="to_approve")) == len(chain)


def test_what_comes_back_from_approval_is_told_to_the_reviewer(kaifeng):
    stage = kaifeng.stage
    case = stage.move(stage.register().case, "submit_for_approval", "reviewer")
    stage.move(case, "send_back", "section_chief", reason="写明地点")
    assert "sent_back" in kaifeng.kinds("reviewer")


def test_an_urgent_case_that_went_out_first_is_laid_before_the_approver(kaifeng):
    case = kaifeng.stage.register(urgency="critical").case
    kaifeng.stage.move(case, "dispatch", "dispatcher", lead=kaifeng.stage.units["water"].pk)
    chain = kaifeng.book.approval_chain(
        case.kind, case.family, case.channel, case.category, case.urgency, case.important
    )
    assert ("to_approve", f"急件{case.number}已先转办，待补批") in kaifeng.told(str(chain[0].post))


def test_a_return_and_an_extension_are_asked_of_the_dispatcher(kaifeng):
    stage = kaifeng.stage
    case = kaifeng.dispatched()
    stage.move_share(stage.share(case), "ask_return", "water.handler", reason="不归我们管", basis="三定方案")
    assert "清源供水申请退单" in kaifeng.told("dispatcher", kind="asked")[0][1]


def test_a_return_that_was_accepted_waits_for_another_unit(kaifeng):
    stage = kaifeng.stage
    case = kaifeng.dispatched()
    share = stage.move_share(stage.share(case), "ask_return", "water.handler", reason="不归我们管", basis="三定方案")
    stage.decide(Application.objects.get(assignment=share), "accept_return", "dispatcher", decision="属实")
    assert "to_dispatch" in kaifeng.kinds("dispatcher")


def ask_extension(city, **other):
    stage = city.stage
    case = city.dispatched(**other)
    stage.later(minutes=5)
    stage.sign(case)
    share = stage.share(case)
    until = share.due_at + (timedelta(hours=2) if stage.city == "haiyan" else timedelta(days=2))
    stage.move_share(
        share, "ask_extension", "water.handler", until=until, reason="管线须停水施工，见 http://bad.example/x\n另行通知",
        plan="换好阀门",
    )  # fmt: skip
    city.follow()
    return case, Application.objects.get(case=case)


def test_where_an_extension_is_only_told_centre_and_petitioner_both_have_their_receipt(dandong):
    case, application = ask_extension(dandong)
    centre, petitioner = receipts_of(application.pk)
    assert centre.kind == "told"
    assert f"清源供水告知工单{case.number}延期至" in dandong.told("dispatcher", kind="told")[0][1]
    assert petitioner.kind == "extended"
    assert "原因：管线须停水施工，见 另行通知" in petitioner.text
    assert "http" not in petitioner.text and "\n" not in petitioner.text


def test_where_the_centre_grants_it_the_petitioner_hears_the_new_date_after_the_decision(kaifeng):
    case, application = ask_extension(kaifeng)
    centre, petitioner = receipts_of(application.pk)
    assert (centre.kind, petitioner) == ("asked", None)
    kaifeng.stage.decide(application, "grant_extension", "dispatcher", decision="同意")
    kaifeng.follow()
    _, petitioner = receipts_of(application.pk)
    due = kaifeng.stage.reload(case).due_at.astimezone(kaifeng.stage.at.tzinfo)
    assert f"预计{due.month}月{due.day}日{due:%H:%M}前答复" in petitioner.text
    assert "同意延期" in kaifeng.told("water.handler", kind="decided")[0][1]


def test_a_refused_extension_is_told_to_the_unit_and_the_petitioner_hears_that_the_promise_stands(kaifeng):
    case, application = ask_extension(kaifeng)
    kaifeng.stage.decide(application, "refuse_extension", "dispatcher", decision="理由不足")
    kaifeng.follow()
    assert "不同意延期" in kaifeng.told("water.handler", kind="decided")[0][1]
    petitioner = receipts_of(application.pk)[1]
    due = kaifeng.stage.reload(case).due_at.astimezone(kaifeng.stage.at.tzinfo)
    assert f"未获同意，仍于{due.month}月{due.day}日{due:%H:%M}前答复" in petitioner.text
    # Nothing that the unit wrote, and not the centre's reasons either.
    assert "理由不足" not in petitioner.text and "停水" not in petitioner.text


def test_who_gets_no_messages_is_rung_about_the_refusal_too(kaifeng):
    _, application = ask_extension(kaifeng, phone="0378-2123456")
    kaifeng.stage.decide(application, "refuse_extension", "dispatcher", decision="理由不足")
    kaifeng.follow()
    assert "请电话告知期限不变" in kaifeng.told("water.handler", kind="tell_petitioner")[0][1]


def test_a_lower_units_extension_is_no_matter_of_the_petitioner(kaifeng):
    stage = kaifeng.stage
    case = kaifeng.dispatched("bureau")
    share = stage.sign(case, "bureau")
    stage.move_share(share, "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    below = stage.sign(case, "office")
    until = below.due_at + timedelta(minutes=30)
    stage.move_share(below, "ask_extension", "office.handler", until=until, reason="人手不足", plan="增派")
    application = Application.objects.get(case=case)
    stage.decide(application, "refuse_extension", "bureau.leader", decision="自行克服")
    kaifeng.follow()
    assert receipts_of(application.pk)[1] is None


def test_who_cannot_be_sent_a_message_is_to_be_rung_by_the_unit(dandong):
    _, application = ask_extension(dandong, phone="0415-2123456")
    assert receipts_of(application.pk)[1] is None
    assert "请电话告知原因和新期限" in dandong.told("water.handler", kind="tell_petitioner")[0][1]


def test_who_wants_not_to_be_called_is_not_rung(dandong):
    ask_extension(dandong, do_not_call=True, phone="0415-2123456")
    assert dandong.told("water.handler", kind="tell_petitioner") == []


def test_a_late_word_of_the_asking_does_not_tell_the_petitioner_twice(kaifeng):
    stage = kaifeng.stage
    case = kaifeng.dispatched()
    stage.sign(case)
    until = stage.share(case).due_at + timedelta(days=2)
    stage.move_share(stage.share(case), "ask_extension", "water.handler", until=until, reason="停水施工", plan="换阀门")
    stage.decide(Application.objects.get(case=case), "grant_extension", "dispatcher", decision="同意")
    # Both events are followed only now, when the application is granted already.
    assert sum("需延长办理时间" in text for text in kaifeng.texts()) == 1
