"""Hot topics in a paper: each with its count of the paper's own time, and those of the last issue are not taken over."""

from datetime import date, timedelta

from huiyin.briefs.composing.document import document_of
from huiyin.briefs.composing.starting import _taken_over
from huiyin.briefs.counting import unpacked
from huiyin.briefs.source import CaseEntry, CasesEntry, ParagraphEntry, TopicsEntry, loose_in, read_template
from huiyin.cases.models import Case
from huiyin.documents.words import plain_text
from huiyin.insight.act import ledger
from huiyin.insight.models import Topic, TopicCase


def test_topics_of_the_week_with_their_cases(kaifeng):
    inside, outside = Case.objects.order_by("-received_at")[:3], Case.objects.order_by("received_at")[:2]
    begins = date(2018, 6, 25)
    topic = Topic.objects.create(
        ledger=ledger("topics"), state="listed", book=kaifeng.stage.book.id, rhythm="week", begins=begins,
        ends=begins + timedelta(days=6), title="柳巷路灯", heat=9, first_at=kaifeng.stage.at, last_at=kaifeng.stage.at,
        found_at=kaifeng.stage.at, computed_at=kaifeng.stage.at,
    )  # fmt: skip
    for case in (*inside, *outside):
        TopicCase.objects.create(topic=topic, case=case, rhythm="week", begins=begins)
    brief = kaifeng.drawn("weekly")
    figure = brief.figures.get(measure="topic")
    there = [one.pk for one in (*inside, *outside) if brief.since <= one.received_at.date() < brief.until]
    assert 0 < len(there) < 5
    assert set(unpacked(figure.cases)) == set(there)
    assert f"1．柳巷路灯。2018年6月21日至28日群众反映{len(there)}件。" in plain_text(document_of(brief))


def test_what_belonged_to_the_time_of_the_last_issue_is_chosen_anew():
    template = read_template("# 一\n{{period}}受理{{accepted}}件。\n! 由编辑写明。\n")
    last = (
        ParagraphEntry(text="{{period}}受理{{accepted}}件。"),
        ParagraphEntry(text="1．路灯。{{first_period}}群众反映{{topic.tab12}}件。"),
        ParagraphEntry(text="2．供水。{{first_period}}群众反映{{topic.tcd34}}件。"), CaseEntry(number="K1", title="一", text="二"),
        ParagraphEntry(text="另有来电{{outside.ab12}}次。"),
    )  # fmt: skip
    assert list(_taken_over(last, template)) == [
        template[1], TopicsEntry(n=2), CasesEntry(n=1), ParagraphEntry(text="另有来电〔待填〕次。", revise=True),
    ]  # fmt: skip


def test_numbers_that_somebody_typed_are_seen_and_dates_are_not():
    assert loose_in("1．2018年6月受理{{accepted}}件，另有88件、3.5%") == ["88", "3.5%"]
    assert loose_in("拨打12345，第3期，6月4日16时") == []
