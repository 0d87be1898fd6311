"""A unit that is late with many cases is called once, and every case tells of it."""

import pytest

from huiyin.desk.tests.signed_in import text_of
from huiyin.journal.models import Event, Remark


@pytest.fixture
def late(stage):
    """Two late cases of the water company, one of the district's street, one that waits for a decision."""
    made = [stage.dispatch(stage.register(phone=f"1390000000{n}").case) for n in range(2)]
    below = stage.dispatch(stage.register().case, "street")
    waiting = stage.dispatch(stage.register().case)
    stage.move_share(stage.share(waiting), "ask_return", "water.handler", reason="不归我们", basis="三定方案")
    stage.later(days=20)
    return made, below, waiting


def urge(browser, unit, cases, **more):
    said = {"cases": [str(case.pk) for case in cases], "way": "phone", "note": "已通知分管领导", "key": "k1"}
    return browser.post(f"/urge/{unit.pk}/", {**said, **more})


@pytest.mark.mission(178)
def test_one_call_urges_all_late_cases_and_is_recorded_once(stage, late, sign_in):
    made, *_ = late
    browser = sign_in(stage, "supervisor")
    response = urge(browser, stage.units["water"], made)
    assert response.status_code == 302
    whole = Event.objects.get(verb="unit.urged")
    assert {name: whole.said[name] for name in ("cases", "urge_way")} == {"cases": 2, "urge_way": "phone"}
    events = Event.objects.filter(verb="case.urge")
    assert {event.case_id for event in events} == {case.pk for case in made}
    assert {event.caused_by for event in events} == {whole.id}
    assert [stage.reload(case).urges for case in made] == [1, 1]
    assert "已通知分管领导" in text_of(sign_in(stage, "water.handler").get(f"/cases/{made[0].number}/"))


def test_what_was_said_stands_once_with_the_call_and_is_read_in_every_case(stage, late, sign_in):
    made, *_ = late
    urge(sign_in(stage, "supervisor"), stage.units["water"], made)
    whole = Event.objects.get(verb="unit.urged")
    remark = Remark.objects.get(text="已通知分管领导")
    assert (remark.event_id, remark.case_id) == (whole.id, None)
    assert whole.said["note"]["remark"] == str(remark.pk)
    assert all("note" not in event.said for event in Event.objects.filter(verb="case.urge"))
    for case in made:
        for who in ("supervisor", "water.handler"):
            shown = text_of(sign_in(stage, who).get(f"/cases/{case.number}/"))
            assert shown.count("说明：已通知分管领导") == 1


def test_a_note_that_is_too_long_is_refused_before_anything_is_written(stage, late, sign_in):
    made, *_ = late
    refused = urge(sign_in(stage, "supervisor"), stage.units["water"], made, note="催" * 501)
    assert refused.status_code == 422
    assert "500" in text_of(refused)
    assert not Event.objects.filter(verb__in=["unit.urged", "case.urge"]).exists()


def test_the_late_units_stand_with_their_counts_and_who_waits_for_a_decision_is_not_late(stage, late, sign_in):
    made, below, waiting = late
    browser = sign_in(stage, "supervisor")
    shown = text_of(browser.get("/urge/"))
    assert "市清源供水公司" in shown
    assert "东岸区柳巷街道办事处" in shown
    assert '<td class="figure">2</td>' in shown
    unit = text_of(browser.get(f"/urge/{stage.units['water'].pk}/"))
    assert all(case.number in unit for case in made)
    assert waiting.number not in unit
    assert below.number in text_of(browser.get(f"/urge/{stage.units['east'].pk}/"))


def test_sent_twice_it_is_one_call(stage, late, sign_in):
    made, *_ = late
    browser = sign_in(stage, "supervisor")
    urge(browser, stage.units["water"], made)
    urge(browser, stage.units["water"], made)
    assert Event.objects.filter(verb="unit.urged").count() == 1
    assert stage.reload(made[0]).urges == 1


def test_only_ticked_cases_of_this_unit_are_urged(stage, late, sign_in):
    made, below, _ = late
    urge(sign_in(stage, "supervisor"), stage.units["water"], [made[0], below])
    assert [stage.reload(case).urges for case in (*made, below)] == [1, 0, 0]


def test_nothing_ticked_or_no_way_of_urging_is_refused_and_the_words_stay(stage, late, sign_in):
    made, *_ = late
    browser = sign_in(stage, "supervisor")
    nothing = urge(browser, stage.units["water"], [])
    assert nothing.status_code == 422
    assert "没有选择工单" in text_of(nothing)
    assert "已通知分管领导" in text_of(nothing)
    assert urge(browser, stage.units["water"], made, way="pigeon").status_code == 422
    assert not Event.objects.filter(verb__in=["unit.urged", "case.urge"]).exists()


def test_others_do_not_urge(stage, late, sign_in):
    made, *_ = late
    for who in ("dispatcher", "agent", "water.head", "stranger"):
        browser = sign_in(stage, who)
        assert browser.get("/urge/").status_code == 404
        assert urge(browser, stage.units["water"], made).status_code == 404
    assert not Event.objects.filter(verb="unit.urged").exists()
