"""A unit with a line of its own (区长专线) is the centre for what it takes in, and none of it is in the city's figures."""

from datetime import timedelta

import pytest
from district import District, counted, district_of
from django.urls import reverse

from huiyin.assessment.computing import refuse_what_has_own_value
from huiyin.callbacks import queries as calls
from huiyin.callbacks.models import Callback
from huiyin.cases.act import move_case, register
from huiyin.cases.clockwork import tick
from huiyin.cases.models import Case
from huiyin.cases.queries import in_charge_of, readable_by, visible_to
from huiyin.cases.replaying import differences
from huiyin.desk.baskets import BASKETS
from huiyin.desk.tests.signed_in import SignedIn, user_of
from huiyin.flow.actor import PLATFORM
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event
from huiyin.measures.registry import UnknownMeasure
from huiyin.notices.models import Notice
from huiyin.portal.wording import ending_in_words
from huiyin.rulebook.scheme_shelf import all_schemes
from huiyin.statistics.collecting import registry_for
from huiyin.units.lines import end_line


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def district(request, db, settings) -> District:
    settings.CITY = request.param
    return district_of(request.param)


def test_a_line_takes_in_dispatches_audits_calls_back_and_closes_by_the_same_tables(district):
    stage = district.stage
    case = district.handled()
    assert case.number.startswith("DA")
    assert (case.state, case.centre) == ("in_callback" if case.state == "in_callback" else "closed", district.unit)
    call = Callback.objects.filter(case=case).first()
    if call is not None:
        assert call in calls.visible_to(district.clerk)
        assert call not in calls.visible_to(stage.who("callback_agent"))
        assert calls.visible_to(stage.who("west.clerk")).count() == 0
    assert verify_chain(case.pk, Case) + differences(case.pk) == []
    acts = dict(
        Event.objects.filter(chain_id=case.pk, verb__in=["case.register", "case.dispatch"]).values_list("verb", "post")
    )
    assert acts == {"case.register": "line_clerk", "case.dispatch": "line_clerk"}
    assert Event.objects.get(chain_id=case.pk, verb="case.register").said["centre"] == str(district.unit.pk)


def test_no_figure_of_the_city_changes_by_what_a_line_takes_in(district):
    stage = district.stage
    stage.handled()
    stage.dispatch(stage.register(phone="13800009999").case)
    # The clock urges for the city's own cases first, so that only what it does for the line comes later.
    tick(stage.at + timedelta(days=9))
    district.follow()
    before, of_line = counted(stage), counted(stage, str(district.unit.pk))
    at = stage.at
    district.handled(phone="13800000001")
    district.dispatched(phone="13800000002")
    district.register(phone="13800000003")
    stage.move(district.register(phone="13800000004"), "refuse", "east.clerk", refusal=stage.book.refusals[0].code,
               route_told="已告知向有关部门反映")  # fmt: skip
    tick(stage.at + timedelta(days=9))
    district.follow()
    stage.at = at
    after, of_line_now = counted(stage), counted(stage, str(district.unit.pk))
    assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {}
    assert of_line["ever.accepted"] == 0
    assert of_line_now["ever.accepted"] == 3
    assert of_line_now["ever.dispatched"] == 2
    assert of_line_now["ever.urged"] == 1 + of_line_now["ever.urged_by_clock"]
    assert of_line_now["ever.closed"] + of_line_now["ever.open"] == 3
    assert of_line_now["ever.unit_replied"] == 1


def test_nothing_of_a_line_is_in_lists_baskets_and_notices_of_the_city(district):
    stage = district.stage
    cases = {
        district.handled().pk,
        district.dispatched(phone="13800000002").pk,
        district.register(phone="13800000003").pk,
    }
    stage.move(district.register(phone="13800000005"), "submit_for_review", "east.clerk")
    district.follow()
    for who in ("agent", "dispatcher", "auditor", "supervisor", "director", "city_leader", "callback_agent"):
        actor = stage.who(who)
        assert not visible_to(actor).filter(pk__in=cases).exists()
        for basket in BASKETS:
            assert not basket.rows(actor, stage.at + timedelta(days=30)).exists(), (who, basket.key)
    assert not Notice.objects.filter(case__centre__isnull=False, unit__isnull=True).exists()
    assert Notice.objects.filter(case__in=cases, unit=district.unit, post=Post.LINE_CLERK).exists()


def test_who_reads_a_case_of_a_line_and_who_moves_it(district):
    stage = district.stage
    case = district.dispatched()
    mine, below = [district.clerk, stage.who("east.leader"), stage.who("east.head")], stage.who("street.handler")
    assert all(case in visible_to(one) and case in in_charge_of(one) for one in mine)
    assert case in visible_to(below)
    for stranger in ("west.clerk", "west.handler", "water.handler", "agent", "auditor", "stranger"):
        assert case not in readable_by(stage.who(stranger)), stranger
    for who in ("supervisor", "director", "assessor", "city_leader"):
        assert case in readable_by(stage.who(who))
        with pytest.raises(Refused):
            stage.move(case, "urge", who, urge_way="phone", note="")
    with pytest.raises(Refused):
        register(
            stage.said(kind="consult"), actor=stage.who("agent"), at=stage.at, city=stage.city, centre=district.unit.pk
        )
    with pytest.raises(Refused):
        register(stage.said(), actor=district.clerk, at=stage.at, city=stage.city)
    west = stage.units["west"].pk
    with pytest.raises(Refused):
        register(stage.said(kind="consult"), actor=stage.who("west.clerk"), at=stage.at, city=stage.city, centre=west)


