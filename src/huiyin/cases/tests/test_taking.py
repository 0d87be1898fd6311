"""One takes a case from a common tray, so that two do not work on it; it goes back by itself."""

import pytest

from huiyin.cases.followers import give_back_what_was_taken
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import set_stage
from huiyin.cases.trays import is_free, taken_by
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.table import Taken
from huiyin.journal.door import note
from huiyin.journal.follow import is_wanted
from huiyin.journal.models import Event
from huiyin.people.leaving import leave, open_work_of
from huiyin.people.models import User


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def stage(db, request, settings):
    settings.CITY = request.param
    stage = set_stage(request.param)
    for name, post in (("second", Post.DISPATCHER), ("other", Post.AUDITOR)):
        user = User.objects.create_user(name, f"{name}某")
        stage.actors[name] = Actor(user.pk, user.name, frozenset({Seat(post)}))
    return stage


def minutes(stage):
    return stage.book.trays.claim_minutes


def to_dispatch(stage, **more):
    return stage.approve(stage.register(**more).case)


def said(stage):
    return {"lead": stage.units["water"].pk, "joint": []}


def test_who_has_taken_it_works_on_it_and_a_colleague_is_told_and_changes_nothing(stage):
    case = stage.move(to_dispatch(stage), "claim", "dispatcher")
    assert case.taken_by.name == "dispatcher某"
    no = stage.refusal(case, "dispatch", "second", **said(stage))
    assert isinstance(no, Taken)
    assert no.reasons == ("本件已由同事领取，现在不能转办",)
    assert stage.refusal(case, "claim", "second").reasons == ("本件已有人领取",)
    assert stage.move(case, "dispatch", "dispatcher", **said(stage)).state == "in_handling"


def test_given_back_it_is_anybodys(stage):
    case = stage.move(to_dispatch(stage), "claim", "dispatcher")
    assert "您的岗位不能放回" in str(stage.refusal(case, "give_back", "second"))
    case = stage.move(case, "give_back", "dispatcher")
    assert (case.taken_by, case.taken_until) == (None, None)
    assert stage.refusal(case, "give_back", "director").reasons == ("本件没有人领取",)
    assert stage.move(case, "dispatch", "second", **said(stage)).state == "in_handling"


def test_it_ends_by_itself_after_the_citys_minutes(stage):
    case = stage.move(to_dispatch(stage), "claim", "dispatcher")
    stage.later(minutes=minutes(stage) - 1)
    assert isinstance(stage.refusal(case, "dispatch", "second", **said(stage)), Taken)
    stage.later(minutes=1)
    assert Case.objects.filter(is_free(stage.at)).get() == case
    assert not taken_by(stage.who("dispatcher").user_id, stage.at).exists()
    case = stage.move(case, "claim", "second")
    assert case.taken_by.name == "second某"


def test_the_step_ends_it_and_the_next_tray_is_free(stage):
    case = stage.move(to_dispatch(stage), "claim", "dispatcher")
    case = stage.move(case, "dispatch", "dispatcher", **said(stage))
    assert case.taken_by is None
    stage.later(minutes=5)
    stage.sign(case)
    stage.reply(case)
    case = stage.move(stage.reload(case), "claim", "auditor")
    assert isinstance(stage.refusal(case, "reject_reply", "other", cause="delay", reason="x"), Taken)
    assert stage.pass_audit(case).taken_by is None


def test_an_approver_takes_it_and_the_next_one_in_the_chain_finds_it_free(db, settings):
    settings.CITY = "kaifeng"
    stage = set_stage("kaifeng")
    case = stage.move(stage.register().case, "submit_for_approval", "reviewer")
    chain = stage.book.approval_chain(case.kind, case.family, case.channel, case.category, case.urgency, case.important)
    case = stage.move(case, "claim", str(chain[0].post))
    assert isinstance(stage.refusal(case, "approve_on_paper", "leader_secretary", leader="某"), Taken)
    assert stage.move(case, "approve", str(chain[0].post)).taken_by is None


def test_what_is_no_step_of_the_tray_stays_open_to_all(stage):
    case = stage.move(to_dispatch(stage), "claim", "dispatcher")
    assert stage.move(case, "remark", "agent", remark="诉求人再次来电").taken_by is not None
    assert stage.move(case, "withdraw", "agent", heard_how="本人来电").state == "withdrawn"


def test_who_has_no_step_there_takes_nothing(stage):
    case = to_dispatch(stage)
    for who in ("auditor", "supervisor", "water.handler", "stranger"):
        assert "您的岗位不能领取" in str(stage.refusal(case, "claim", who))
    case = stage.move(case, "dispatch", "dispatcher", **said(stage))
    assert stage.refusal(case, "claim", "director").reasons == ("工单现在是“办理中”，不能领取",)


def test_the_director_gives_back_for_somebody(stage):
    case = stage.move(to_dispatch(stage), "claim", "dispatcher")
    assert stage.move(case, "give_back", "director").taken_by is None


def test_who_loses_account_or_post_gives_back_and_a_second_delivery_finds_nothing(stage):
    case = stage.move(to_dispatch(stage), "claim", "dispatcher")
    user = stage.who("dispatcher").user_id
    event = note("user.deactivate", "user", user, at=stage.at, head="people", actor=PLATFORM)
    for _ in range(2):
        give_back_what_was_taken(event, stage.at)
    assert stage.reload(case).taken_by is None
    given = Event.objects.get(verb="case.give_back")
    assert (given.caused_by, given.actor_id) == (event.id, PLATFORM.user_id)
    assert is_wanted("user.take_post")


def test_a_leavers_cases_are_counted_and_given_back_with_the_account(stage):
    case = stage.move(to_dispatch(stage), "claim", "dispatcher")
    leaver = User.objects.get(pk=stage.who("dispatcher").user_id)
    assert ("领取的工单", 1) in open_work_of(leaver, stage.at)
    leave(leaver.pk, actor=stage.who("admin"), at=stage.at)
    assert stage.reload(case).taken_by is None
