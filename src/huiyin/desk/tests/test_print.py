"""Sheets for paper show what their viewer reads on the screen: the petitioner masked, or not at all."""

import re
from io import BytesIO

import docx
import pytest

from huiyin.desk.tests.signed_in import text_of
from huiyin.documents.tests.pages import words
from huiyin.journal.models import Event


def sheet(response):
    return re.search(r'<article class="paper">.*?</article>', text_of(response), re.DOTALL)[0]


@pytest.fixture
def case(stage):
    return stage.handled(name="赵小明", phone="13912345678")


def test_the_case_on_paper_tells_the_matter_the_unit_the_reply_and_the_answer(stage, case, sign_in):
    page = sheet(sign_in(stage, "supervisor").get(f"/cases/{case.number}/paper/"))
    for said in (case.number, "三盏路灯已一周不亮", "1. 尽快修好路灯：已解决（现场照片两张）", "市清源供水公司",
                  "已派人更换灯泡三只并检查线路。", "路灯已经修好。", "已办结", "supervisor某 打印"):  # fmt: skip
        assert said in page, said


def test_the_petitioner_is_masked_on_paper_as_on_the_screen(stage, case, sign_in):
    for who in ("supervisor", "agent", "water.handler"):
        page = sheet(sign_in(stage, who).get(f"/cases/{case.number}/paper/"))
        assert "139****5678" in page, who
        assert "赵小明" not in page, who
        assert "13912345678" not in page, who


def test_of_who_wants_to_stay_unknown_the_unit_prints_nothing(stage, sign_in):
    said = {"confidential": True, "name": "赵小明", "phone": "13912345678", "text": "我叫赵小明，路灯不亮。"}
    case = stage.dispatch(stage.register(**said).case)
    for address in (f"/cases/{case.number}/paper/", f"/shares/{stage.share(case).pk}/paper/"):
        page = sheet(sign_in(stage, "water.handler").get(address))
        assert "赵小明" not in page
        assert "5678" not in page
    printed = words(sign_in(stage, "water.handler").get(f"/cases/{case.number}/paper/", data={"as": "pdf"}).content)
    assert "不显示" in printed and "赵小明" not in printed and "5678" not in printed
    assert "139****5678" in sheet(sign_in(stage, "supervisor").get(f"/cases/{case.number}/paper/"))
    printed = words(
        sign_in(stage, "water.handler").get(f"/shares/{stage.share(case).pk}/paper/", data={"as": "pdf"}).content
    )
    assert case.number in printed and "路灯不亮" in printed
    assert "赵小明" not in printed and "5678" not in printed


def test_the_dispatch_sheet_is_a_page_a_pdf_and_a_docx_of_the_same_words(stage, case, sign_in):
    stage.later(minutes=1)
    handler, address = sign_in(stage, "water.handler"), f"/shares/{stage.share(case).pk}/paper/"
    case_page = text_of(handler.get(f"/cases/{case.number}/"))
    page, printed = sheet(handler.get(address)), words(handler.get(address, data={"as": "pdf"}).content)
    table = docx.Document(BytesIO(handler.get(address, data={"as": "docx"}).content)).tables[0]
    typed = [cell.text for row in table.rows for cell in row.cells]
    assert "转办单" in page and "转办单" in printed and f"{address}?as=pdf" in case_page
    for said in (case.number, "三盏路灯已一周不亮", "1. 尽快修好路灯", "市清源供水公司", "单位盖章"):
        assert said in page, said
        assert said.replace(" ", "") in printed, said
        assert any(said in cell for cell in typed), said
    for who in ("bureau.handler", "stranger"):
        assert {sign_in(stage, who).get(f"{address}{form}").status_code for form in ("", "?as=pdf", "?as=docx")} == {
            404
        }


def test_the_case_is_a_page_a_pdf_and_a_docx_of_the_same_words_and_who_takes_a_file_is_written_down(
    stage, case, sign_in
):
    browser, address = sign_in(stage, "supervisor"), f"/cases/{case.number}/paper/"
    page = sheet(browser.get(address))
    assert not Event.objects.filter(verb="export.paper").exists(), "nobody took a file"
    printed = words(browser.get(address, data={"as": "pdf"}).content)
    table = docx.Document(BytesIO(browser.get(address, data={"as": "docx"}).content)).tables[0]
    typed = [cell.text for row in table.rows for cell in row.cells]
    for said in (case.number, "三盏路灯已一周不亮", "已派人更换灯泡三只并检查线路。", "路灯已经修好。", "139****5678"):
        assert said in page and said in printed and any(said in cell for cell in typed), said
    for form in (page, printed, "".join(typed)):
        assert "赵小明" not in form and "13912345678" not in form
    taken = list(Event.objects.filter(verb="export.paper").order_by("seq"))
    assert [(one.said["format"], one.subject_id) for one in taken] == [("pdf", case.pk), ("docx", case.pk)]
    assert {one.actor_id for one in taken} == {stage.who("supervisor").user_id}
    assert f"{address}?as=pdf" in text_of(browser.get(f"/cases/{case.number}/"))


def test_the_superior_of_the_accused_prints_a_summary_without_title_place_and_name(stage, sign_in):
    said = {"kind": "report", "accused_unit": stage.units["street"].pk, "title": "举报王某收礼", "place": "柳巷九号"}
    case = stage.dispatch(stage.register(**said).case, "east")
    page = sheet(sign_in(stage, "east.handler").get(f"/cases/{case.number}/paper/"))
    assert "举报王某收礼" not in page
    assert "柳巷九号" not in page
    assert sign_in(stage, "street.handler").get(f"/cases/{case.number}/paper/").status_code == 404


def test_what_another_unit_did_is_not_on_the_paper(stage, sign_in):
    case = stage.dispatch(stage.register().case, joint=("bureau",))
    stage.sign(case)
    page = sheet(sign_in(stage, "bureau.handler").get(f"/cases/{case.number}/paper/"))
    assert "市城市管理局（待签收）" in page
    assert "市清源供水公司</td>" in page


def test_who_does_not_see_the_case_prints_none(stage, case, sign_in):
    for who in ("bureau.handler", "stranger", "evaluator"):
        for form in ("", "?as=pdf", "?as=docx"):
            assert sign_in(stage, who).get(f"/cases/{case.number}/paper/{form}").status_code == 404
    assert not Event.objects.filter(verb="export.paper").exists()
