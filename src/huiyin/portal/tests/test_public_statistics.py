"""The public column of statistics: drawn up, looked at, published by a person on a day, frozen, corrected by name, withdrawn."""

import csv
import io
import json
from copy import copy
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from huiyin.assessment.tests.conftest import seat
from huiyin.calls.act import Heard, keep_calls
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import set_stage
from huiyin.flow.actor import PLATFORM
from huiyin.flow.ids import uuid7
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import CITY_TZ, travelling
from huiyin.journal.models import Event
from huiyin.people.models import User
from huiyin.people.tests.pages import signed_in_as
from huiyin.portal.checks import what_is_published_can_be_counted
from huiyin.portal.models import Publication
from huiyin.portal.open_data import COLUMNS
from huiyin.portal.public_figures import counted
from huiyin.portal.publishing import PUBLICATION_DOOR, correct, prepare
from huiyin.portal.states import PublicationState
from huiyin.portal.tests.test_pages_hold import LIGHT, weight
from huiyin.registers.periods import read_period
from huiyin.rulebook.calls import CallOutcome
from huiyin.rulebook.shelf import all_books

WINTER = datetime(2019, 1, 31, 10, 0, tzinfo=CITY_TZ)
SIGNED = date(2019, 1, 22)
YEAR = read_period("year", "2018")


class Office:
    """A centre in the winter after, with the cases of a year behind it."""

    def __init__(self, city):
        self.stage = set_stage(city)
        seat(self.stage)
        self.topics = [c.code for c in self.stage.book.categories.values() if c.parent is None][:3]
        self.places = [t.code for t in self.stage.book.territories][:3]
        self.pattern = self.stage.register(territory=self.places[0]).case

    def had(self, n, topic=0, place=0, **other):
        """Let so many matters have been accepted."""
        rows = []
        for _ in range(n):
            row = copy(self.pattern)
            row.pk, row.number, row._state = uuid7(), f"T{uuid7().hex[-12:]}", copy(row._state)
            row.category, row.territory = self.topics[topic], self.places[place]
            row.__dict__.update(other)
            rows.append(row)
        Case.objects.bulk_create(rows)

    def who(self, post):
        return self.stage.who(post)

    def browser(self, post):
        return signed_in_as(User.objects.get(pk=self.who(post).user_id))

    def prepared(self, period=YEAR):
        return prepare(period, actor=self.who("editor"), at=WINTER, city=self.stage.city)

    def published(self, row=None, post="director", at=WINTER, **said):
        row = row or self.prepared()
        PUBLICATION_DOOR.move(row.pk, "publish", {"signed_on": SIGNED, **said}, actor=self.who(post), at=at)
        return Publication.objects.get(pk=row.pk)


@pytest.fixture
def office(db, settings):
    settings.CITY = "kaifeng"
    with travelling(WINTER):
        yield Office("kaifeng")


def lines(row, section):
    return {line["code"]: line for one in row.kept["sections"] if one["code"] == section for line in one["lines"]}


def told(path):
    return Client().get(f"/portal/{path}")


def test_calls_are_published_where_the_telephone_told_of_any(office):
    assert "calls" not in [
        one["code"] for one in counted(date(2018, 1, 1), date(2018, 12, 31), office.stage.book)["sections"]
    ]
    began = datetime(2018, 6, 4, 9, tzinfo=CITY_TZ)
    heard = [Heard("A", began, CallOutcome.ANSWERED, began, began), Heard("M", began, CallOutcome.MISSED)]
    keep_calls(heard, actor=PLATFORM, at=WINTER)
    first = counted(date(2018, 1, 1), date(2018, 12, 31), office.stage.book)["sections"][0]
    assert [(line["label"], line["text"], line["unit"]) for line in first["lines"]] == [
        ("呼入", "2", "次"),
        ("人工接听", "1", "次"),
    ]


