"""What is typed in a hurry: nothing, too much, a wrong day, a file that is something else. Each reason stands beside its
field in the words of who typed, and nothing that was typed is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from huiyin.cases.models import Application, Case
from huiyin.flow.times import CITY_TZ
from journeys.at_work import Desk, Office

pytestmark = pytest.mark.browser

TOO_LONG = "字" * 30_000
NO_PICTURE = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\x90\x00 this is a program"}
PICTURE_OF_NOTHING = {"name": "空.jpg", "mimeType": "image/jpeg", "buffer": b""}


def june(day: int, hour: int = 10, year: int = 2018) -> datetime:
    return datetime(year, 6, day, hour, tzinfo=CITY_TZ)


@dataclass(frozen=True)
class Hurry:
    """One form: who opens it in which state of a case, what is too long in it, and what is wrong with which reason."""

    who: str
    state: str
    button: str
    too_long: tuple[str, ...] = ()
    wrong: tuple[tuple[str, Any, str], ...] = ()


FORMS = (
    Hurry("agent", "registered", "直接答复", ("答复内容",), (("依据的知识", "Z99999", "依据的知识没有选对"),)),
    Hurry("agent", "registered", "并案", ("说明",), (("并入工单", "没有这个编号", "并入工单没有选对"),)),
    Hurry("reviewer", "registered", "呈批", ("说明",)),
    Hurry("section_chief", "in_approval", "批准", ("批示意见",)),
    Hurry("section_chief", "in_approval", "退回", ("理由",)),
    Hurry("dispatcher", "approved", "转办", ("说明",), (("办理时限", "三天半", "时限看不懂，请写如 3个工作日"),)),
    Hurry("water.handler", "pending", "申请退单", ("理由", "职责依据", "签字领导")),
    Hurry("water.handler", "handling", "先行联系", ("情况",)),
    Hurry("bureau.handler", "handling", "转下级", ("说明",), (("办理时限", "很快", "时限看不懂，请写如 3个工作日"),)),
    Hurry("water.handler", "handling", "申请延期", ("理由", "届时完成什么"),
          (("申请延至", june(1), "延至的时间须晚于现在的期限"), ("申请延至", june(1, year=2030), "最多"))),
    Hurry("water.handler", "handling", "申请挂账", ("理由",), (("复查日期", "2018-01-01", "复查日期"),)),
    Hurry("water.handler", "handling", "反馈", ("办理情况（内部）", "公开答复内容", "联系方式或未联系原因", "依据")),
    Hurry("dispatcher", "asked", "同意延期", ("决定理由",), (("准许延至", june(1), "准许的时间须晚于现在的期限"),)),
    Hurry("auditor", "in_audit", "退回重办", ("理由",)),
    Hurry("auditor", "in_audit", "通过反馈", ("答复诉求人内容", "说明")),
)  # fmt: skip


@pytest.fixture
def cases(kaifeng: Office) -> dict[str, Case]:
    """One case in each of the states in which these forms are filled in."""
    with kaifeng.behind_the_scenes() as city:
        stage = city.stage
        found = {"registered": stage.register().case}
        found["in_approval"] = stage.move(stage.register().case, "submit_for_approval", "reviewer")
        found["approved"] = stage.approve(stage.register().case)
        found["pending"] = stage.dispatch(stage.register().case)
        for state, lead in (
            ("handling", "water"),
            ("handling_bureau", "bureau"),
            ("asked", "water"),
            ("in_audit", "water"),
        ):
            found[state] = stage.dispatch(stage.register().case, lead)
        stage.later(hours=1)
        for state, lead in (
            ("handling", "water"),
            ("handling_bureau", "bureau"),
            ("asked", "water"),
            ("in_audit", "water"),
        ):
            stage.sign(found[state], lead)
        said = {"reason": "配件在途", "plan": "更换", "until": june(14)}
        stage.move_share(stage.share(found["asked"]), "ask_extension", "water.handler", **said)
        stage.reply(found["in_audit"])
    assert Application.objects.count() == 1
    return found


def opened(office: Office, cases: dict[str, Case], form: Hurry) -> Desk:
    state = f"{form.state}_bureau" if form.who.startswith("bureau") else form.state
    return office.desk(form.who).begins(cases[state], form.button)


def test_each_form_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
    kaifeng: Office, cases: dict[str, Case]
) -> None:
    for form in FORMS:
        desk = opened(kaifeng, cases, form)
        is_sent_empty(desk, form.button)
        is_sent_too_long(desk, form)
        for label, value, words in form.wrong:
            is_sent_wrong(desk, form.button, label, value, words)


def is_sent_empty(desk: Desk, button: str) -> None:
    """Each field that must be filled is named, and one goes on typing where the first reason stands."""
    wanted = desk.starred(button)
    if not wanted:
        return
    before = desk.typed(button)
    desk.sends(button)
    reasons = desk.refused(button)
    assert set(wanted) <= set(reasons), (button, wanted, reasons)
    assert all(reasons[label].startswith(f"请填写{label}") for label in wanted), (button, reasons)
    assert desk.typed(button) == before
    desk.screen.wait_for_function("() => document.activeElement.getAttribute('aria-invalid') === 'true'")


def is_sent_too_long(desk: Desk, form: Hurry) -> None:
    """By how much it is too long is told; none of it is cut."""
    desk.sends(form.button, dict.fromkeys(form.too_long, TOO_LONG))
    reasons = desk.refused(form.button)
    for label in form.too_long:
        told = reasons.get(label) or reasons.get("诉求点答复", "")
        assert "最多" in told, (form.button, label, reasons)
        assert "现有30000字" in told, (form.button, label, told)
    kept = [value for value in desk.typed(form.button).values() if value == TOO_LONG]
    assert len(kept) == len(form.too_long), form.button


def is_sent_wrong(desk: Desk, button: str, label: str, value: Any, words: str) -> None:
    """A day, number or limit that cannot be is told beside it, and stays."""
    desk.sends(
        button, {**dict.fromkeys(LONG_ONES & set(desk.labels(button)), "简要"), **filled(desk, button), label: value}
    )
    reasons = desk.refused(button)
    assert words in reasons.get(label, ""), (button, label, reasons)
    shown = f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value
    assert shown in desk.typed(button).values(), (button, label)


LONG_ONES = frozenset({"理由", "说明", "答复内容", "决定理由", "届时完成什么"})


def filled(desk: Desk, button: str) -> dict[str, Any]:
    """Return something plausible for each starred field: only what is wrong is to be refused."""
    some = {
        "理由": "配件在途", "届时完成什么": "更换灯泡", "创造条件的计划": "列入年度计划", "决定理由": "属实", "答复内容": "已告知",
        "答复方式": "电话", "办理结果": "咨询已答复", "主办单位": "市清源供水公司", "下级单位": "市城市管理局市容科",
    }  # fmt: skip
    return {label: some[label] for label in desk.starred(button) if label in some}


def test_a_file_that_is_not_what_it_says_is_named_and_the_answer_stays(kaifeng: Office, cases: dict[str, Case]) -> None:
    handler = opened(kaifeng, cases, Hurry("water.handler", "handling", "反馈"))
    answer = {**kaifeng.city.answer(cases["handling"]), "佐证材料": NO_PICTURE}
    handler.sends("反馈", answer)
    reasons = handler.refused("反馈")
    assert list(reasons) == ["佐证材料"]
    assert reasons["佐证材料"].startswith("现场.jpg：")
    assert handler.typed("反馈")["account"] == answer["办理情况（内部）"]
    handler.sends("反馈", {"佐证材料": PICTURE_OF_NOTHING})
    handler.sees("空.jpg：")
    # What was chosen and is good stays chosen when something else is wrong.
    good = {"name": "现场.png", "mimeType": "image/png", "buffer": picture()}
    handler.sends("反馈", {"佐证材料": good, "公开答复内容": ""})
    handler.sees("请填写公开答复内容")
    handler.sends("反馈", {"公开答复内容": "路灯已修复。"}).is_done("反馈")
    handler.sees("现场.png")


def picture() -> bytes:
    from huiyin.files.tests.makers import image

    return image("PNG")


def test_a_paper_brought_to_a_case_that_is_something_else_is_refused_in_words(
    kaifeng: Office, cases: dict[str, Case]
) -> None:
    agent = kaifeng.desk("agent").case(cases["registered"])
    agent.presses("上传附件")
    agent.sends("上传", {"文件": NO_PICTURE})
    agent.sees("现场.jpg", "文件内容")
    assert not cases_files(cases["registered"])


def cases_files(case: Case) -> list[Any]:
    from huiyin.files.queries import attachments_of_case

    return list(attachments_of_case(case.pk))


@pytest.fixture
def counter(kaifeng: Office) -> Iterator[Desk]:
    yield kaifeng.desk("agent").opens("/intake/new/")


def test_the_counter_names_what_is_missing_too_long_or_in_the_future_and_keeps_it_all(counter: Desk) -> None:
    counter.sends("登记")
    reasons = counter.refused("登记")
    assert {"标题", "诉求内容", "诉求性质", "事项分类"} <= set(reasons), reasons
    counter.screen.get_by_text("还没有提交成功").wait_for()
    matter = {label: one for label, one in counter.office.city.who("agent").matter().items() if label != "来源渠道"}
    typed = {**matter, "标题": "题" * 300, "联系电话": "打不通的号码", "收到时间": june(1, year=2030)}
    counter.sends("登记", typed)
    reasons = counter.refused("登记")
    assert reasons["标题"] == "标题最多120字，现有300字"
    counter.sends("登记", {"标题": "柳巷路口路灯不亮"})
    reasons = counter.refused("登记")
    assert "收到时间" in reasons, reasons
    kept = counter.typed("登记")
    assert (kept["text"], kept["phone"]) == (matter["诉求内容"], "打不通的号码")
    counter.sends("登记", {"收到时间": "", "联系电话": "13800005521"})
    counter.screen.get_by_text("查询码只显示这一次").wait_for()
    assert Case.objects.get().title == "柳巷路口路灯不亮"
