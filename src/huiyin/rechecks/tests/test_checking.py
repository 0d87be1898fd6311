"""Who checks a case has had no part in it; what is not solved may be done again through the case's own door."""

import pytest

from huiyin.cases.models import Case
from huiyin.flow.posts import Post
from huiyin.journal.models import Event, Owed
from huiyin.people.models import Holding, User
from huiyin.rechecks.act import share_out
from huiyin.rechecks.models import Recheck
from huiyin.rechecks.queries import recheck_facts


def drawn(town):
    return Recheck.objects.select_related("case").order_by("lot").first()


def test_a_case_goes_from_drawn_to_checked_and_solved(july):
    row = july.checked(drawn(july))
    assert (row.state, row.verdict, row.way, row.words[:3]) == ("closed", "solved", "visit", "到现场")
    assert row.due_at > row.assigned_at
    said = Event.objects.get(verb="recheck.check").said
    assert "路灯" not in str(said), "what was found may have to be erased one day"


def test_who_had_a_part_in_the_case_does_not_check_it(july):
    row = drawn(july)
    facts = recheck_facts(row, row.case, july.stage.at)
    for who in ("auditor", "callback_agent", "dispatcher", "agent", "water.handler"):
        assert july.stage.who(who).user_id not in facts.checkers
    assert {july.stage.who(who).user_id for who in ("shift_lead", "assessor")} == facts.checkers
    audited = row.case.audited_by
    Holding.objects.create(user=audited, post=Post.ASSESSOR, since=july.stage.at - july.days(days=30))
    no = july.refused(row, "assign", "supervisor", checker=audited.pk)
    assert "经办、审核或回访过" in no.fields["checker"]
    caller = User.objects.get(pk=Event.objects.get(chain_id=row.case_id, verb="callback.answered").actor_id)
    Holding.objects.create(user=caller, post=Post.SHIFT_LEAD, since=july.stage.at - july.days(days=30))
    assert "经办、审核或回访过" in july.refused(row, "assign", "supervisor", checker=caller.pk).fields["checker"]
    stranger = july.stage.who("stranger").user_id
    assert "岗位" in july.refused(row, "assign", "supervisor", checker=stranger).fields["checker"]


def test_somebody_on_loan_from_the_unit_does_not_check_its_cases(july):
    row = Recheck.objects.select_related("case", "unit").filter(unit__isnull=False).first()
    lent = july.stage.who("shift_lead").user_id
    Holding.objects.create(user_id=lent, post=Post.UNIT_HANDLER, unit=row.unit, since=july.stage.at - july.days(days=9))
    assert "经办、审核或回访过" in july.refused(row, "assign", "supervisor", checker=lent).fields["checker"]


@pytest.mark.parametrize("who", ["shift_lead", "supervisor", "director", "water.head"])
def test_only_the_one_to_whom_it_is_given_tells_what_was_found(july, who):
    row = july.assigned(drawn(july))
    no = july.refused(row, "check", who, verdict="solved", way="phone", words="好了")
    assert "您的岗位不能" in str(no)


def test_what_is_not_solved_is_done_again_by_its_unit(july):
    row = july.checked(drawn(july), "not_solved")
    assert row.state == "found"
    cause = july.stage.book.reject_causes[0].code
    row = july.take(row, "do_again", "supervisor", cause=cause, reason="灯仍不亮")
    assert (row.state, row.again, row.case.state) == ("closed", True, "in_handling")
    again = Event.objects.get(verb="case.redo", chain_id=row.case_id)
    assert again.caused_by == Event.objects.get(verb="recheck.do_again").id


def test_what_cannot_be_done_again_is_closed_with_a_reason(july):
    row = july.checked(drawn(july), "partly")
    Case.objects.filter(pk=row.case_id).update(redos=9)
    no = july.refused(row, "do_again", "supervisor", cause="", reason="灯仍不亮")
    assert "达到上限" in str(no)
    assert "请填写" in str(july.refused(row, "leave", "supervisor", reason=""))
    row = july.take(row, "leave", "director", reason="只差一盏，已列入计划")
    assert (row.state, row.again) == ("closed", False)


def test_who_checked_does_not_also_decide(july):
    """Whoever found it does not decide what follows, whatever posts he holds."""
    row = july.checked(drawn(july), "not_solved")
    Recheck.objects.filter(pk=row.pk).update(checker=User.objects.get(pk=july.stage.who("supervisor").user_id))
    assert "您的岗位不能" in str(july.refused(row, "leave", "supervisor", reason="好了"))
    assert july.take(row, "leave", "director", reason="好了").state == "closed"


def test_after_so_many_calls_nobody_can_be_reached(july):
    row = july.assigned(drawn(july))
    row = july.take(row, "not_reached", "assessor", words="关机")
    assert (row.state, row.attempts, row.verdict) == ("assigned", 1, "")
    row = july.take(row, "not_reached", "assessor", words="")
    assert (row.state, row.attempts, row.verdict) == ("closed", 2, "unreachable")
    no = july.refused(july.assigned(Recheck.objects.exclude(pk=row.pk).get()), "check", "assessor",
                      verdict="unreachable", way="phone", words="关机")  # fmt: skip
    assert "verdict" in no.fields


def test_a_case_that_is_worked_on_again_is_not_checked_any_more(july):
    row = drawn(july)
    july.stage.move(row.case, "redo", "supervisor", reasonable=True, cause="", reason="诉求人来电说灯又灭了")
    july.follow()
    row.refresh_from_db()
    assert (row.state, row.verdict) == ("dropped", "")
    for event in Event.objects.filter(verb="case.redo"):
        Owed.objects.create(event_id=event.id, recorded_at=event.recorded_at, verb=event.verb)
    july.follow()
    assert Event.objects.filter(verb="recheck.drop", subject_id=row.pk).count() == 1


def test_what_was_drawn_is_shared_out_evenly_among_people_apart(july):
    people = [User.objects.get(pk=july.stage.who(who).user_id) for who in ("shift_lead", "assessor")]
    rows = Recheck.objects.select_related("case")
    assert share_out(rows, people, actor=july.stage.who("supervisor"), at=july.stage.at) == (2, 0)
    assert {row.checker_id for row in Recheck.objects.all()} == {one.pk for one in people}
    assert share_out(rows.all(), people, actor=july.stage.who("supervisor"), at=july.stage.at) == (0, 0)


def test_nothing_is_shared_out_to_who_had_a_part(july):
    auditor = User.objects.get(pk=july.stage.who("auditor").user_id)
    assert share_out(Recheck.objects.all(), [auditor], actor=july.stage.who("supervisor"), at=july.stage.at) == (0, 2)
