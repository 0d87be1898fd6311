"""A twentieth of each city's year, by the command: the figures of the reports to the case, counted again from events."""

import json
from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command

from huiyin.briefs.annual import NO_DATA, as_json_line, summary_of, unknown_measures
from huiyin.calls.models import Call, RingBack
from huiyin.calls.states import RingState
from huiyin.cases.models import Application, Assignment, Case, Reply
from huiyin.cases.states import CaseState
from huiyin.clocks.models import Clock, Span
from huiyin.demo.plan import plan_named
from huiyin.demo.tests.recount import chains, held, recounted
from huiyin.demo.tests.whole import played_once
from huiyin.flow import times
from huiyin.instructions.models import Instruction, Task
from huiyin.instructions.states import TaskState
from huiyin.journal.chain import verify_all
from huiyin.journal.models import Event
from huiyin.registers.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("year")]
TWENTIETH = "0.05"
REPORTED = {
    "kaifeng": {
        "accepted": 608,
        "closed_on_time": 578,
        "online": 58,
        "message_board": 26,
        "mayor_mailbox": 32,
        "calls": 11227,
        "answered": 570,
        "instructions": 63,
        "reg_info_items": 140,
    },
    "dandong": {
        "accepted": 751,
        "dispatched": 47,
        "closed": 45,
        "direct": 704,
        "open": 2,
        "calls": 1037,
        "instructions": 10,
    },
}
"""A twentieth of what the reports say, each whole rounded once: of 12,167 and of 15,014 accepted, of 224,549 calls.
What leaders wrote and what stands in registers is as many as in the reports."""

RECOUNTED = (
    "accepted", "platform", "online", "message_board", "mayor_mailbox", "dispatched", "closed", "closed_on_time",
    "closed_late", "direct", "direct_answers", "direct_handled", "refused", "voided", "withdrawn", "transferred_out",
    "signed_late", "extended", "returned", "newly_suspended", "rejected", "redone", "hurried", "urged_by_hand",
    "urged_by_clock", "reached", "satisfied", "dissatisfied",
)  # fmt: skip
ENDED = {CaseState.CLOSED, CaseState.REFUSED, CaseState.VOIDED, CaseState.WITHDRAWN, CaseState.TRANSFERRED_OUT}
BY_THE_PLATFORM = (
    "case.await_audit", "case.await_dispatch", "case.close_with_parent", "case.joined", "case.urged_by_clock",
    "case.review_due", "case.child_joined", "case.receive_instruction",
)  # fmt: skip
"""What follows by itself."""


class Year:
    """One played year with what the command printed of it."""

    def __init__(self, city, year):
        self.plan = plan_named(city, year).scaled(Fraction(TWENTIETH))
        out, arguments = StringIO(), ("--city", city, "--year", str(year), "--scale", TWENTIETH, "--seed", "7")
        call_command("simulate", *arguments, "--json", stdout=out)
        self.told = json.loads(out.getvalue())


@pytest.fixture(scope="module", params=[("kaifeng", 2018), ("dandong", 2010)], ids=["kaifeng", "dandong"])
def year(request, django_db_setup, django_db_blocker, tmp_path_factory):
    with played_once(django_db_blocker, request.param[0], tmp_path_factory.mktemp("year")):
        yield Year(*request.param)


@pytest.mark.mission(4, 5, 6, 7, 104, 105, 106, 107, 108, 109)
def test_the_figures_are_those_of_the_report(year):
    expected = REPORTED[year.plan.city]
    assert {name: year.told[name] for name in expected} == expected
    assert year.told["played"] == year.plan.total + sum(year.plan.besides.values())


def test_the_events_alone_give_the_same_figures(year):
    counts = recounted(year.plan.since, year.plan.last)
    assert {name: year.told[name] for name in RECOUNTED} == {name: counts[name] for name in RECOUNTED}


def test_the_rates_are_what_the_reports_print(year):
    if year.plan.city == "kaifeng":
        assert year.told["on_time_rate.of_accepted"] == round(100 * 578 / 608, 2)
    else:
        assert year.told["closing_rate"] == round(100 * 45 / 47, 2)
    assert 85 <= year.told["satisfaction_rate"] <= 100


