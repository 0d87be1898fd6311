"""Both sides are told of a question and of its answer, find it among what waits, and read it on the page of the case."""

import pytest

from huiyin.desk.tests.signed_in import text_of
from huiyin.desk.tests.test_home import trays
from huiyin.journal.work import deliver_all
from huiyin.notices.models import Notice

ASKED = {"question": "灯杆归谁管护"}


@pytest.fixture
def share(stage):
    return stage.sign(stage.dispatch(stage.register().case))


def told(stage, words):
    """Return who got a notice with these words: a post of the centre, or of a unit."""
    deliver_all(lambda: stage.at)
    units = {None: "", **{unit.pk: f"{key}." for key, unit in stage.units.items()}}
    return {f"{units[notice.unit_id]}{notice.post}" for notice in Notice.objects.all() if words in notice.text}


def test_a_units_question_waits_in_the_centre_and_its_answer_comes_back(stage, share, sign_in):
    stage.move_share(share, "ask_centre", "water.handler", **ASKED)
    assert told(stage, "询问中心，请答复") == {"dispatcher", "supervisor"}
    for who in ("dispatcher", "auditor", "supervisor"):
        assert trays(sign_in(stage, who).get("/"))["单位询问待答复"] == "1"
    form = text_of(sign_in(stage, "dispatcher").get(f"/moves/assignment/{share.pk}/answer_unit/"))
    assert "灯杆归谁管护" in form
    stage.move_share(share, "answer_unit", "dispatcher", reply="归城管局管护")
    assert told(stage, "中心已答复") == {"water.unit_handler"}
    assert "单位询问待答复" not in trays(sign_in(stage, "dispatcher").get("/"))
    page = text_of(sign_in(stage, "water.handler").get(f"/cases/{share.case.number}/"))
    assert "问题：灯杆归谁管护" in page
    assert "答复：归城管局管护" in page


def test_the_centres_question_waits_in_the_unit_and_who_asked_is_told_the_answer(stage, share, sign_in):
    stage.move_share(share, "ask_unit", "auditor", **ASKED)
    assert told(stage, "询问本单位，请答复") == {"water.unit_handler", "water.unit_leader"}
    assert trays(sign_in(stage, "water.handler").get("/"))["中心询问"] == "1"
    assert share.case.number in text_of(sign_in(stage, "water.handler").get("/shares/?tab=asked"))
    stage.move_share(share, "answer_centre", "water.handler", reply="明天完工")
    assert told(stage, "已答复中心") == {"auditor"}
    assert "中心询问" not in trays(sign_in(stage, "water.handler").get("/"))


def test_a_joint_unit_reads_nothing_of_what_another_was_asked(stage, sign_in):
    case = stage.dispatch(stage.register().case, joint=("bureau",))
    stage.move_share(stage.share(case), "ask_unit", "supervisor", **ASKED)
    page = text_of(sign_in(stage, "bureau.handler").get(f"/cases/{case.number}/"))
    assert "灯杆归谁管护" not in page
    assert "询问待答复" not in page


def test_a_remark_of_the_centre_is_read_by_the_centre_alone_and_one_of_the_unit_by_both(stage, share, sign_in):
    stage.move(share.case, "remark", "agent", remark="诉求人情绪激动")
    stage.move_share(share, "remark", "water.handler", remark="已约施工队")
    unit, centre = (
        text_of(sign_in(stage, who).get(f"/cases/{share.case.number}/")) for who in ("water.head", "auditor")
    )
    assert ("诉求人情绪激动" in unit, "已约施工队" in unit) == (False, True)
    assert ("诉求人情绪激动" in centre, "已约施工队" in centre) == (True, True)