@pytest.mark.mission(1, 101)
def test_a_year_is_drawn_up_looked_at_and_published_with_both_dates(office):
    office.had(6)
    office.had(2, channel="message_board", family="online")
    browser = office.browser("director")
    assert "生成" in browser.get("/portal/publications/").content.decode()
    made = browser.post("/portal/publications/new/", {"period": "2018", "key": "k"})
    again = browser.post("/portal/publications/new/", {"period": "2018", "key": "k"})
    assert made.headers["Location"] == again.headers["Location"]
    preview = browser.get(made.headers["Location"]).content.decode()
    assert "外面还看不到" in preview and "<td>9 <span" in preview
    assert told("figures/2018/").status_code == 404
    row = Publication.objects.get()
    move = reverse("moves:move", args=["publication", row.number, "publish"])
    assert 'value="2019-01-31"' in browser.get(move).content.decode(), "signed today, unless somebody says otherwise"
    assert browser.post(move, {"signed_on": "2019-01-22"}).status_code == 302
    page = told("figures/2018/").content.decode()
    assert "<h1>2018年办理情况统计</h1>" in page
    assert "<dt>公布日期</dt><dd>2019-01-31</dd>" in page and "<dt>落款日期</dt><dd>2019-01-22</dd>" in page
    assert "期间内受理的诉求件数，含并案、转外部和撤回的，不含不予受理和作废的。" in page
    assert 'href="/portal/figures/2018/"' in told("figures/").content.decode()
    verbs = Event.objects.filter(subject_kind="publication").order_by("seq").values_list("verb", "post")
    assert list(verbs) == [("publication.prepare", "director"), ("publication.publish", "director")]


def test_every_part_sums_up_to_its_whole_and_rates_name_their_base(office):
    office.had(6, 0, 0)
    office.had(4, 1, 1, channel="message_board", family="online")
    office.had(3, 2, 2, channel="mayor_mailbox", family="online", category="")
    row = office.prepared()
    figures, online = lines(row, "figures"), lines(row, "online")
    assert figures["accepted"]["value"] == 14
    assert online.pop("online")["value"] == sum(part["value"] for part in online.values()) == 7
    assert figures["platform"]["value"] + 7 == 14
    for section in ("topics", "territories"):
        assert sum(line["value"] for line in lines(row, section).values()) == 14
    assert lines(row, "topics")[""]["label"] == "未分类"
    rate = lines(row, "rates")["on_time_rate.of_accepted"]
    assert rate["label"] == "按期办结率" and rate["below"] == {**rate["below"], "label": "受理", "value": 14}
    assert lines(row, "rates")["satisfaction_score"]["base"] == 0
    assert set(lines(row, "left_out")) == {"refused", "transferred_out", "withdrawn", "voided", "excluded"}


def test_of_a_crossing_small_counts_are_withheld_in_page_and_data_and_in_what_is_kept(office):
    for topic, place, n in ((0, 0, 11), (0, 1, 9), (1, 0, 8), (1, 1, 2), (2, 2, 30), (2, 0, 7), (2, 1, 6)):
        office.had(n, topic, place)
    row = office.published()
    cells = {(one["code"], code): n for one in row.kept["crossing"]["rows"]
             for (code, _), n in zip(row.kept["crossing"]["columns"], one["cells"], strict=True)}  # fmt: skip
    _, second, third = office.topics
    assert cells[(second, office.places[1])] is None
    assert cells[(third, office.places[2])] == 30
    shown = [n for n in cells.values() if n is not None]
    assert min(shown) >= 5
    assert lines(row, "topics")[second]["value"] == 10, "sums are never withheld"
    page = told("figures/2018/").content.decode()
    assert page.count("<td>·</td>") == sum(n is None for n in cells.values()) >= 4
    rows = [one for one in read(told("figures/2018/data.csv")) if one["section"] == "crossing"]
    assert {(one["code"], one["territory"]) for one in rows if one["withheld"] == "1"} == {
        cell for cell, n in cells.items() if n is None
    }
    assert all((one["value"] == "") == (one["withheld"] == "1") for one in rows)


def test_a_month_tells_no_crossing_where_the_year_does(office):
    office.had(30, 1, 1)
    row = office.published(office.prepared(read_period("month", "2018-06")))
    assert row.kept["crossing"] is None and lines(row, "territories")


