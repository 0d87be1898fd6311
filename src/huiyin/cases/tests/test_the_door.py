"""The door: sent twice is done once, an old page is told what changed, what follows needs no rights, no is no."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.act import ASSIGNMENT_DOOR, CASE_DOOR, move_case, register
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage
from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.door import Stale, note
from huiyin.journal.models import Event, Told
from huiyin.journal.writing import writing


def verbs(case: Case) -> list[str]:
    return list(Event.objects.filter(chain_id=case.pk).order_by("seq").values_list("verb", flat=True))


# -- sent twice ---------------------------------------------------------------------------------------------------------------


def test_the_same_registration_sent_twice_is_one_case(stage: Stage) -> None:
    how = {"actor": stage.who("agent"), "at": stage.at, "city": stage.city, "key": "form-1"}
    first, again = register(stage.said(), **how), register(stage.said(), **how)
    assert again.case.pk == first.case.pk
    # Whose answer was lost hears the code once more; some minutes later nobody does.
    assert (again.code, again.again, again.event.id) == (first.code, True, first.event.id)
    assert register(stage.said(), **{**how, "at": stage.later(minutes=11)}).code == ""
    assert len(first.code) == stage.book.numbers.query_code_digits
    assert Case.objects.count() == 1


def test_the_same_move_sent_twice_is_one_move_even_when_it_could_not_be_taken_again(stage: Stage) -> None:
    case = stage.register().case
    how: dict[str, Any] = {"actor": stage.who("agent"), "at": stage.at, "key": "form-2"}
    said = {"heard_how": "本人来电"}
    first = move_case(case.pk, "withdraw", said, **how)
    assert move_case(case.pk, "withdraw", said, **how).id == first.id
    assert verbs(case) == ["case.register", "case.withdraw"]


def test_a_key_is_one_persons_and_for_one_act(stage: Stage) -> None:
    case, other = stage.register().case, stage.register().case
    move_case(case.pk, "hurry", {}, actor=stage.who("agent"), at=stage.at, key="k")
    move_case(case.pk, "hurry", {}, actor=stage.who("director"), at=stage.at, key="k")
    assert stage.reload(case).hurries == 2
    for pk, action, said in ((other.pk, "hurry", {}), (case.pk, "supplement", {"supplement": "补充"})):
        with pytest.raises(Refused, match="这一提交编号已用于另一项操作"):
            move_case(pk, action, said, actor=stage.who("agent"), at=stage.at, key="k")


def test_a_key_that_was_refused_can_be_used_again(stage: Stage) -> None:
    case = stage.register().case
    how: dict[str, Any] = {"actor": stage.who("agent"), "at": stage.at, "key": "k"}
    with pytest.raises(Refused):
        move_case(case.pk, "withdraw", {}, **how)
    assert not Told.objects.exists()
    assert move_case(case.pk, "withdraw", {"heard_how": "本人来电"}, **how).state_after == "withdrawn"


# -- an old page --------------------------------------------------------------------------------------------------------------


def test_an_old_page_is_told_what_changed_meanwhile_and_by_whom(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    share, seen = stage.share(case), case.event_count
    stage.sign(case)
    with pytest.raises(Stale) as stale:
        ASSIGNMENT_DOOR.move(share.pk, "charge", CHARGE, actor=stage.who("water.leader"), at=stage.at, seen=seen)
    assert [(e.verb, e.actor_id) for e in stale.value.events] == [
        ("assignment.sign", stage.who("water.handler").user_id)
    ]
    now_seen = stage.reload(case).event_count
    ASSIGNMENT_DOOR.move(share.pk, "charge", CHARGE, actor=stage.who("water.leader"), at=stage.at, seen=now_seen)


CHARGE = {"charge_leader": "分管领导", "charge_handler": "承办人"}


def test_what_happened_to_another_part_makes_no_page_old(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("west",))
    seen = case.event_count
    stage.sign(case, "west")
    share = stage.share(case)
    ASSIGNMENT_DOOR.move(share.pk, "sign", {}, actor=stage.who("water.handler"), at=stage.at, seen=seen)
    assert stage.share(case).state == "handling"


# -- what nobody takes by hand ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["await_dispatch", "await_audit", "close_with_parent", "archive", "split"])
def test_hidden_and_automatic_moves_are_refused_to_people(stage: Stage, action: str) -> None:
    case = stage.register().case
    with pytest.raises(NotYours, match="由系统自动进行"):
        move_case(case.pk, action, {}, actor=stage.who("director"), at=stage.at)


def test_an_automatic_move_is_nobodys_even_on_a_page_of_its_own(stage: Stage) -> None:
    case = stage.register().case
    with pytest.raises(NotYours):
        CASE_DOOR.move(case.pk, "await_audit", {}, actor=stage.who("director"), at=stage.at, own_page=True)


def test_what_follows_from_a_move_needs_no_rights_of_its_own_and_names_its_cause(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    dispatch = Event.objects.get(chain_id=case.pk, verb="case.dispatch")
    assign = Event.objects.get(chain_id=case.pk, verb="assignment.assign")
    assert (assign.caused_by, assign.actor_id) == (dispatch.id, stage.who("dispatcher").user_id)


def test_what_happens_by_itself_is_done_by_the_platform_because_of_somebody(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=5)
    stage.sign(case)
    stage.reply(case)
    by_itself = Event.objects.get(chain_id=case.pk, verb="case.await_audit")
    assert by_itself.actor_id == PLATFORM.user_id
    assert Event.objects.get(id=by_itself.caused_by).verb in {"assignment.reply", "assignment.sign_off"}


# -- no is no -----------------------------------------------------------------------------------------------------------------


def test_a_refusal_undoes_everything_that_was_done_in_the_same_transaction(stage: Stage) -> None:
    case = stage.register().case
    with pytest.raises(Refused), writing() as now_writing:
        note("case.looked_at", "case", case.pk, at=stage.at, head=now_writing.lock(Case, case.pk))
        move_case(case.pk, "hurry", {}, actor=stage.who("agent"), at=stage.at)
        move_case(case.pk, "withdraw", {}, actor=stage.who("agent"), at=stage.at)
    assert verbs(case) == ["case.register"]
    assert stage.reload(case).hurries == 0


def test_who_comes_later_acts_later_whatever_his_watch_says(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    event = move_case(
        case.pk, "urge", {"urge_way": "phone"}, actor=stage.who("supervisor"), at=stage.at - timedelta(minutes=3)
    )  # fmt: skip
    assert event.at == stage.at
