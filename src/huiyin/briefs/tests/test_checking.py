"""What the check finds in a paper of the staged city, beside its earlier issues and other papers of the same period."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.briefs import act
from huiyin.briefs.checking import findings_of, report_on
from huiyin.briefs.models import Brief, BriefFigure, SignedBrief
from huiyin.briefs.periods import Period
from huiyin.briefs.source import ParagraphEntry, TableEntry
from huiyin.briefs.states import BriefState
from huiyin.cases.tests.stage import set_stage
from huiyin.flow.ids import uuid7
from huiyin.flow.table import Refused

SINCE, UNTIL = date(2018, 5, 26), date(2018, 6, 26)
PROSE = ParagraphEntry(
    text="受理{{accepted}}件，比上期{{accepted:change}}，平台{{platform}}件，网络{{online}}件，按期办结率{{headline_rate}}。"
)
TABLE = TableEntry(by="channel", measures=("accepted",), top=20)


@pytest.fixture
def stage(db, settings):
    settings.CITY = "kaifeng"
    stage = set_stage("kaifeng")
    for n in range(2):
        stage.handled(phone=f"1380000000{n}")
    return stage


def paper(stage, *entries, kind="operation"):
    editor = stage.who("editor")
    row = act.draw_up(kind, actor=editor, at=stage.at, period=Period(SINCE, UNTIL, "monthly"))
    act.amend(row, entries or [PROSE, TABLE], actor=editor, at=stage.at)
    return Brief.objects.get(pk=row.pk)


def signed_like(brief, since, until, *, kind="operation", **figures):
    """Another paper that was signed, with these figures over its own period."""
    other = Brief.objects.create(
        pk=uuid7(), ledger=brief.ledger, number=Brief.objects.count() + 100, kind=kind, title="运行简报", period="五月",
        rhythm="monthly", since=since, until=until, written_at=brief.written_at, written_by=brief.written_by,
        book=brief.book, state=BriefState.SIGNED, sign=f"第{since.month}期", signed_at=brief.written_at,
    )  # fmt: skip
    scope = {"since": since.isoformat(), "until": until.isoformat()}
    BriefFigure.objects.bulk_create(
        BriefFigure(
            brief=other, key=name, measure=name, label=name, text=str(value), value=str(value), unit="件", scope=scope,
            counted_at=brief.written_at, frozen=True,
        )
        for name, value in figures.items()
    )  # fmt: skip
    return other


def told(brief):
    return [(one.rule.value, one.grade.value) for one in findings_of(brief)]


def test_a_paper_as_it_was_counted_holds(stage):
    report = report_on(paper(stage))

    assert report.findings == ()
    assert {"sum", "identity", "rate"} <= {one.rule.value for one in report.passed}
    assert any(one.says.startswith("2 + 0 = 2，") for one in report.passed)


def test_a_figure_that_was_typed_over_in_a_file_is_an_error(stage):
    brief = paper(stage)
    brief.blocks[0]["inlines"][1]["text"] = "3"

    assert told(brief) == [("same", "error")]


def test_a_cell_that_was_typed_over_breaks_its_sum(stage):
    brief = paper(stage)
    brief.blocks[1]["rows"][0][1] = [{"type": "text", "text": "3"}]

    assert told(brief) == [("sum", "error"), ("source", "hint")]


def test_far_from_its_earlier_issues_is_to_be_explained(stage):
    brief = paper(stage)
    for months, value in ((1, 900), (2, 950)):
        signed_like(brief, *_months_before(months), accepted=value)
    signed_like(brief, *_months_before(3), kind="weekly", accepted=2)

    assert told(brief) == [("history", "explain")]
    assert "受理 2，以前为 900、950" in findings_of(brief)[0].says


def test_without_earlier_issues_it_is_compared_with_what_it_says_itself(stage):
    """The period before had nothing, and two may come by chance."""
    (compared,) = [one for one in report_on(paper(stage)).passed if one.rule == "history" and one.figures == ("受理",)]

    assert compared.says == "受理 2，以前为 0：相差 2；相差的件数可能是偶然"


def test_another_main_rate_since_has_no_history(stage):
    brief = paper(stage)
    other = signed_like(brief, *_months_before(1), accepted=2)
    figure = BriefFigure.objects.get(brief=other)
    figure.pk, figure.key, figure.measure, figure.value = uuid7(), "headline_rate", "closing_rate", "1/5"
    BriefFigure.objects.bulk_create([figure])

    assert told(brief) == []


def test_another_paper_that_was_signed_for_the_same_period_is_named(stage):
    brief = paper(stage)
    signed_like(brief, SINCE, UNTIL, kind="quarterly", accepted=3)

    assert told(brief) == [("same", "explain")]
    assert "受理这里是 2，《运行简报》第5期印的是 3" in findings_of(brief)[0].says


def test_an_error_forbids_the_signature_and_words_make_up_for_what_is_to_be_explained(stage):
    brief = paper(stage)
    signed_like(brief, SINCE, UNTIL, kind="quarterly", accepted=3)
    at = stage.later(days=40)
    Brief.objects.filter(pk=brief.pk).update(counted_at=at)
    way = [
        ("submit", "editor", {}),
        ("pass_review", "supervisor", {"words": ""}),
        ("approve", "director", {"words": ""}),
    ]
    for action, who, said in way:
        act.move_brief(brief.pk, action, said, actor=stage.who(who), at=at, seen=None, key="")
    blocks = Brief.objects.get(pk=brief.pk).blocks
    wrong = [
        {
            **blocks[1],
            "rows": [*blocks[1]["rows"][:-1], [[{"type": "text", "text": "合计"}], [{"type": "text", "text": "9"}]]],
        }
    ]

    def sign():
        return act.move_brief(brief.pk, "sign", {}, actor=stage.who("secretary_general"), at=at, seen=None, key="")

    Brief.objects.filter(pk=brief.pk).update(blocks=[blocks[0], *wrong])
    with pytest.raises(Refused, match="核对有1处硬错，改正后才能签发"):
        sign()
    Brief.objects.filter(pk=brief.pk).update(blocks=blocks)
    with pytest.raises(Refused, match="核对有1处须书面说明后才能签发：受理这里是 2，《运行简报》第5期印的是 3"):
        sign()
    (finding,) = findings_of(Brief.objects.get(pk=brief.pk))
    said = {"finding": finding.fingerprint, "text": "季报签发后有一件作废"}
    act.explain(brief, said, actor=stage.who("editor"), at=at)
    sign()

    (kept,) = SignedBrief.objects.get(brief=brief).findings
    assert (kept["rule"], kept["grade"], kept["explanation"]) == ("same", "explain", "季报签发后有一件作废")


def test_a_paper_that_was_withdrawn_says_nothing(stage):
    brief = paper(stage)
    other = signed_like(brief, SINCE, UNTIL, kind="quarterly", accepted=3)
    Brief.objects.filter(pk=other.pk).update(state=BriefState.WITHDRAWN)

    assert told(brief) == []


def test_everything_that_the_rulebook_knows_to_be_a_sum_is_one(stage):
    """A matter is still open, one was answered by a unit: whole and parts are counted by their own queries."""
    stage.dispatch(stage.register(phone="13800000009", channel="mayor_mailbox").case)
    names = dict.fromkeys(name for one in stage.book.identities for name in (one.whole, *one.parts))
    report = report_on(paper(stage, ParagraphEntry(text="、".join(f"{{{{{name}}}}}" for name in names))))

    assert [one.says for one in report.findings if one.rule != "source"] == []
    assert sum(one.rule == "identity" for one in report.passed) == len(stage.book.identities)
    assert any(one.says.startswith("2 + 1 = 3，受理 3") for one in report.passed)


def test_no_more_statements_for_more_figures(stage):
    def statements(brief):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            findings_of(brief)
        return len(asked)

    few = paper(stage, ParagraphEntry(text="受理{{accepted}}件。"))
    many = paper(stage, PROSE, TABLE, kind="quarterly")
    assert statements(few) == statements(many) <= 5


def _months_before(count):
    until = SINCE - timedelta(days=31 * (count - 1))
    return until - timedelta(days=30), until