def test_what_the_plan_says_happens_on_the_way_happened(year):
    wanted = year.plan.happenings
    handled = year.plan.handled
    for name in ("extended", "returned", "signed_late"):
        assert year.told[name] == pytest.approx(float(getattr(wanted, name) * handled), abs=2)
    # The auditor's rejections are planned; whoever was asked and is not content may cause a redo besides.
    assert year.told["rejected"] >= float(wanted.rejected * handled) - 2
    assert year.told["called_back"] > 0


def test_every_matter_is_closed_or_suspended_or_late_for_a_reason(year):
    assert year.told["skipped"] == 0
    for case in Case.objects.exclude(state__in=ENDED):
        assert case.state == CaseState.IN_HANDLING
        told = set(Event.objects.filter(chain_id=case.pk).values_list("verb", flat=True))
        assert case.suspended or {"case.urge", "case.follow_up"} <= told


def test_every_check_of_completeness_finds_nothing_but_what_was_left_open(year):
    assert year.told["not_accepted"] == year.told["not_handled"] == year.told["not_answered"] == 0
    assert year.told["without_reply"] == year.plan.ends["left_open"]


def test_no_row_is_there_that_no_event_tells_of(year):
    told = Counter(Event.objects.values_list("verb", flat=True))
    assert Case.objects.count() == told["case.register"] + told["case.collect"]
    assert Assignment.objects.count() == told["assignment.assign"]
    assert Application.objects.count() == told["application.ask"]
    assert Reply.objects.count() == told["assignment.reply"]
    assert set(chains()) == set(Case.objects.values_list("pk", flat=True))


def test_every_chain_is_whole_and_runs_forward_in_time(year):
    verified = verify_all()
    assert verified.broken == ()
    assert verified.chains >= Case.objects.count() > 0
    for events in chains().values():
        assert all(one.at <= two.at for one, two in pairwise(events))


def test_no_clock_runs_on_a_case_that_is_over(year):
    over = Case.objects.filter(state__in=ENDED)
    assert not Clock.objects.running().filter(case_id__in=over.values("pk")).exists()


def test_every_moment_from_acceptance_to_the_end_has_one_holder(year):
    spans = defaultdict(list)
    for span in Span.objects.order_by("since"):
        spans[span.case_id].append(span)
    ended = set(Case.objects.filter(state__in=ENDED).values_list("pk", flat=True))
    for case_id, events in chains().items():
        assert [span.until is None for span in spans[case_id][-1:]] == [case_id not in ended]
        if case_id in ended:
            assert sum((span.until - span.since for span in spans[case_id]), timedelta(0)) == held(events)


def test_nobody_acts_in_the_future_of_the_simulation_and_all_act_in_posts_of_theirs(year):
    acts = Event.objects.filter(case_id__isnull=False).exclude(verb__startswith="clock.")
    assert acts.filter(subject_kind="case", post="").exclude(verb__in=BY_THE_PLATFORM).count() == 0
    assert acts.filter(at__gt=times.now()).count() == 0


@pytest.mark.mission(3, 102, 103)
def test_every_matter_that_came_by_telephone_is_a_call_that_somebody_answered(year):
    by_outcome = Counter(Call.objects.values_list("outcome", flat=True))
    assert by_outcome == Counter({name: count for name, count in year.plan.telephone.items() if count})
    assert sum(by_outcome.values()) == year.told["calls"]
    by_phone = Case.objects.filter(channel="phone").values_list("pk", flat=True)
    assert sorted(Call.objects.filter(about__isnull=False).values_list("about", flat=True)) == sorted(by_phone)
    assert not RingBack.objects.filter(state=RingState.WAITING).exists()
    assert RingBack.objects.count() == by_outcome["missed"] + by_outcome["abandoned"]


def test_what_leaders_wrote_was_fed_back(year):
    counted = Instruction.objects.exclude(state="recalled")
    assert counted.count() == year.told["instructions"]
    if year.plan.city == "kaifeng":
        assert written_on_the_message_board() == min(25, shown_to_leaders())
    assert Task.objects.exclude(state=TaskState.ACCEPTED).count() == 0
    assert year.told["instruction_feedback"] == Task.objects.count()


