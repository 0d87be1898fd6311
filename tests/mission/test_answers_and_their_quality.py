"""How a matter is disposed of, who signs for it, who checks it, and why it is sent back."""

import pytest

from mission.city import City, again, share_of

pytestmark = pytest.mark.django_db

SEVEN = ("拖延不办", "推诿塞责", "调查不清", "处理不当", "未如实反馈", "群众不满意", "效率低导致重复投诉")


@pytest.mark.mission(75)
def test_four_kinds_of_disposal_are_chosen_in_the_reply_and_counted(city: City) -> None:
    solved = city.handled()
    unripe, longer, unlawful = (received(city, number) for number in ("13800000001", "13800000002", "13800000003"))
    refused = city.who("water.handler").is_refused(unripe, "反馈", not_solved(city, unripe, "conditions_not_ripe"))
    refused.says("不能作为办结结果，请由单位申请挂账")
    suspended(city, unripe)
    extended(city, longer)
    persuaded(city, unlawful)
    assert city.listed("result.solved") == [solved.number]
    assert city.listed("newly_suspended") == [unripe.number]
    assert city.listed("extended") == [longer.number]
    assert city.listed("result.persuaded") == [unlawful.number]


def received(city: City, phone: str):
    """Let a matter come to the water company, which signs for it."""
    case = city.hands_out(city.hears(联系电话=phone))
    city.signs(case)
    return case


def not_solved(city: City, case, result: str, 结果: str = "一时不具备解决条件") -> dict:
    return city.answer(case, 办理结果=city.result(result), 已解决=False, 未解决原因="管网改造尚未立项", 结果=[结果])


def suspended(city: City, case) -> None:
    said = {"理由": "管网改造尚未立项", "创造条件的计划": "列入明年计划", "复查日期": "2018-07-20"}
    city.who("water.handler").takes(case, "申请挂账", said)
    city.who("dispatcher").takes(case, "同意挂账", {"决定理由": "同意"})


def extended(city: City, case) -> None:
    due = share_of(case, city.units["water"]).due_at
    said = {"申请延至": f"{due.date()}T17:00", "理由": "配件需采购", "届时完成什么": "更换水泵"}
    city.who("water.handler").takes(case, "申请延期", {**said, "申请延至": later_than(city, case)})
    if city.book.extension.mode != "inform":
        city.who("dispatcher").takes(case, "同意延期", {"决定理由": "同意"})


def later_than(city: City, case) -> str:
    """Return the afternoon of the working day after the unit's limit, as one types it."""
    from huiyin.calendars.current import almanac
    from huiyin.flow.times import local
    from huiyin.rulebook.limits import Limit

    due = share_of(case, city.units["water"]).due_at
    return f"{local(almanac().due(due, Limit.parse('1wd'), city.book.office).at):%Y-%m-%dT%H:%M}"


def persuaded(city: City, case, result: str = "persuaded", 结果: str = "超越政策或不合理") -> None:
    city.replies(case, **not_solved(city, case, result, 结果))
    city.passes(case, result)


@pytest.mark.mission(71, 77)
def test_what_cannot_be_solved_is_explained_and_what_is_unreasonable_is_talked_over_each_with_its_own_result(
    city: City,
) -> None:
    explained, unreasonable = received(city, "13800000001"), received(city, "13800000002")
    persuaded(city, explained, "explained", "已解释说明")
    persuaded(city, unreasonable)
    city.who("agent").case(explained).says("不能解决，已解释说明")
    assert (again(explained).result, again(unreasonable).result) == ("explained", "persuaded")
    assert city.told(explained, "case.pass_audit").said["result"] == "explained"
    assert city.listed("result.explained") == [explained.number]
    assert city.listed("result.persuaded") == [unreasonable.number]
    assert city.figure("answered_without_result") == 2


