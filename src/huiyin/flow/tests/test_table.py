"""A table says who may do what, when, and every reason why not at once; it needs no database."""

import pytest

from huiyin.flow.table import NotNow, NotYours, Refused, Table, move
from huiyin.flow.tests.toy import CLERK, SOFTWARE, STRANGER, UMBRELLA, Facts, Umbrella, clerk

LENT = Facts("lent")


def buttons(facts: Facts, actor: object = CLERK) -> list[str]:
    return [move.button for move in UMBRELLA.offered(facts, actor, None)]


def refusal(facts: Facts, action: str, actor: object = CLERK, **said: object) -> Refused:
    with pytest.raises(Refused) as refused:
        UMBRELLA.ask(action, facts, said, actor, None)
    return refused.value


def test_the_buttons_are_the_moves_that_this_person_may_take_now() -> None:
    assert buttons(LENT) == ["归还", "提醒"]
    assert buttons(LENT, STRANGER) == []
    assert buttons(Facts("lent", days=8)) == ["提醒"]
    assert buttons(Facts("back")) == []


def test_what_happens_by_itself_or_follows_from_another_move_is_no_button_for_anybody() -> None:
    assert buttons(Facts("back", wet=True), SOFTWARE) == []
    assert buttons(Facts("broken"), SOFTWARE) == []


def test_a_button_and_the_door_ask_the_same_guards() -> None:
    late = Facts("lent", days=8)
    assert "归还" not in buttons(late)
    assert refusal(late, "give_back").reasons == ("已超过七天",)


def test_every_reason_is_told_at_once_those_of_a_field_beside_it() -> None:
    no = refusal(Facts("lent", days=8), "give_back", broken=True, fee=0)
    assert (no.reasons, no.fields) == (("已超过七天",), {"fee": "损坏须赔偿"})


def test_two_reasons_for_one_field_are_both_told() -> None:
    guards = UMBRELLA.of("give_back").provided
    strict = Table("umbrella", "雨伞", Umbrella, (
        move("x", "归还", ["lent"], None, clerk, [], [*guards, *guards[1:]], UMBRELLA.of("give_back").asks),
    ))  # fmt: skip
    with pytest.raises(Refused) as refused:
        strict.ask("x", LENT, {"fee": 200}, CLERK, None)
    assert refused.value.fields == {"fee": "赔偿不超过一百元；赔偿不超过一百元"}


def test_guards_that_look_at_what_is_said_wait_until_it_can_be_read() -> None:
    no = refusal(LENT, "give_back", broken="也许", fee="很多")
    assert set(no.fields) == {"broken", "fee"}


def test_who_may_not_is_told_so_before_anything_else() -> None:
    assert isinstance(refusal(Facts("back"), "give_back", STRANGER), NotYours)


def test_a_move_that_the_state_does_not_know_names_the_state_in_words() -> None:
    no = refusal(Facts("back"), "give_back")
    assert isinstance(no, NotNow)
    assert no.reasons == ("雨伞现在是“已归还”，不能归还",)
    assert isinstance(refusal(LENT, "eat"), NotNow)


def test_a_fork_leads_where_the_facts_and_words_say() -> None:
    taken, said = UMBRELLA.ask("give_back", LENT, {"broken": True, "fee": 30}, CLERK, None)
    assert taken.target(LENT, said, None) == "broken"
    assert taken.targets() == ("back", "broken")
    taken, said = UMBRELLA.ask("remind", LENT, {}, CLERK, None)
    assert (taken.target(LENT, said, None), taken.targets()) == ("lent", ())


def test_what_is_due_by_itself_is_found_from_the_facts() -> None:
    due = UMBRELLA.due_by_themselves(Facts("back", wet=True), None)
    assert due is not None and due.action == "dry"
    assert UMBRELLA.due_by_themselves(Facts("back"), None) is None


def test_what_follows_from_a_move_is_asked_of_nobody() -> None:
    taken, _ = UMBRELLA.ask("write_off", Facts("broken"), {}, None, None)
    assert taken.action == "write_off"


def test_an_action_cannot_stand_twice_in_a_table() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        Table("t", "雨伞", Umbrella, (move("x", "甲", [], None, clerk), move("x", "乙", [], None, clerk)))


def test_nothing_is_called_by_its_word_and_so_is_every_state() -> None:
    assert [UMBRELLA.label_of(s) for s in ("birth", "lent", "dry")] == ["尚未登记", "已借出", "已晾干"]