@pytest.mark.mission(9, 10, 11, 12, 13, 14, 15, 16)
def test_the_yearly_summary_is_counted_from_the_rows(year):
    plan, summary = year.plan, summary_of(year.plan.city, year.plan.since.year)
    values = {line.asked.code: line.value for line in summary.lines}
    assert [one.agrees for one in summary.wholes if not one.says.startswith("编发简报")] == [True] * (
        len(summary.wholes) - sum(one.says.startswith("编发简报") for one in summary.wholes)
    )
    assert (values["calls"], values["accepted"]) == (Call.objects.count(), Case.objects.exclude(
        accepted_day=None).exclude(outcome__in=["refused", "voided"]).count())  # fmt: skip
    if plan.city == "kaifeng":
        assert values["online"] == values["message_board"] + values["mayor_mailbox"] == 58
        assert (values["on_message_board"], values["info_items"]) == (written_on_the_message_board(), 140)
        assert_media_and_companies(values)
        return
    dispatched = Case.objects.filter(pk__in=Event.objects.filter(verb="case.dispatch").values("case_id"))
    for code, count in plan.topics.items():
        if f"topic_{code}" in values:
            assert values[f"topic_{code}"] == dispatched.filter(category__startswith=code).count() == count
    for code in ("210602", "210603", "210604"):
        assert values[f"place_{code}"] == dispatched.filter(territory=code).count() == plan.territories[code]
    assert (values["l12319"], values["l12358_refunded"], values["letters"]) == (3213, 993600, 174 + 70 + 56)
    assert Entry.objects.filter(register="sublines").count() == 9


def written_on_the_message_board():
    rows = Instruction.objects.exclude(state="recalled").filter(abouts__case__channel="message_board")
    return rows.distinct().count()


def shown_to_leaders():
    """How many matters of the message board a leader of the played year may be shown: none that accuses a unit."""
    return Case.objects.filter(channel="message_board", accused_path="", lead_unit__isnull=False).count()


def assert_media_and_companies(values):
    """What stands in registers is as many as in the report; of 58 matters of companies there is a twentieth."""
    media = ("echo_issues", "echo_problems", "evening_issues", "evening_problems")
    forum = ("commitment_units", "forums", "forum_companies", "forum_problems", "rectification", "cleared")
    assert [values[code] for code in media] == [34, 56, 48, 63]
    assert [values[code] for code in forum] == [48, 5, 33, 62, 16, 13]
    assert values["enterprise"] == Case.objects.filter(family="enterprise").count() == 3
    assert (values["enterprise_closed"], values["enterprise_rated"], values["enterprise_stories"]) == (3, 3, 3)
    # Two answers of 100 points and one of 90: a graded mean, where the rate of the content is 100 %.
    assert (values["enterprise_score"], values["enterprise_satisfied"]) == (Fraction(290, 3), 1)


def test_each_figure_of_the_summary_leads_to_its_rows_and_says_what_it_counts(year):
    summary = summary_of(year.plan.city, year.plan.since.year)
    known = [as_json_line(line) for line in summary.lines if line.text != NO_DATA]
    assert len(known) > len(summary.lines) * 3 // 4
    for told in known:
        assert told["list"].startswith("/") and told["definition"].endswith("。"), told["name"]
    rates = {told["name"]: told for told in known if told["unit"] == "%" and "numerator" in told}
    name, above = ("on_time_rate", 578) if year.plan.city == "kaifeng" else ("closing_rate", 45)
    assert rates[name]["numerator"]["value"] == above
    assert unknown_measures(summary.scope.book) == []


def test_the_command_prints_the_summary(year):
    out = StringIO()
    arguments = ("--city", year.plan.city, "--year", str(year.plan.since.year))
    call_command("annual_report", *arguments, stdout=out)
    assert f"受理：{year.plan.total:,} 件" in out.getvalue() and "核对" in out.getvalue()
    out = StringIO()
    call_command("annual_report", *arguments, "--json", stdout=out)
    told = {line["name"]: line["value"] for line in json.loads(out.getvalue())["lines"]}
    assert told["calls"] == year.told["calls"]
