"""Papers of a case: who brings them, who reads them, and what tells who somebody is stays in the centre."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.desk.tests.signed_in import text_of
from huiyin.files.models import Attachment

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


LETTER = "路灯不亮，请尽快修复。".encode()


def paper(name="来信.txt", content=LETTER):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def case(stage):
    return stage.dispatch(stage.register(kind="help").case)


def bring(browser, case, **more):
    return browser.post(f"/cases/{case.number}/papers/", {"kind": "original", "files": [paper()], **more})


def test_a_paper_of_the_case_is_read_by_all_who_see_the_case(stage, case, sign_in):
    assert bring(sign_in(stage, "agent"), case).status_code == 302
    address = f"/files/{Attachment.objects.get().pk}/"
    assert "来信.txt" in text_of(sign_in(stage, "water.handler").get(f"/cases/{case.number}/"))
    assert sign_in(stage, "water.handler").get(address).status_code == 200
    assert sign_in(stage, "bureau.handler").get(address).status_code == 404


@pytest.mark.parametrize("more", [{"kind": "identity"}, {"kind": "recording"}, {"private": "1"}])
def test_what_tells_who_somebody_is_stays_in_the_centre(stage, case, sign_in, more):
    bring(sign_in(stage, "agent"), case, **more)
    address = f"/files/{Attachment.objects.get().pk}/"
    assert "来信.txt" in text_of(sign_in(stage, "supervisor").get(f"/cases/{case.number}/"))
    assert sign_in(stage, "supervisor").get(address).status_code == 200
    assert "来信.txt" not in text_of(sign_in(stage, "water.handler").get(f"/cases/{case.number}/"))
    assert sign_in(stage, "water.handler").get(address).status_code == 404


@pytest.mark.parametrize("more", [{"kind": "report"}, {"confidential": True}])
def test_papers_of_who_wants_to_stay_unknown_are_not_read_by_the_unit(stage, sign_in, more):
    case = stage.dispatch(stage.register(**{"kind": "help", **more}).case)
    bring(sign_in(stage, "agent"), case)
    assert sign_in(stage, "water.handler").get(f"/files/{Attachment.objects.get().pk}/").status_code == 404


def test_who_only_reads_brings_nothing(stage, case, sign_in):
    for who in ("editor", "city_leader", "water.handler", "stranger"):
        assert bring(sign_in(stage, who), case).status_code == 404
    assert not Attachment.objects.exists()


def test_the_unit_brings_papers_to_its_own_share_only(stage, case, sign_in):
    address = f"/shares/{stage.share(case).pk}/papers/"
    said = {"kind": "photo", "files": [paper("现场.txt")]}
    assert sign_in(stage, "water.handler").post(address, said).status_code == 302
    said = {"kind": "photo", "files": [paper("别人.txt")]}
    for who in ("director", "bureau.handler"):
        assert sign_in(stage, who).post(address, said).status_code == 404
    assert [one.name for one in Attachment.objects.all()] == ["现场.txt"]


def test_a_file_that_is_not_taken_is_refused_in_words_and_the_others_are_kept(stage, case, sign_in):
    browser = sign_in(stage, "agent")
    bring(browser, case, files=[paper("恶意.txt", b"MZ\x90\x00\x03"), paper()])
    shown = text_of(browser.get(f"/cases/{case.number}/"))
    assert "恶意.txt：" in shown
    assert "已上传 来信.txt" in shown
    assert Attachment.objects.count() == 1


def test_evidence_comes_with_the_reply_in_one_form(stage, case, sign_in):
    stage.sign(case)
    browser = sign_in(stage, "water.handler")
    share = stage.share(case)
    said = reply_of(stage, case)
    response = browser.post(f"/moves/assignment/{share.pk}/reply/", {**said, "move_files": [paper("维修单.txt")]})
    assert response.status_code == 302
    assert Attachment.objects.get().subject_id == share.pk
    assert "维修单.txt" in text_of(sign_in(stage, "auditor").get(f"/cases/{case.number}/"))


def test_a_reply_that_is_refused_keeps_no_file(stage, case, sign_in):
    stage.sign(case)
    browser, share = sign_in(stage, "water.handler"), stage.share(case)
    said = reply_of(stage, case) | {"account": ""}
    response = browser.post(f"/moves/assignment/{share.pk}/reply/", {**said, "move_files": [paper("维修单.txt")]})
    assert response.status_code == 422
    assert "请填写办理情况" in text_of(response)
    assert said["public"] in text_of(response)
    assert not Attachment.objects.exists()


def reply_of(stage, case):
    result = next(r.code for r in stage.book.results if r.solves)
    return {
        "account": "更换灯泡", "public": "已修复", "result": result, "true_matter": "on", "contacted": "on",
        "contacted_how": "电话", "resolved": "on", "answered_petitioner": "on", "wish_results-0-result": "solved",
        "wish_results-0-evidence": "照片",
    }  # fmt: skip


# -- paper ---------------------------------------------------------------------------------------------------------


def test_the_dispatch_sheet_has_all_that_a_leader_signs(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case, joint=("bureau",), note="请尽快")
    shown = text_of(sign_in(dandong, "water.handler").get(f"/shares/{dandong.share(case).pk}/paper/"))
    for word in (
        case.number,
        "市清源供水公司",
        "市城市管理局",
        "尽快修好路灯",
        "反馈期限",
        "签字",
        "单位盖章",
        "请尽快",
    ):
        assert word in shown
    assert "13800005521" not in shown


@pytest.mark.mission(78)
def test_a_reply_signed_on_paper_goes_out_with_its_scan(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case)
    share = dandong.sign(case)
    share = dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    browser = sign_in(dandong, "water.handler")
    address = f"/moves/assignment/{share.pk}/sign_off_on_paper/"
    assert "打印转办单签字后" in text_of(browser.get(address))
    said = {"signer": "李局长", "signed_on": "2018-06-04", "move_files": [paper("签字.pdf", PDF)]}
    assert browser.post(address, said).status_code == 302
    assert dandong.share(case).state == "replied"
    assert Attachment.objects.get().kind == "scan"
    assert "李局长" in text_of(sign_in(dandong, "auditor").get(f"/cases/{case.number}/"))


def test_without_a_scan_nothing_is_signed_on_paper(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case)
    share = dandong.move_share(dandong.sign(case), "reply", "water.handler", **dandong.reply_said(case))
    said = {"signer": "李局长", "signed_on": "2018-06-04"}
    response = sign_in(dandong, "water.handler").post(f"/moves/assignment/{share.pk}/sign_off_on_paper/", said)
    assert response.status_code == 422
    assert "请填写签字扫描件" in text_of(response)
    assert "李局长" in text_of(response)
