"""The pages as their posts use them: the leader's two taps, the sheet and its code, the secretary, the centre, a unit."""

import re
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import text_of
from huiyin.documents.codes import code_to_scan
from huiyin.documents.tests.pages import words
from huiyin.files.tests.makers import image
from huiyin.instructions.models import Instruction, Task
from huiyin.instructions.places import NO_PHOTO
from huiyin.instructions.queries import waiting_for_leader


def test_a_leader_reads_taps_a_phrase_and_sends_and_comes_to_the_next(office):
    first, second = office.present(office.case(title="路灯不亮")), office.present(kind="report", text="正文")
    leader = office.browser("vice_mayor")
    assert "路灯不亮" in text_of(leader.get("/instructions/"))
    page = leader.get(f"/instructions/{first.number}/read/")
    phrase = office.stage.book.instructions.phrases[0]
    assert phrase in text_of(page) and "圈阅" in text_of(page)
    said = {"phrase": phrase, "words": "", "do": "instruct", "move_key": "k", "move_seen": page.context["seen"]}
    done = leader.post(f"/instructions/{first.number}/read/", said)
    assert done.status_code == 302 and done.url == f"/instructions/{second.number}/read/"
    first.refresh_from_db()
    assert first.words == phrase and first.state == "in_hand"
    # Sent once more by an impatient thumb: nothing is written twice.
    assert leader.post(f"/instructions/{first.number}/read/", said).url == f"/instructions/{first.number}/"
    done = leader.post(f"/instructions/{second.number}/read/", {"do": "read", "move_key": "k2"})
    assert done.url == f"/instructions/{second.number}/" and "已办妥" in text_of(leader.get(done.url))


def test_a_phrase_and_own_words_stand_one_after_the_other_and_nothing_at_all_is_refused(office):
    row = office.present(kind="report")
    leader = office.browser("vice_mayor")
    refused = leader.post(f"/instructions/{row.number}/read/", {"do": "instruct", "move_key": "a"})
    assert refused.status_code == 422 and "请填写批示内容" in text_of(refused)
    said = {"do": "instruct", "phrase": "请办。", "words": "周五前报我", "move_key": "b"}
    leader.post(f"/instructions/{row.number}/read/", said)
    row.refresh_from_db()
    assert row.words == "请办。\n周五前报我"


def test_another_leader_and_a_clerk_do_not_write_on_his_page(office):
    row = office.present(kind="report")
    for who in ("city_leader", "supervisor"):
        answer = office.browser(who).post(f"/instructions/{row.number}/read/", {"do": "instruct", "words": "x"})
        assert answer.status_code == 302, who
    assert office.browser("water.handler").get(f"/instructions/{row.number}/read/").status_code == 404
    assert Instruction.objects.get().state == "presented"


def test_the_leader_takes_it_back_by_a_button_of_its_page(office):
    row = office.instruct(office.present(kind="report"))
    leader = office.browser("vice_mayor")
    assert f"/moves/instruction/{row.number}/recall/" in text_of(leader.get(f"/instructions/{row.number}/"))
    leader.post(f"/moves/instruction/{row.number}/recall/", {"move_key": "x"})
    assert list(waiting_for_leader(office.stage.who("vice_mayor"))) == [row]
    office.instruct(Instruction.objects.get())
    office.stage.later(minutes=11)
    assert "/recall/" not in text_of(leader.get(f"/instructions/{row.number}/"))