@pytest.mark.mission(96)
def test_a_reply_is_sent_back_for_one_of_seven_causes_which_are_counted_apart(city: City) -> None:
    case = received(city, "13800000001")
    auditor = city.who("auditor")
    for cause in SEVEN:
        city.replies(case)
        auditor.takes(case, "退回重办", {"退回原因": cause, "理由": "请补充现场情况"})
        city.later(minutes=5)
    assert again(case).rejections == 7
    assert city.told(case, "case.reject_reply").said["cause"] == "inefficiency_repeats"
    for code in (cause.code for cause in city.book.reject_causes):
        assert city.listed(f"sent_back.{code}") == [case.number]
    city.who("water.handler").case(case).says(*SEVEN)


@pytest.mark.mission(78)
def test_a_leader_signs_the_written_reply_which_comes_in_time_and_answers_the_petitioner_too(dandong: City) -> None:
    case = received(dandong, "13800000001")
    handler, leader = dandong.who("water.handler"), dandong.who("water.leader")
    handler.is_refused(case, "反馈", dandong.answer(case, 已答复诉求人=False)).says("按规定反馈中心的同时须答复诉求人")
    handler.takes(case, "反馈", dandong.answer(case))
    assert not handler.may(case, "签发")
    assert not dandong.who("auditor").may(case, "通过反馈")
    assert case.number in leader.opens("/shares/?tab=sign_off").links()
    leader.takes(case, "签发")
    dandong.passes(case)
    assert dandong.told(case, "assignment.sign_off").actor_id == dandong.stage.who("water.leader").user_id
    assert dandong.listed("unit_replied_on_time") == [case.number]
    dandong.who("auditor").case(case).says("答复诉求人", "单位答复", "路灯已修复，感谢您的反映。")
    assert dandong.figure("not_answered") == 0


@pytest.mark.mission(79)
def test_what_is_important_or_instructed_by_a_leader_is_signed_by_the_head_of_the_unit(dandong: City) -> None:
    weighty = dandong.hands_out(dandong.hears(重要事项=True))
    instructed = dandong.hands_out(dandong.hears(联系电话="13800000002"))
    dandong.who("vice_mayor").takes(instructed, "批示", {"批示内容": "请供水公司三日内解决。"})
    for case in (weighty, instructed):
        dandong.signs(case)
        dandong.who("water.handler").takes(case, "反馈", dandong.answer(case))
        assert not dandong.who("water.leader").may(case, "签发")
        dandong.who("water.head").takes(case, "签发")
        dandong.passes(case)
    assert dandong.told(instructed, "case.instruct")
    assert dandong.figure("closed") == 2


@pytest.mark.mission(140)
def test_a_unit_checks_the_reply_of_its_section_before_it_answers(city: City) -> None:
    case = city.hands_out(city.hears(), "bureau")
    city.signs(case, "bureau")
    handler, section = city.who("bureau.handler"), city.who("office.handler")
    handler.takes(case, "转下级", {"下级单位": "市城市管理局市容科"})
    assert not handler.may(case, "反馈")
    section.takes(case, "签收")
    section.takes(case, "反馈", section_says(city, "已派人。"))
    handler.takes(case, "退回下级重办", {"退回原因": "调查不清", "理由": "没有写明修了几盏"})
    section.takes(case, "反馈", section_says(city, "三盏均已修复。"))
    handler.takes(case, "通过下级反馈")
    city.replies(case, "bureau")
    city.passes(case)
    assert city.told(case, "assignment.reject_below").said["cause"] == "unclear_inquiry"
    assert again(case).state == "closed"
    assert city.figure("rejected") == 0


def section_says(city: City, account: str) -> dict:
    return {"办理情况（内部）": account, "公开答复内容": account, "办理结果": city.result("solved"), "诉求属实": True,
            "已联系诉求人": True, "联系方式或未联系原因": "电话", "已解决": True, "已答复诉求人": True}  # fmt: skip


@pytest.mark.mission(140)
def test_a_units_leader_sends_a_draft_back_before_he_signs(dandong: City) -> None:
    case = received(dandong, "13800000001")
    dandong.who("water.handler").takes(case, "反馈", dandong.answer(case))
    leader = dandong.who("water.leader")
    leader.takes(case, "退回修改", {"理由": "请写明更换了几只灯泡"})
    dandong.replies(case)
    dandong.passes(case)
    assert dandong.told(case, "assignment.send_back_draft")
    assert dandong.figure("closed") == 1