def test_a_line_dispatches_only_into_its_own_tree_and_takes_no_report_against_itself(district):
    stage = district.stage
    refused = stage.refusal(district.register(), "dispatch", "east.clerk", lead=stage.units["water"].pk, joint=[])
    assert "上报市热线" in refused.fields["lead"]
    refused = stage.refusal(
        district.register(phone="13800000002"), "dispatch", "east.clerk", lead=stage.units["street"].pk,
        joint=[stage.units["west"].pk],
    )  # fmt: skip
    assert "上报市热线" in refused.fields["joint"]
    said = stage.said(kind="report", accused_unit=district.unit.pk)
    with pytest.raises(Refused) as caught:
        register(said, actor=district.clerk, at=stage.at, city=stage.city, centre=district.unit.pk)
    assert "专线不受理" in caught.value.fields["accused_unit"]


def test_what_is_handed_up_becomes_the_citys_own_case_and_the_caller_keeps_his_code(district):
    stage = district.stage
    case = district.register()
    before = counted(stage)
    stage.later(hours=3)
    move_case(case.pk, "hand_up", {"reason": "本区无权处理"}, actor=district.clerk, at=stage.at)
    district.follow()
    old, new = stage.reload(case), Case.objects.get(raised_from=case)
    assert (old.state, old.centre) == ("transferred_out", district.unit)
    assert new.number in ending_in_words(old, stage.book)[0]
    assert (new.state, new.centre, new.accepted_at, new.petitioner) == ("registered", None, stage.at, old.petitioner)
    assert bytes(new.query_hash) == bytes(old.query_hash)
    assert not new.number.startswith("DA")
    assert new in visible_to(stage.who("reviewer"))
    assert new not in visible_to(district.clerk)
    after = counted(stage)
    assert (before["ever.accepted"] + 1, before["ever.raised"] + 1) == (after["ever.accepted"], after["ever.raised"])
    assert counted(stage, str(district.unit.pk))["ever.handed_up"] == 1
    assert verify_chain(new.pk, Case) + differences(new.pk) + verify_chain(old.pk, Case) == []


def test_a_case_of_the_city_that_went_to_the_district_stays_the_citys(district):
    stage = district.stage
    case = stage.dispatch(stage.register().case, "east")
    assert case in visible_to(district.clerk)
    assert case not in in_charge_of(district.clerk)
    with pytest.raises(Refused):
        stage.move(case, "urge", "east.clerk", urge_way="phone", note="")


def test_a_line_ends_when_nothing_is_open_on_it_and_before_its_unit(district):
    stage = district.stage
    case = district.register()
    with pytest.raises(Refused) as caught:
        end_line(district.unit.pk, day=local_day(stage.at), actor=PLATFORM, at=stage.at)
    assert "还有1件在办" in str(caught.value)
    move_case(case.pk, "hand_up", {"reason": "停办"}, actor=district.clerk, at=stage.at)
    end_line(district.unit.pk, day=local_day(stage.at), actor=PLATFORM, at=stage.at)
    with pytest.raises(Refused):
        district.register(phone="13800000002")


def test_the_clerk_registers_by_the_page_and_the_city_sees_how_the_line_does(district, client):
    stage = district.stage
    clerk = SignedIn(stage, client)
    client.force_login(user_of(stage, "east.clerk"), backend="huiyin.people.backends.ByNumber")
    page = clerk.get(reverse("intake:new"))
    # What the city's agents answer from is not hers: she is not led to pages that do not open.
    assert f'href="{reverse("knowledge:items")}"' not in page.content.decode()
    assert page.status_code == 200
    said = {**stage.said(kind="consult"), "step": "register", "key": page.context["form"].key}
    said["wishes"] = "修好路灯"
    answer = clerk.post(reverse("intake:new"), {name: value for name, value in said.items() if value is not None})
    assert answer.status_code == 200
    case = Case.objects.get()
    accepted, of_line = reverse("statistics:cases", args=["accepted"]), f"centre={district.unit.pk}"
    assert case.centre == district.unit
    home = clerk.get(reverse("desk:home")).content.decode()
    assert case.number in home
    assert clerk.get(reverse("desk:case", args=[case.number])).status_code == 200
    lines = clerk.get(reverse("statistics:lines")).content.decode()
    assert "东岸区区长专线" in lines
    for who, may in {"supervisor": 200, "agent": 404, "west.clerk": 404, "water.handler": 404}.items():
        client.force_login(user_of(stage, who), backend="huiyin.people.backends.ByNumber")
        assert clerk.get(reverse("statistics:lines")).status_code == may, who
        assert clerk.get(f"{accepted}?{of_line}").status_code == may, who
        assert clerk.get(reverse("desk:case", args=[case.number])).status_code == may, who
        assert clerk.get(reverse("statistics:figures") + "?centre=any").status_code == 404
    client.force_login(user_of(stage, "supervisor"), backend="huiyin.people.backends.ByNumber")
    behind = clerk.get(f"{accepted}?{of_line}&since=2018-01-01&last=2022-01-01")
    assert case.number in behind.content.decode()
    assert case.number not in clerk.get(f"{accepted}?since=2018-01-01&last=2022-01-01").content.decode()
    shown = clerk.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "/do/" not in shown or "转办" not in shown
    assert "13800005521" not in shown


def test_a_score_counts_rows_and_refuses_a_mean_in_words(district):
    registry = registry_for(district.stage.book)
    scheme = next(s for s in all_schemes() if all(n in registry for one in s.indicators for n in one.measures))
    refuse_what_has_own_value(scheme, registry)
    mean = scheme.model_copy(update={"volume": "satisfaction_score"})
    with pytest.raises(UnknownMeasure, match="不能作考核指标"):
        refuse_what_has_own_value(mean, registry)