def read(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_columns_of_the_open_data_are_promised(office):
    office.had(3)
    office.published()
    rows = read(told("figures/2018/data.csv"))
    assert list(rows[0]) == list(COLUMNS) == [
        "period", "since", "last", "edition", "signed_on", "published_on", "section", "code", "label", "territory",
        "territory_label", "value", "unit", "numerator", "denominator", "withheld", "definition",
    ]  # fmt: skip
    accepted = next(row for row in rows if row["code"] == "accepted")
    assert (
        accepted["value"] == "4" and accepted["published_on"] == "2019-01-31" and accepted["signed_on"] == "2019-01-22"
    )
    answer = told("figures/2018/data.json")
    data = json.loads(answer.content)
    assert data["licence"].startswith("可以自由使用") and set(data["columns"]) == set(COLUMNS)
    assert [figure["code"] for figure in data["figures"]] == [row["code"] for row in rows]
    for secret in (
        "王某",
        "13800005521",
        "柳巷",
        office.pattern.number,
        User.objects.get(pk=office.who("director").user_id).name,
    ):
        assert secret not in answer.content.decode() and secret not in told("figures/2018/").content.decode()


def test_what_is_published_stays_as_it_was_whatever_happens_since(office):
    office.had(3)
    row = office.published()
    office.had(5)
    assert "<td>4 <span" in told("figures/2018/").content.decode()
    for changed in ({"kept": {}}, {"signed_on": date(2019, 1, 1)}, {"until": date(2019, 2, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.filter(pk=row.pk).update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=row.pk).delete()


def test_a_correction_stands_beside_the_old_one_and_tells_what_changed_and_why(office):
    office.had(3)
    old = office.published()
    office.had(2)
    browser, later = office.browser("director"), WINTER + timedelta(days=8)
    with travelling(later):
        again = f"/portal/publications/{old.number}/again/"
        assert browser.post(again, {"reason": ""}).status_code == 422
        assert browser.post(again, {"reason": "补录两件，原统计漏计"}).status_code == 302
        new = Publication.objects.get(replaces=old)
        assert "<td>4 <span" in told("figures/2018/").content.decode(), (
            "the old one stands until the new one is published"
        )
        assert "受理：原公布 4，现为 6" in browser.get(f"/portal/publications/{new.number}/").content.decode()
        with pytest.raises(Refused, match="已有一份待公布的"):
            correct(old, {"reason": "再来"}, actor=office.who("director"), at=later, city="kaifeng")
        office.published(new, at=later)
        page = told("figures/2018/").content.decode()
    assert "<td>6 <span" in page and "第 2 版" in page
    assert "2019-02-08 更正（第 2 版）" in page and "补录两件，原统计漏计" in page and "受理：原公布 4，现为 6" in page
    assert Publication.objects.get(pk=old.pk).state == PublicationState.REPLACED


def test_what_one_edition_withheld_the_next_does_not_tell(office):
    for topic, place, n in ((0, 0, 11), (0, 1, 9), (1, 0, 8), (1, 1, 2), (2, 2, 30)):
        office.had(n, topic, place)
    old = office.published()
    office.had(9, 1, 1)
    new = correct(old, {"reason": "补录"}, actor=office.who("editor"), at=WINTER, city="kaifeng")

    def hidden(row):
        return [
            [n is None for n in one["cells"]] for one in sorted(row.kept["crossing"]["rows"], key=lambda r: r["code"])
        ]

    assert any(map(any, hidden(old))) and hidden(new) == hidden(old)


def test_what_is_withdrawn_is_gone_and_the_list_says_why(office):
    row = office.published()
    PUBLICATION_DOOR.move(
        row.pk, "withdraw", {"reason": "口径有误，核实后重发"}, actor=office.who("director"), at=WINTER
    )
    for path in ("", "data.csv", "data.json"):
        assert told(f"figures/2018/{path}").status_code == 404
    assert "口径有误，核实后重发" in told("figures/").content.decode()
    assert office.published().edition == 2
    assert "口径有误" not in told("figures/").content.decode(), "the new one stands in its place"


def test_only_the_director_publishes_and_nobody_else_comes_near(office):
    row = office.prepared()
    with pytest.raises(NotYours):
        office.published(row, post="editor")
    move = reverse("moves:move", args=["publication", row.number, "publish"])
    assert office.browser("editor").post(move, {"signed_on": "2019-01-22"}).status_code == 404
    assert Publication.objects.get().state == PublicationState.DRAFT
    assert "/publish/" not in office.browser("editor").get(f"/portal/publications/{row.number}/").content.decode()
    for post in ("agent", "supervisor", "water.head"):
        for path in ("publications/", f"publications/{row.number}/", f"publications/{row.number}/again/"):
            assert office.browser(post).get(f"/portal/{path}").status_code == 404
    assert office.browser("agent").post("/portal/publications/new/", {"period": "2017"}).status_code == 404
    assert told("publications/").status_code == 302


def test_what_still_runs_is_not_drawn_up_nor_signed_before_its_end_or_after_today(office):
    with pytest.raises(Refused, match="还没有结束"):
        office.prepared(read_period("year", "2019"))
    with pytest.raises(Refused, match="按月或按年"):
        office.prepared(read_period("quarter", "2018-Q2"))
    row = office.prepared()
    for day, reason in ((date(2019, 2, 1), "不能晚于今天"), (date(2018, 12, 31), "须在统计期间之后")):
        with pytest.raises(Refused, match=reason):
            office.published(row, signed_on=day)
    office.published(row)
    with pytest.raises(Refused, match="已经公布"):
        office.prepared()
    assert office.browser("editor").post("/portal/publications/new/", {"period": "春天"}).status_code == 302


def test_the_pages_are_light_kept_on_the_way_and_the_same_for_everybody(office):
    office.had(3)
    office.published()
    for path in ("figures/", "figures/2018/", "about/"):
        answer = told(path)
        assert weight(answer) < LIGHT and b"<script" not in answer.content and b" style=" not in answer.content
        assert "public" in answer.headers["Cache-Control"] and "max-age=600" in answer.headers["Cache-Control"]
        assert "X-Robots-Tag" not in answer.headers and b"noindex" not in answer.content
        assert answer.content == office.browser("agent").get(f"/portal/{path}").content
    assert told("figures/?period=2018").headers["Location"] == "/portal/figures/2018/"
    for nothing in ("figures/2017/", "figures/2018-06/", "figures/x/", "figures/?period=2017", "figures/2018-06-04x/"):
        assert told(nothing).status_code == 404, nothing


def test_a_book_that_publishes_what_nobody_counts_stops_the_start(monkeypatch):
    assert not what_is_published_can_be_counted(None)
    book = all_books()[0]
    wrong = book.model_copy(update={"publicity": book.publicity.model_copy(update={"rates": ("speed",)})})
    monkeypatch.setattr("huiyin.portal.checks.all_books", lambda: [wrong])
    assert "没有指标 speed" in what_is_published_can_be_counted(None)[0].msg


def said_about_the_office():
    page = told("about/").content.decode()
    assert told("").content.decode().count('href="/portal/about/"') == 1
    return page[page.index("<main") :]


@pytest.mark.django_db
@pytest.mark.mission(2, 69)
def test_dandong_says_its_four_aims_and_what_it_demands_of_its_people(settings):
    settings.CITY = "dandong"
    said = said_about_the_office()
    for words in ("倾听百姓意见", "汇聚百姓良策", "疏解百姓情绪", "维护百姓利益", "热情", "依法", "负责", "奉献"):
        assert f"<li>{words}</li>" in said


@pytest.mark.django_db
@pytest.mark.mission(153, 181, 187)
def test_kaifeng_says_what_it_promises_enterprises_what_one_number_unites_and_what_comes_first(settings):
    settings.CITY = "kaifeng"
    said = said_about_the_office()
    united = ("统一受理", "统一转办", "统一回复", "统一调度", "统一监督", "统一考核")
    for words in ("极简审批", "极速效率", "极优服务", "极严约束", *united, "直接", "快速", "灵活", "权威"):
        assert f"<li>{words}</li>" in said
    assert all(f"为第一{what}" in said for what in ("信号", "追求", "标准", "要务"))
