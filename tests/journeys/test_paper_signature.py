"""A leader signs on paper: the scan comes back with name and day, and the centre looks whether it is true."""

import pytest

from huiyin.cases.models import Case
from huiyin.cases.part_effects import replying
from huiyin.files.tests.makers import pdf
from journeys.at_work import Office
from journeys.looking import facts_in, in_hand_of, trays_of

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def every_paper_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """One paper of twenty is drawn for the spot check, as the lot falls: here it falls on this one."""
    monkeypatch.setattr(replying, "is_drawn", lambda *said: True)


def drafted(office: Office) -> Case:
    """Return a case whose answer waits for the leader of the water company."""
    with office.behind_the_scenes() as city:
        stage = city.stage
        case = stage.dispatch(stage.register().case)
        stage.later(hours=1)
        stage.move_share(stage.sign(case), "reply", "water.handler", **stage.reply_said(case))
        stage.later(hours=1)
    return case


def scan(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_a_signature_on_paper_is_brought_by_the_handler_and_looked_at_by_the_centre(dandong: Office) -> None:
    city, case = dandong.city, drafted(dandong)
    handler = dandong.desk("water.handler").begins(case, "纸质签发")
    handler.sees("已派人更换灯泡三只并检查线路。", "打印转办单签字后扫描或拍照")
    handler.sends("纸质签发")
    assert set(handler.refused("纸质签发")) == {"签发领导", "签发日期", "签字扫描件"}
    said = {"签发领导": "李副经理", "签发日期": "2018-06-05"}
    handler.sends("纸质签发", {**said, "上传签字扫描件": scan("签字.pdf", pdf())})
    assert handler.refused("纸质签发") == {"签发日期": "签发日期不能晚于今天"}
    assert handler.typed("纸质签发")["signer"] == "李副经理"
    # A file that is not what its name says is not taken, and what was typed stays.
    signed = {**said, "签发日期": "2018-06-04"}
    handler.sends("纸质签发", {**signed, "上传签字扫描件": scan("签字.pdf", b"MZ\x90\x00 no paper at all")})
    handler.sees("签字.pdf：")
    reasons = handler.refused("纸质签发")
    assert list(reasons) == ["上传签字扫描件"]
    assert "签字.pdf：" in reasons["上传签字扫描件"]
    assert handler.typed("纸质签发")["signed_on"] == "2018-06-04"
    in_hand_of(city, case, water_of_handler="待签发", water_of_leader="待签发")
    handler.sends("纸质签发", {**signed, "上传签字扫描件": scan("签字.pdf", pdf())}).is_done("纸质签发")
    handler.sees("李副经理（纸质，2018-06-04）", "签字.pdf", "已反馈")
    # Who writes the answers is not told that this paper was drawn.
    handler.sees_not("抽查")
    in_hand_of(city, case, auditor="待审核反馈、待抽查签字", supervisor="待抽查签字")
    auditor = dandong.desk("auditor")
    auditor.takes(case, "抽查纸质签发", {"签字属实": True, "说明": "与留存笔迹一致"})
    auditor.sees("抽查属实")
    assert trays_of(city, "supervisor") == {}
    auditor.takes(case, "通过反馈", {"办理结果": city.result("solved")})
    assert (city.figure("papers_signed"), city.figure("papers_drawn"), city.figure("papers_checked")) == (1, 1, 1)
    assert city.figure("papers_untrue") == 0
    assert facts_in(city.who("director").case(case), "期限")["单位反馈 清源供水"].endswith("已完成")


def test_a_signature_that_nobody_gave_costs_the_unit_its_punctuality(dandong: Office) -> None:
    city, case = dandong.city, drafted(dandong)
    said = {"签发领导": "李副经理", "签发日期": "2018-06-04", "上传签字扫描件": scan("签字.pdf", pdf())}
    dandong.desk("water.handler").takes(case, "纸质签发", said)
    auditor = dandong.desk("auditor")
    auditor.takes(case, "抽查纸质签发", {"签字属实": False, "说明": "李副经理当日出差"})
    auditor.sees("抽查不实", "李副经理当日出差")
    auditor.takes(case, "通过反馈", {"办理结果": city.result("solved")})
    auditor.sees("超期反馈")
    assert city.figure("papers_untrue") == 1


def test_where_the_city_wants_no_signature_nobody_is_asked_for_one(kaifeng: Office) -> None:
    case = drafted(kaifeng)
    handler = kaifeng.desk("water.handler").case(case)
    assert not {"签发", "纸质签发"} & set(handler.buttons())
    in_hand_of(kaifeng.city, case, auditor="待审核反馈")
