"""What a unit answers: account, public answer, each wish, contact, signature; what the centre does with it."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from huiyin.cases.act import collect
from huiyin.cases.choosing import wishes_to_answer
from huiyin.cases.measures import MEASURES
from huiyin.cases.models import Answer, Assignment, Case, Reply
from huiyin.cases.queries import papers_to_check
from huiyin.cases.tests.stage import Stage
from huiyin.files.act import Prepared, keep
from huiyin.files.limits import MEGABYTE, TXT
from huiyin.files.models import Attachment
from huiyin.files.problems import UploadRefused
from huiyin.flow.drawing import is_drawn
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Event
from huiyin.measures.figures import figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope

THREE = [{"text": "修好路灯"}, {"text": "说明原因"}, {"text": "今后多久巡查一次"}]


@pytest.fixture
def files_elsewhere(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


def signed(stage: Stage, **other: object) -> tuple[Case, Assignment]:
    case = stage.dispatch(stage.register(**other).case)
    stage.later(minutes=5)
    return case, stage.sign(case)


def wish_results(*results: str) -> list[dict[str, object]]:
    return [{"ordinal": n, "result": r, "evidence": "照片" if r == "solved" else ""} for n, r in enumerate(results, 1)]


def reason_of(stage: Stage, case: Case, share: Assignment, **other: object) -> dict[str, str]:
    return stage.refused_share(share, "reply", "water.handler", **stage.reply_said(case, **other)).fields


# -- 诉求点 -----------------------------------------------------------------------------------------------------------------


@pytest.mark.mission(81)
def test_each_wish_is_listed_answered_and_ticked(stage: Stage) -> None:
    case, share = signed(stage, wishes=THREE)
    assert (
        "第3个诉求点没有答复"
        in reason_of(stage, case, share, wish_results=wish_results("solved", "solved"))["wish_results"]
    )
    stage.reply(case, wish_results=wish_results("solved", "explained", "explained"))
    case = stage.pass_audit(stage.reload(case))
    assert [(w.result, w.audited) for w in case.wishes.order_by("ordinal")] == [
        ("solved", True), ("explained", True), ("explained", True),
    ]  # fmt: skip
    ticks = [{"ordinal": 1, "answered": True}, {"ordinal": 3, "answered": False}]
    stage.move(case, "tick_wishes", "callback_agent", ticks=ticks)
    assert [w.petitioner_says for w in case.wishes.order_by("ordinal")] == [True, None, False]
    no = stage.refusal(case, "tick_wishes", "callback_agent", ticks=[{"ordinal": 9, "answered": True}])
    assert "没有第9个诉求点" in no.fields["ticks"]


def test_the_auditor_says_which_wishes_were_not_answered_well(stage: Stage) -> None:
    case, _ = signed(stage, wishes=THREE)
    stage.reply(case, wish_results=wish_results("solved", "explained", "explained"))
    case = stage.reload(case)
    asked = {"cause": "delay", "reason": "第二条没有答"}
    assert "没有第9个" in stage.refusal(case, "reject_reply", "auditor", unmet=["9"], **asked).fields["unmet"]
    case = stage.move(case, "reject_reply", "auditor", unmet=["2"], **asked)
    assert [w.audited for w in case.wishes.order_by("ordinal")] == [None, False, None]
    asking: Any = SimpleNamespace(facts=SimpleNamespace(case=SimpleNamespace(id=case.pk)))
    assert [line.label.endswith("（上次没有答好）") for line in wishes_to_answer(asking)] == [False, True, False]
    stage.reply(case, wish_results=wish_results("solved", "solved", "explained"))
    assert [w.audited for w in stage.reload(case).wishes.order_by("ordinal")] == [None, None, None]


def test_a_wish_is_solved_with_evidence_only(stage: Stage) -> None:
    case, share = signed(stage)
    bare = [{"ordinal": 1, "result": "solved", "evidence": ""}]
    assert "请写明依据" in reason_of(stage, case, share, wish_results=bare)["wish_results"]


def test_a_matter_whose_time_has_not_come_is_never_solved(stage: Stage) -> None:
    case, share = signed(stage, wishes=THREE[:2])
    results = wish_results("solved", "not_now")
    assert "不能写已解决" in reason_of(stage, case, share, wish_results=results)["resolved"]
    not_now = {"wish_results": results, "resolved": False, "result": "explained", "unresolved_reason": "等待立项"}
    stage.reply(case, **not_now)
    solves = next(r.code for r in stage.book.results if r.solves)
    no = stage.refusal(stage.reload(case), "pass_audit", "auditor", result=solves, way="phone", answer="已答复")
    assert "一时不具备解决条件" in no.fields["result"]


def test_a_unit_does_not_reply_that_it_puts_the_matter_off(stage: Stage) -> None:
    case, share = signed(stage)
    said = {"result": "conditions_not_ripe", "resolved": False, "unresolved_reason": "等待立项"}
    if not stage.book.result("conditions_not_ripe").closes:
        assert "请由单位申请挂账" in reason_of(stage, case, share, **said)["result"]


def test_not_solved_and_not_contacted_need_a_why(stage: Stage) -> None:
    case, share = signed(stage)
    said = {"resolved": False, "result": "explained", "contacted": False, "contacted_how": "无"}
    assert set(reason_of(stage, case, share, **said)) == {"unresolved_reason", "contacted_how"}


# -- 签发 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.mission(78)
def test_the_leader_in_charge_signs_an_ordinary_reply(dandong: Stage) -> None:
    case, share = signed(dandong)
    share = dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    assert share.state == "awaiting_sign_off"
    dandong.refused_share(share, "sign_off", "water.handler")
    dandong.refused_share(share, "sign_off", "bureau.leader")
    assert dandong.move_share(share, "sign_off", "water.leader").state == "replied"
    assert Reply.objects.get(assignment=share).signed_off_by_id == dandong.who("water.leader").user_id


@pytest.mark.mission(79)
def test_the_head_of_the_unit_signs_an_important_one(dandong: Stage) -> None:
    case, share = signed(dandong, important=True)
    share = dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    dandong.refused_share(share, "sign_off", "water.leader")
    assert dandong.move_share(share, "sign_off", "water.head").state == "replied"


def test_a_draft_that_the_leader_sends_back_is_written_again(dandong: Stage) -> None:
    case, share = signed(dandong)
    share = dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    share = dandong.move_share(share, "send_back_draft", "water.leader", reason="写明完成日期")
    assert share.state == "handling"
    dandong.reply(case)
    assert [r.accepted for r in Reply.objects.filter(assignment=share).order_by("ordinal")] == [False, None]


def scan_of(stage: Stage, share: Assignment, **other: object) -> Attachment:
    fields = {"subject_kind": "assignment", "subject_id": share.pk, "kind": "scan", "name": "签发单.png",
              "content_type": "image/png", "size": 9, "uploaded_by": share.pk, "at": stage.at}  # fmt: skip
    return Attachment.objects.create(**{**fields, **other})


def on_paper(stage: Stage, scan: Attachment, **other: object) -> dict[str, object]:
    return {"signer": "某局长", "signed_on": stage.at.date(), "scan": scan.pk, **other}


def test_a_signature_on_paper_is_shown_with_name_day_and_scan(dandong: Stage) -> None:
    case, share = signed(dandong)
    share = dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    told = on_paper(dandong, scan_of(dandong, share))
    share = dandong.move_share(share, "sign_off_on_paper", "water.handler", **told)
    reply = Reply.objects.get(assignment=share)
    assert (share.state, reply.paper_signer, reply.paper_day) == ("replied", "某局长", date(2018, 6, 4))
    assert reply.paper_scan == told["scan"]


def test_without_the_scan_of_this_very_paper_nobody_signed(dandong: Stage) -> None:
    case, share = signed(dandong)
    share = dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    elsewhere, photo = scan_of(dandong, share, subject_id=case.pk), scan_of(dandong, share, kind="photo")
    gone = scan_of(dandong, share, removed_at=dandong.at, removed_by=share.pk)
    for scan in (elsewhere, photo, gone):
        no = dandong.refused_share(share, "sign_off_on_paper", "water.handler", **on_paper(dandong, scan))
        assert no.fields == {"scan": "没有找到签字扫描件，请先上传"}
    tomorrow = on_paper(dandong, scan_of(dandong, share), signed_on=dandong.at.date() + timedelta(days=1))
    assert "signed_on" in dandong.refused_share(share, "sign_off_on_paper", "water.handler", **tomorrow).fields


def test_not_every_city_takes_paper(haiyan: Stage) -> None:
    case, share = signed(haiyan)
    share = haiyan.move_share(share, "reply", "water.handler", **haiyan.reply_said(case))
    no = haiyan.refused_share(share, "sign_off_on_paper", "water.handler", **on_paper(haiyan, scan_of(haiyan, share)))
    assert "本市规定须在线签发" in no.reasons


@pytest.mark.parametrize(("genuine", "on_time"), [(True, True), (False, False)])
def test_papers_are_spot_checked_and_a_signature_that_nobody_gave_makes_the_reply_untrue(
    dandong: Stage, genuine: bool, on_time: bool
) -> None:
    case, share = signed(dandong)
    share = dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    dandong.move_share(share, "sign_off_on_paper", "water.handler", **on_paper(dandong, scan_of(dandong, share)))
    dandong.pass_audit(dandong.reload(case))
    dandong.refused_share(share, "check_paper", "water.head", genuine=True)
    share = dandong.move_share(share, "check_paper", "supervisor", genuine=genuine)
    assert (share.on_time, share.untrue) == (on_time, not genuine)
    no = dandong.refused_share(share, "check_paper", "supervisor", genuine=True)
    assert "本件不是纸质签发，或已抽查" in no.reasons


def share_on_paper(stage: Stage, **other: object) -> tuple[Case, Assignment]:
    case, share = signed(stage, **other)
    share = stage.move_share(share, "reply", "water.handler", **stage.reply_said(case))
    return case, stage.move_share(share, "sign_off_on_paper", "water.handler", **on_paper(stage, scan_of(stage, share)))


def draw(monkeypatch: pytest.MonkeyPatch, wanted: bool) -> list[float]:
    """Let every paper be drawn or none, and return the shares by which the draw was asked."""
    asked: list[float] = []
    drawing = lambda what, pk, share: asked.append(share) or wanted  # noqa: E731
    monkeypatch.setattr("huiyin.cases.part_effects.replying.is_drawn", drawing)
    return asked


def test_a_share_of_the_papers_is_drawn_and_waits_until_somebody_of_the_centre_has_checked_it(
    dandong: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, wanted=False)
    share_on_paper(dandong)
    assert not papers_to_check().exists()
    asked = draw(monkeypatch, wanted=True)
    case, share = share_on_paper(dandong, phone="13900002222")
    assert asked == [dandong.book.sign_off.spot_check]
    assert list(papers_to_check()) == [share]
    # Who signed can read in no event that this paper was drawn.
    said = Event.objects.get(chain_id=case.pk, verb="assignment.sign_off_on_paper").said
    assert set(said) <= {"signer", "signed_on", "scan"}
    dandong.pass_audit(dandong.reload(case))
    assert list(papers_to_check()) == [dandong.share(case)]
    dandong.move_share(share, "check_paper", "auditor", genuine=True)
    assert not papers_to_check().exists()
    assert Event.objects.get(chain_id=case.pk, verb="assignment.check_paper").said["genuine"] is True


def test_a_paper_that_was_sent_back_is_not_checked_any_more(dandong: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(monkeypatch, wanted=True)
    case, _ = share_on_paper(dandong)
    dandong.move(dandong.reload(case), "reject_reply", "auditor", cause="delay", reason="请补充")
    assert not papers_to_check().exists()
    dandong.reply(case)
    assert not papers_to_check().exists()


def test_papers_are_counted_as_signed_drawn_checked_and_untrue(dandong: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(monkeypatch, wanted=False)
    _, voluntary = share_on_paper(dandong, phone="13900001111")
    draw(monkeypatch, wanted=True)
    drawn = [share_on_paper(dandong, phone=f"1390000222{n}")[1] for n in range(2)]
    for share, genuine in ((voluntary, True), (drawn[0], False)):
        dandong.move_share(share, "check_paper", "supervisor", genuine=genuine)
    registry = Registry(MEASURES)
    found = {
        name: figure(registry, f"papers_{name}", Scope()).value for name in ("signed", "drawn", "checked", "untrue")
    }
    assert found == {"signed": 3, "drawn": 2, "checked": 2, "untrue": 1}


@pytest.mark.parametrize("share", [0.0, 0.05, 1.0])
def test_as_many_are_drawn_as_the_book_says_and_nobody_chooses(share: float) -> None:
    ids = [UUID(int=n) for n in range(4000)]
    drawn = {pk for pk in ids if is_drawn("paper", pk, share)}
    assert drawn == {pk for pk in ids if is_drawn("paper", pk, share)}
    assert abs(len(drawn) - 4000 * share) <= 60 * (0 < share < 1)
    assert share in {0.0, 1.0} or drawn != {pk for pk in ids if is_drawn("other", pk, share)}


# -- 附件 ------------------------------------------------------------------------------------------------------------------


def bring_file(stage: Stage, case: Case, content: bytes, unit: str = "water") -> Attachment:
    ready = Prepared("说明.txt", content, TXT)
    how = {"actor": stage.who(f"{unit}.handler"), "at": stage.at, "case": stage.reload(case)}
    return keep(ready, subject_kind="assignment", subject_id=stage.share(case, unit).pk, kind="evidence", **how)


def test_a_case_with_all_its_parts_takes_as_many_files_as_its_book_says(stage: Stage, files_elsewhere: None) -> None:
    rules = stage.book.attachments
    case = stage.dispatch(stage.register().case, joint=("west",))
    for n in range(rules.a_case):
        Attachment.objects.create(
            subject_kind="assignment", subject_id=uuid7(), case_id=case.pk, kind="evidence", name=f"{n}.txt", size=9,
            content_type="text/plain", uploaded_by=case.pk, at=stage.at, removed_at=stage.at if n == 0 else None,
            removed_by=case.pk if n == 0 else None,
        )  # fmt: skip
    bring_file(stage, case, b"one more", "west")
    with pytest.raises(UploadRefused, match=f"本市规定每件工单最多{rules.a_case}个"):
        bring_file(stage, case, b"too many")


def test_a_file_is_no_larger_than_the_book_of_the_case_says(stage: Stage, files_elsewhere: None) -> None:
    most = stage.book.attachments.megabytes
    case = stage.dispatch(stage.register().case)
    bring_file(stage, case, b"x" * most * MEGABYTE)
    with pytest.raises(UploadRefused, match=f"每个附件不能超过{most}MB"):
        bring_file(stage, case, b"y" * (most * MEGABYTE + 1))


# -- 答复诉求人 -------------------------------------------------------------------------------------------------------------


def test_who_answers_the_petitioner_is_the_citys_law(stage: Stage) -> None:
    case = stage.handled()
    answer = Answer.objects.get(case=case)
    by_unit = stage.book.answers.answered_by == "unit"
    assert answer.by_unit is by_unit
    assert answer.person == stage.who("water.handler" if by_unit else "auditor").name
    told = Event.objects.get(chain_id=case.pk, verb="case.pass_audit").said["answered"]
    assert (told["answer"], told["by"], told["way"]) == (str(answer.pk), str(answer.by_id), answer.way)


@pytest.mark.mission(78, 89)
def test_a_unit_that_has_to_answer_the_petitioner_says_that_it_did_and_how(dandong: Stage) -> None:
    case, share = signed(dandong)
    assert "须答复诉求人" in reason_of(dandong, case, share, answered_petitioner=False)["answered_petitioner"]
    dandong.reply(case, answer_way="visit")
    replied_at = dandong.at
    dandong.later(hours=2)
    dandong.pass_audit(dandong.reload(case))
    answer = Answer.objects.get(case=case)
    assert (answer.way, answer.at, answer.by_unit) == ("visit", replied_at, True)
    assert dandong.reload(case).answered_at == replied_at


def test_the_centre_says_what_it_answered_and_how(kaifeng: Stage) -> None:
    case, _ = signed(kaifeng)
    kaifeng.reply(case)
    solves = next(r.code for r in kaifeng.book.results if r.solves)
    no = kaifeng.refusal(kaifeng.reload(case), "pass_audit", "auditor", result=solves)
    assert "way" in no.fields
    no = kaifeng.refusal(kaifeng.reload(case), "pass_audit", "auditor", result=solves, way="phone")
    assert "answer" in no.fields


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_an_answer_on_a_message_board_has_its_link(request: pytest.FixtureRequest, city: str) -> None:
    stage: Stage = request.getfixturevalue(city)
    said = {"channel": "message_board", "text": "路灯不亮", "title": "路灯", "received_at": stage.at}
    case = collect(said, actor=stage.who("opinion_clerk"), at=stage.at, city=stage.city).case
    matter = {name: value for name, value in stage.said().items() if name not in {"channel", "name", "phone"}}
    case = stage.dispatch(stage.move(case, "screen", "opinion_clerk", **matter))
    stage.sign(case)
    stage.reply(case)
    case = stage.reload(case)
    solves = next(r.code for r in stage.book.results if r.solves)
    no = stage.refusal(case, "pass_audit", "auditor", result=solves, way="board", answer="已修复")
    assert "须填写公开答复的链接" in no.fields["answer_link"]
    stage.pass_audit(case, answer_link="https://board.example/1")
    assert Answer.objects.get(case=case).link == "https://board.example/1"


def test_a_unit_may_give_the_link_with_its_reply(dandong: Stage) -> None:
    case, _ = signed(dandong)
    Case.objects.filter(pk=case.pk).update(channel="message_board", family="online")
    dandong.reply(case, answer_link="https://board.example/2")
    dandong.pass_audit(dandong.reload(case))
    assert Answer.objects.get(case=case).link == "https://board.example/2"


# -- 责任人 -----------------------------------------------------------------------------------------------------------------


@pytest.mark.mission(26)
def test_a_unit_names_who_answers_on_three_levels(stage: Stage) -> None:
    _, share = signed(stage)
    said = {"charge_leader": "分管副局长", "charge_section": "照明科", "charge_handler": "承办员"}
    share = stage.move_share(share, "charge", "water.leader", **said)
    assert (share.charge_leader, share.charge_section, share.charge_handler) == ("分管副局长", "照明科", "承办员")
    stage.refused_share(share, "charge", "bureau.handler", **said)