def test_the_sheet_carries_a_code_that_opens_the_entry_of_this_very_paper(office):
    row = office.present(office.case(title="路灯不亮"), advice="拟请市城管局牵头")
    page = office.browser("leader_secretary").get(f"/instructions/{row.number}/sheet/")
    text = text_of(page)
    address = page.context["paper"].head.code
    assert code_to_scan(address).path in text and "路灯不亮" in text and "拟请市城管局牵头" in text
    assert "13800005521" not in text and "王某" not in text
    assert address.endswith(f"/moves/instruction/{row.number}/enter/")
    for form in ("", "?as=pdf", "?as=docx"):
        assert office.browser("agent").get(f"/instructions/{row.number}/sheet/{form}").status_code == 404
    printed = words(
        office.browser("leader_secretary").get(f"/instructions/{row.number}/sheet/", data={"as": "pdf"}).content
    )
    assert "路灯不亮" in printed and "拟请市城管局牵头" in printed and "领导批示" in printed
    assert "13800005521" not in printed and "王某" not in printed
    sheet = docx.Document(BytesIO(office.browser("director").get(f"/instructions/{row.number}/sheet/?as=docx").content))
    assert len(sheet.inline_shapes) == 1 and "拟请市城管局牵头" in [
        cell.text for cell in sheet.tables[0].columns[1].cells
    ]
    entry = office.browser("leader_secretary").get(re.sub(r"https?://[^/]+", "", address))
    assert entry.status_code == 200 and "照纸面逐字录入" in text_of(entry)


def test_the_secretary_enters_a_paper_with_its_photograph_and_another_person_compares(office):
    row = office.present(office.case())
    secretary = office.browser("leader_secretary")
    photo = SimpleUploadedFile("批示.jpg", image(), "image/jpeg")
    said = {
        "mark": "instructed",
        "words": "请认真核实",
        "written_on": "2018-06-04",
        "move_key": "k",
    }
    entry = f"/moves/instruction/{row.number}/enter/"
    bare = secretary.post(entry, said)
    assert (bare.status_code, NO_PHOTO in text_of(bare)) == (422, True)
    assert office.browser("agent").post(entry, said).status_code == 404
    done = secretary.post(entry, {**said, "move_files": photo})
    assert done.status_code == 302, text_of(done)
    page = text_of(secretary.get(f"/instructions/{row.number}/"))
    assert "批示.jpg" in page and "/check/" not in page
    supervisor = office.browser("supervisor")
    assert f"/instructions/{row.number}/" in text_of(supervisor.get("/instructions/"))
    assert "请认真核实" in text_of(supervisor.get(f"/moves/instruction/{row.number}/check/"))
    supervisor.post(f"/moves/instruction/{row.number}/check/", {"move_key": "c"})
    assert Instruction.objects.get().state == "in_hand"
    # What nobody had laid before the leader here is entered in the same way.
    said |= {"leader": str(row.leader_id), "kind": "brief", "title": "简报第3期", "move_key": "n"}
    bare = secretary.post("/instructions/new/", said)
    assert (bare.status_code, NO_PHOTO in text_of(bare)) == (422, True)
    assert "手写原件照片" in text_of(bare)
    photo.seek(0)
    assert secretary.post("/instructions/new/", {**said, "move_files": photo}).status_code == 302


def test_a_case_is_laid_before_two_leaders_from_its_page(office):
    case = office.case()
    supervisor = office.browser("supervisor")
    part = text_of(supervisor.get(f"/instructions/of-case/{case.number}/", headers={"HX-Request": "true"}))
    assert f"/instructions/present/?case={case.number}" in part
    assert case.number in text_of(supervisor.get(f"/instructions/present/?case={case.number}"))
    leaders = [str(office.stage.who(post).user_id) for post in ("vice_mayor", "city_leader")]
    said = {"numbers": case.number, "leaders": leaders, "advice": "拟请牵头", "move_key": "k"}
    assert supervisor.post("/instructions/present/", said).status_code == 302
    rows = Instruction.objects.order_by("number")
    assert [row.leader_post for row in rows] == ["vice_mayor", "city_leader"]
    assert rows[0].matter.title == case.title
    part = text_of(supervisor.get(f"/instructions/of-case/{case.number}/"))
    assert part.count("待阅") == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"numbers": "K000"}, "没有这些工单"), ({}, "请填写工单编号，或选择材料"), ({"kind": "report"}, "请填写标题"),
        ({"kind": "report", "title": "x", "leaders": []}, "请选择领导"),
    ],
)  # fmt: skip
def test_what_cannot_be_presented_is_told_beside_its_field(office, said, why):
    whole = {"leaders": [str(office.stage.who("vice_mayor").user_id)], "move_key": "k", **said}
    answer = office.browser("supervisor").post("/instructions/present/", whole)
    assert answer.status_code == 422 and why in text_of(answer)
    assert not Instruction.objects.exists()


