"""Several callers on one matter join; what is closed is linked; one call with several matters is split."""

import pytest

from huiyin.cases.act import split_off
from huiyin.cases.models import Answer, Case
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock
from huiyin.flow.table import Refused
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event

OTHER = "13900002222"


def two_callers(stage: Stage, **earlier: object) -> tuple[Case, Case]:
    """Return an earlier case and a later one of another caller."""
    first = stage.register(**earlier).case
    stage.later(hours=2)
    return first, stage.register(phone=OTHER).case


def verbs(case: Case) -> list[str]:
    return list(Event.objects.filter(chain_id=case.pk).order_by("seq").values_list("verb", flat=True))


# -- 并案 -------------------------------------------------------------------------------------------------------------------


def test_a_joined_case_closes_with_its_parent_and_has_an_answer_of_its_own(stage: Stage) -> None:
    parent, child = two_callers(stage)
    stage.move(child, "merge", "agent", parent=parent.pk)
    case = stage.dispatch(stage.reload(parent))
    stage.later(minutes=5)
    stage.sign(case)
    stage.later(hours=1)
    stage.reply(case)
    stage.finish(stage.pass_audit(stage.reload(case)))
    child = stage.reload(child)
    assert (child.state, child.outcome, child.result) == ("closed", "by_unit", stage.reload(parent).result)
    assert child.closed_on_time is True
    assert Answer.objects.filter(case=child).count() == 1
    assert [w.result for w in child.wishes.all()] == ["solved"]
    assert not Clock.objects.running().filter(case_id=child.pk).exists()


def test_a_parent_that_the_centre_answers_itself_answers_its_joined_cases_too(stage: Stage) -> None:
    parent, child = two_callers(stage)
    stage.move(child, "merge", "agent", parent=parent.pk)
    result = next(r.code for r in stage.book.results if r.solves)
    stage.move(stage.reload(parent), "answer_directly", "agent", answer="今晚恢复供水", way="phone", result=result)
    child = stage.reload(child)
    assert (child.state, child.outcome) == ("closed", "direct_answer")
    assert Answer.objects.get(case=child).text == "今晚恢复供水"


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_joined_cases_have_the_earliest_due_time_of_all(request: pytest.FixtureRequest, city: str) -> None:
    stage: Stage = request.getfixturevalue(city)
    early, late = two_callers(stage)
    stage.move(early, "merge", "agent", parent=late.pk)
    late = stage.reload(late)
    assert late.due_at == early.due_at
    assert Clock.objects.get(subject_id=late.pk, kind="citizen").due_at == early.due_at


def test_a_city_may_let_each_joined_case_keep_its_own_due_time(haiyan: Stage) -> None:
    early = haiyan.register().case
    haiyan.later(days=1)
    late = haiyan.register(phone=OTHER).case
    haiyan.move(early, "merge", "agent", parent=late.pk)
    assert haiyan.reload(late).due_at == late.due_at > early.due_at


def test_both_chains_tell_of_the_joining(stage: Stage) -> None:
    parent, child = two_callers(stage)
    stage.move(child, "merge", "agent", parent=parent.pk)
    assert "case.merge" in verbs(child)
    assert "case.joined" in verbs(parent)
    assert verify_chain(parent.pk, Case) == verify_chain(child.pk, Case) == []


def test_the_same_callers_second_call_is_an_urge_or_a_supplement(kaifeng: Stage) -> None:
    first, second = kaifeng.register().case, kaifeng.register().case
    no = kaifeng.refusal(second, "merge", "agent", parent=first.pk)
    assert no.fields == {"parent": "同一诉求人的在办件，请用催单或补充，不必另立再并"}
    assert kaifeng.move(first, "hurry", "agent", note="又来电询问").hurries == 1
    kaifeng.move(first, "supplement", "agent", supplement="楼道灯也不亮")


def test_a_joined_caller_can_still_ask_and_add(stage: Stage) -> None:
    parent, child = two_callers(stage)
    child = stage.move(child, "merge", "agent", parent=parent.pk)
    assert stage.move(child, "hurry", "agent").hurries == 1
    stage.move(child, "supplement", "agent", supplement="今天又停了")