@pytest.mark.mission(142)
def test_the_first_unit_stays_named_and_several_units_work_together_under_one_lead(city: City) -> None:
    case = city.hands_out(city.hears(), "water", joint=("bureau", "west"))
    city.who("dispatcher").case(case).says("首问单位 市清源供水公司", "主办", "协办", "市城市管理局", "西岸区政府")
    for unit in ("water", "bureau", "west"):
        city.signs(case, unit)
    for unit in ("bureau", "west"):
        city.who(f"{unit}.handler").takes(case, "反馈", section_says(city, "已配合施工。"))
        if city.book.sign_off.required:
            city.who(f"{unit}.leader").takes(case, "签发")
    assert again(case).state == "in_handling"
    city.replies(case)
    city.passes(case)
    assert city.told(case, "case.dispatch").said["joint"]
    assert city.who("director").reads("unit_replied") == ("3", [case.number] * 3), "a line for each share"
    assert {share.state for share in case.assignments.all()} == {"passed"}


@pytest.mark.mission(193)
def test_handling_at_once_is_promised_shown_and_counted(city: City) -> None:
    by_centre = city.hears(承诺马上就办=True)
    by_unit = city.hands_out(city.hears(联系电话="13800000002"))
    city.who("water.leader").takes(by_unit, "承诺马上就办", {"说明": "今晚派抢修队"})
    assert not city.who("water.leader").may(by_unit, "承诺马上就办")
    for case in (by_centre, by_unit):
        city.who("supervisor").case(case).says("马上就办")
    assert city.told(by_unit, "assignment.promise")
    assert sorted(city.listed("immediate")) == sorted([by_centre.number, by_unit.number])


@pytest.mark.mission(81, 89)
def test_the_checks_of_completeness_show_what_was_forgotten_and_nothing_else(city: City) -> None:
    checks = ("not_accepted", "not_handled", "not_answered", "without_reply")
    done = city.handled()
    assert [city.figure(name) for name in checks] == [0, 0, 0, 0]
    kept = city.hears(联系电话="13800000002")
    forgotten = received(city, "13800000003")
    city.later(days=40)
    assert city.listed("not_handled") == [kept.number]
    assert sorted(city.listed("without_reply")) == sorted([kept.number, forgotten.number])
    city.who("dispatcher").case(forgotten).says("首问单位 市清源供水公司")
    city.replies(forgotten)
    city.passes(forgotten)
    assert city.listed("without_reply") == [kept.number]
    assert city.figure("not_answered") == 0
    assert city.told(done, "case.pass_audit").said["answered"]


@pytest.mark.mission(89)
def test_a_case_is_not_closed_while_one_wish_has_no_answer(city: City) -> None:
    case = city.hands_out(city.hears(诉求点="尽快修好路灯\n告知修好时间"))
    city.signs(case)
    handler = city.who("water.handler")
    half = city.answer(case, 结果=["已解决"], 依据=["现场照片"])
    handler.is_refused(case, "反馈", half).says("第2个诉求点没有答复")
    city.replies(case)
    city.passes(case)
    assert again(case).answered_at is not None


@pytest.mark.mission(94)
def test_a_case_is_followed_seen_on_site_and_called_back_about(city: City) -> None:
    case = received(city, "13800000001")
    supervisor = city.who("supervisor")
    for kind, words in (("跟踪了解", "单位已备料"), ("现场察看", "正在更换灯杆")):
        supervisor.takes(case, "跟踪记录", {"类型": kind, "方式": "当面", "已联系上": True, "情况": words})
    city.replies(case)
    city.passes(case)
    supervisor.takes(case, "跟踪记录", {"类型": "回访", "方式": "电话", "已联系上": True, "情况": "诉求人认可"})
    supervisor.case(case).says("跟踪了解", "单位已备料", "现场察看", "正在更换灯杆", "回访", "诉求人认可")
    assert city.told(case, "case.follow_up")
    assert city.listed("tracked") == [case.number]
    assert city.listed("seen_on_site") == [case.number]