def test_a_unit_sees_the_words_that_concern_it_feeds_back_and_nothing_else(office):
    case = office.case(confidential=True, title="王某反映路灯")
    row = office.instruct(office.present(case), words="请与王某联系解决")
    unit = office.browser("water.handler")
    home = text_of(unit.get("/instructions/"))
    assert "本单位待反馈" in home and case.number in home
    assert "王某" not in home and "王某" not in text_of(unit.get(f"/instructions/{row.number}/"))
    task = Task.objects.get()
    done = unit.post(f"/moves/instruction_task/{task.number}/feed_back/", {"account": "已修复", "move_key": "k"})
    assert done.status_code == 302
    assert "已修复" in text_of(office.browser("leader_secretary").get("/instructions/"))
    assert office.browser("bureau.handler").get(f"/instructions/{row.number}/").status_code == 404
    assert office.browser("bureau.handler").get("/instructions/ledger/").status_code == 404


def test_one_instruction_becomes_many_cases_that_go_their_usual_way(office):
    row = office.instruct(office.present(kind="report", title="创文巩卫"), words="六个问题逐一整改")
    clerk = office.browser("director")
    page = clerk.get(f"/instructions/{row.number}/cases/")
    assert page.status_code == 200 and "六个问题逐一整改" in text_of(page)
    places = "\n".join(f"占道经营 | 第{n}市场" for n in range(1, 12))
    said = {"places": places, "kind": "complaint", "category": office.stage.leaf(), "channel": "phone", "move_key": "k"}
    assert clerk.post(f"/instructions/{row.number}/cases/", said).status_code == 302
    cases = Case.objects.filter(pk__in=row.abouts.values("case"))
    assert cases.count() == 11 and {case.state for case in cases} == {"registered"}
    assert all(case.leader_signed for case in cases)
    assert {case.place for case in cases} == {f"第{n}市场" for n in range(1, 12)}


def test_cases_that_are_there_already_are_linked_by_their_numbers(office):
    row = office.instruct(office.present(kind="report"))
    one, two = office.case(), office.case("bureau")
    clerk = office.browser("supervisor")
    said = {"numbers": f"{one.number}，{two.number}", "move_key": "k"}
    assert clerk.post(f"/moves/instruction/{row.number}/link/", said).status_code == 302
    assert office.stage.reload(one).leader_signed and row.abouts.count() == 2
    answer = clerk.post(f"/moves/instruction/{row.number}/link/", {"numbers": "K9", "move_key": "j"})
    assert answer.status_code == 422 and "没有这些工单：K9" in text_of(answer)


def test_the_ledger_is_narrowed_counted_and_taken_out(office):
    case = office.case()
    for leader in ("vice_mayor", "city_leader"):
        office.instruct(office.present(case, leader=leader))
    office.move(office.present(case), "read", "vice_mayor")
    reader = office.browser("director")
    page = reader.get("/instructions/ledger/")
    assert (page.context["times"], page.context["cases"], len(page.context["lines"])) == (2, 1, 3)
    assert len(reader.get("/instructions/ledger/?counted=1&post=city_leader").context["lines"]) == 1
    assert len(reader.get(f"/instructions/ledger/?q={case.number}").context["lines"]) == 3
    figures = reader.get("/instructions/figures/?from=2018-06-01&to=2018-06-30")
    assert [line["times"] for line in figures.context["by_leader"]] == [1, 1]
    assert len(reader.get(figures.context["by_leader"][0]["address"]).context["lines"]) == 1
    file = reader.get("/instructions/ledger/?file=csv")
    assert b"".join(file.streaming_content).decode("utf-8-sig").count("请抓紧办理") == 2


def test_pages_ask_no_more_of_the_database_with_more_rows(office):
    def play(n: int) -> dict[str, int]:
        for _ in range(n):
            office.instruct(office.present(office.case()))
        counts = {}
        for who, page in (("director", "/instructions/ledger/"), ("water.handler", "/instructions/")):
            browser = office.browser(who)
            browser.get(page)
            counts[page] = browser.statements
        return counts

    few, many = play(3), play(6)
    assert many == few