def test_after_closing_cases_are_linked_and_never_merged(stage: Stage) -> None:
    closed = stage.handled()
    later = stage.register(phone=OTHER).case
    no = stage.refusal(later, "merge", "agent", parent=closed.pk)
    assert no.fields == {"parent": "对方已结束，不能并案，只能关联"}
    assert stage.move(later, "link", "agent", other=closed.pk).repeats_id == closed.pk
    assert "case.linked" in verbs(closed)
    assert stage.reload(closed).state == "closed"


def test_nothing_joins_itself_or_what_joined_another(stage: Stage) -> None:
    first, second = two_callers(stage)
    third = stage.register(phone="13700003333").case
    stage.move(second, "merge", "agent", parent=first.pk)
    assert "不能并入自己" in stage.refusal(third, "merge", "agent", parent=third.pk).fields["parent"]
    assert "已并入别的工单" in stage.refusal(third, "merge", "agent", parent=second.pk).fields["parent"]
    assert "本工单下已有并案" in stage.refusal(first, "merge", "agent", parent=third.pk).reasons[0]


def test_a_case_that_is_parted_stands_alone_again(stage: Stage) -> None:
    parent, child = two_callers(stage)
    due = child.due_at
    child = stage.move(child, "merge", "agent", parent=parent.pk)
    child = stage.move(child, "separate", "reviewer", reason="不是同一处")
    assert (child.state, child.parent_id, child.due_at) == ("registered", None, due)


@pytest.mark.parametrize("way", ["void", "withdraw"])
def test_what_joined_a_case_that_ends_without_an_answer_goes_on_alone(stage: Stage, way: str) -> None:
    parent, child = two_callers(stage)
    stage.move(child, "merge", "agent", parent=parent.pk)
    said = {"void_reason": stage.book.void_reasons[0].code} if way == "void" else {"heard_how": "来电确认"}
    stage.move(stage.reload(parent), way, "reviewer", **said)
    assert stage.reload(child).state == "registered"


# -- 拆单 -------------------------------------------------------------------------------------------------------------------


def matters(stage: Stage, *titles: str) -> list[dict[str, object]]:
    return [{"title": t, "text": f"{t}，请处理。", "kind": "complaint", "category": stage.leaf()} for t in titles]


def test_one_call_with_three_matters_becomes_three_cases_with_the_caller_typed_once(stage: Stage) -> None:
    origin = stage.register(confidential=True, territory=stage.book.territories[0].code).case
    made = split_off(origin.pk, matters(stage, "井盖缺失", "垃圾未清"), actor=stage.who("agent"), at=stage.at)
    assert len({origin.number, *(one.case.number for one in made)}) == 3
    assert len({one.code for one in made}) == 2
    for one in made:
        case = stage.reload(one.case)
        assert (case.petitioner_id, case.split_from_id, case.confidential) == (origin.petitioner_id, origin.pk, True)
        assert (case.channel, case.place, case.territory) == (origin.channel, origin.place, origin.territory)
        assert verbs(case)[0] == "case.register"
    event = Event.objects.get(chain_id=origin.pk, verb="case.split")
    assert event.said["cases"] == [str(one.case.pk) for one in made]
    assert verify_chain(origin.pk, Case) == []


def test_all_matters_of_a_call_are_split_off_or_none(stage: Stage) -> None:
    origin = stage.register().case
    wrong = [*matters(stage, "井盖缺失"), {"title": "缺内容"}]
    with pytest.raises(Refused):
        split_off(origin.pk, wrong, actor=stage.who("agent"), at=stage.at)
    assert Case.objects.count() == 1
    assert verbs(origin) == ["case.register"]


def test_a_split_sent_twice_is_one_split(stage: Stage) -> None:
    origin = stage.register().case
    for _ in range(2):
        split_off(origin.pk, matters(stage, "井盖缺失"), actor=stage.who("agent"), at=stage.at, key="k1")
    assert Case.objects.count() == 2
    assert verbs(origin).count("case.split") == 1


def test_who_hears_nobody_splits_nothing(stage: Stage) -> None:
    origin = stage.register().case
    for who in ("dispatcher", "water.handler", "stranger"):
        with pytest.raises(Refused):
            split_off(origin.pk, matters(stage, "井盖缺失"), actor=stage.who(who), at=stage.at)
    assert Case.objects.count() == 1
