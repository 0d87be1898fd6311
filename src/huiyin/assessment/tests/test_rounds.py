"""The life of an assessment: computed, published, appealed, decided, frozen, issued again beside itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from huiyin.assessment.act import CLAIM_DOOR, ROUND_DOOR, appeal, ask_exclusion, open_round, reissue
from huiyin.assessment.models import Lost, Round, Sheet
from huiyin.assessment.queries import rounds_visible_to, sheets_visible_to
from huiyin.assessment.shown import converted_points, rows_for
from huiyin.assessment.tests.month import JUNE
from huiyin.assessment.tests.oracle import dandong_by_hand
from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.flow.times import travelling
from huiyin.people.models import User
from huiyin.rulebook.assessment import Conversion
from huiyin.rulebook.scheme_shelf import scheme_for
from huiyin.rulebook.tests.shelves import three_books

CLAIMED = {"reason": "系统故障", "evidence": "故障记录一份"}


class Playing:
    """June in Dandong with its rounds: short words for what the tests do."""

    def __init__(self, stage, cases):
        self.stage, self.cases = stage, cases

    def opens(self, **other) -> Round:
        with travelling(self.stage.at):
            scheme = scheme_for("dandong-2010", JUNE[0])
            return open_round(
                *JUNE, scheme, actor=self.stage.who("assessor"), at=self.stage.at, city="dandong", **other
            )

    def moves(self, round_: Round, action: str, who: str = "director", **said) -> Round:
        with travelling(self.stage.at):
            ROUND_DOOR.move(round_.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return Round.objects.get(pk=round_.pk)

    def decides(self, claim, action: str, who: str, **said):
        CLAIM_DOOR.move(claim.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        claim.refresh_from_db()
        return claim

    def appeals(self, round_: Round, unit: str, code: str, who: str = ""):
        sheet = round_.sheets.get(unit=self.stage.units[unit])
        lost = sheet.lost.filter(code=code).first()
        return appeal(sheet, lost, CLAIMED, actor=self.stage.who(who or f"{unit}.leader"), at=self.stage.at)

    def frozen(self) -> Round:
        round_ = self.moves(self.opens(), "publish")
        self.stage.later(days=8)
        return self.moves(self.moves(round_, "decide", "assessor"), "freeze")

    def scores(self, round_: Round) -> dict[str, Decimal]:
        return {sheet.unit_name: sheet.score for sheet in round_.sheets.all()}


@pytest.fixture
def june(dandong) -> Playing:
    return Playing(*dandong)


def picture(round_: Round):
    return (
        list(Round.objects.filter(pk=round_.pk).values()),
        list(Sheet.objects.filter(round=round_).order_by("id").values()),
        list(Lost.objects.filter(sheet__round=round_).order_by("id").values()),
    )


def test_the_scores_are_those_that_the_journal_gives(june):
    round_ = june.opens()
    assert june.scores(round_) == dandong_by_hand(*JUNE, june.stage.at)
    assert len(set(june.scores(round_).values())) > 2
    # One untrue reply ends it (一票否决), whatever else the unit did.
    bureau = round_.sheets.get(unit=june.stage.units["bureau"])
    assert (bureau.score, bureau.vetoed) == (0, True)


def test_each_lost_point_names_its_case(june):
    round_ = june.opens()
    west = round_.sheets.get(unit=june.stage.units["west"])
    lost = set(west.lost.values_list("code", "case_id"))
    assert ("evasion", june.cases["delayed"].pk) in lost
    assert ("dissatisfied", june.cases["dissatisfied"].pk) in lost
    assert june.cases["satisfied"].pk not in {case for _, case in lost}


def test_units_see_it_when_it_is_published_and_only_their_own_sheet(june):
    round_ = june.opens()
    head = june.stage.who("water.head")
    assert not rounds_visible_to(head).exists()
    assert not sheets_visible_to(head).exists()
    june.moves(round_, "publish")
    assert rounds_visible_to(head).get() == round_
    assert sheets_visible_to(head).get().unit == june.stage.units["water"]
    assert not sheets_visible_to(june.stage.who("stranger")).exists()


def test_who_may_do_what(june):
    round_ = june.opens()
    with pytest.raises(NotYours):
        june.moves(round_, "publish", "assessor")
    with pytest.raises(NotYours):
        june.moves(round_, "recompute", "dispatcher")
    with pytest.raises(NotNow):
        june.moves(round_, "freeze")
    with pytest.raises(NotYours), travelling(june.stage.at):
        scheme = scheme_for("dandong-2010", JUNE[0])
        open_round(*JUNE, scheme, actor=june.stage.who("water.head"), at=june.stage.at, city="dandong")


def test_a_granted_appeal_gives_the_points_back_after_two_people_have_looked(june):
    round_ = june.moves(june.opens(), "publish")
    before = june.scores(round_)["西岸区政府"]
    with pytest.raises(NotYours):
        june.appeals(round_, "west", "evasion", "water.leader")
    claim = june.appeals(round_, "west", "evasion")
    with pytest.raises(Refused, match="已有申请"):
        june.appeals(round_, "west", "evasion")
    june.decides(claim, "review", "assessor", opinion="属实")
    with pytest.raises(NotYours):
        june.decides(claim, "grant", "assessor", decision="同意")
    june.stage.later(days=8)
    with pytest.raises(Refused, match="还有 1 件申诉没有裁定"):
        june.moves(round_, "decide")
    june.decides(claim, "grant", "director", decision="同意")
    with pytest.raises(Refused, match="申诉期"):
        june.appeals(round_, "west", "dissatisfied")
    round_ = june.moves(round_, "decide")
    assert june.scores(round_)["西岸区政府"] == before + 1
    assert not round_.sheets.get(unit=june.stage.units["west"]).lost.filter(code="evasion").exists()


def test_nothing_is_decided_before_the_time_for_appeals_is_over(june):
    round_ = june.moves(june.opens(), "publish")
    with pytest.raises(Refused, match="申诉期到 2018-07-09 止"):
        june.moves(round_, "decide")


def test_a_case_that_is_left_out_costs_nothing_and_is_counted(june):
    before = june.scores(june.opens())["西岸区政府"]
    west, at = june.stage.units["west"], june.stage.at
    claim = ask_exclusion(
        june.cases["dissatisfied"], west, {"why": "unlawful", **CLAIMED}, actor=june.stage.who("west.handler"), at=at
    )
    assert june.scores(june.opens())["西岸区政府"] == before
    june.decides(claim, "review", "supervisor", opinion="诉求违法")
    june.decides(claim, "grant", "assessor", decision="不计考核")
    assert june.scores(june.opens())["西岸区政府"] == before + Decimal("0.2")


def test_what_is_frozen_never_changes_and_a_new_edition_stands_beside_it(june):
    old = june.frozen()
    before = picture(old)
    june.stage.hear(june.stage.handled("water", phone="13800000099"), satisfied=False)
    for action in ("recompute", "publish", "decide", "freeze", "discard"):
        with pytest.raises(Refused):
            june.moves(old, action, reason="试")
    for change in (
        lambda: old.sheets.update(score=0),
        lambda: old.sheets.all()._raw_delete("default"),
        lambda: Round.objects.filter(pk=old.pk).update(appeals_until=None),
    ):
        with pytest.raises(IntegrityError, match="frozen rows never change"), transaction.atomic():
            change()
    with travelling(june.stage.at):
        said = {"reason": "漏统一件"}
        new = reissue(old, said, actor=june.stage.who("assessor"), at=june.stage.at, city="dandong")
        with pytest.raises(Refused, match="已经重发"):
            reissue(old, said, actor=june.stage.who("assessor"), at=june.stage.at, city="dandong")
    assert picture(old) == before
    assert (new.replaces, new.edition, new.state) == (old, 2, "draft")
    assert june.scores(new) == june.scores(old)


def test_the_same_form_sent_twice_computes_once(june):
    first, second = june.opens(key="k1"), june.opens(key="k1")
    assert first.pk == second.pk
    assert Round.objects.count() == 1


def test_the_current_month_is_looked_at_but_not_published(june):
    stage = june.stage
    with travelling(stage.at):
        since = stage.at.date().replace(day=1)
        round_ = open_round(since, since + timedelta(days=30), scheme_for("dandong-2010", since),
                            actor=stage.who("assessor"), at=stage.at, city="dandong")  # fmt: skip
    with pytest.raises(Refused, match="尚未结束"):
        june.moves(round_, "publish")


def open_as(stage, who, address, **data):
    client = Client()
    client.force_login(User.objects.get(pk=stage.who(who).user_id), backend="huiyin.people.backends.ByNumber")
    with travelling(stage.at):
        return client.get(address, data)


def test_a_unit_reads_its_own_sheet_and_of_others_no_more_than_the_publication_says(june):
    round_ = june.moves(june.opens(), "publish")
    own = round_.sheets.get(unit=june.stage.units["water"])
    other = round_.sheets.get(unit=june.stage.units["west"])
    page = open_as(june.stage, "water.handler", f"/assessment/{round_.number}/{own.pk}/")
    assert page.status_code == 200
    assert june.cases["late"].number in page.content.decode()
    assert open_as(june.stage, "water.handler", f"/assessment/{round_.number}/{other.pk}/").status_code == 404
    assert open_as(june.stage, "water.handler", f"/assessment/{round_.number}/{other.pk}/file/").status_code == 404
    assert open_as(june.stage, "stranger", f"/assessment/{round_.number}/").status_code == 404
    # Dandong publishes the whole ranking: totals of all, cases of nobody else.
    ranking = open_as(june.stage, "water.handler", f"/assessment/{round_.number}/").content.decode()
    assert "西岸区政府" in ranking and f"{other.score:.2f}" in ranking
    assert str(other.pk) not in ranking


@pytest.mark.parametrize(
    ("book", "seen"),
    [
        ("dandong/2010-01-01", {"市清源供水公司": True, "西岸区政府": True, "市城市管理局": True, "东岸区政府": True}),
        (
            "kaifeng/2018-01-01",
            {"市清源供水公司": True, "西岸区政府": False, "市城市管理局": False, "东岸区政府": False},
        ),
        ("haiyan/2020-01-01", {"市清源供水公司": True}),
    ],
    ids=["ranking", "bands", "private"],
)
def test_what_is_published_is_the_rulebooks_choice(june, book, seen):
    three_books()
    round_ = june.moves(june.opens(), "publish")
    round_.book = book
    rows = {row.sheet.unit_name: row for row in rows_for(june.stage.who("water.head"), round_)}
    assert {name: bool(row.score) for name, row in rows.items()} == seen
    assert [name for name, row in rows.items() if row.is_open] == ["市清源供水公司"]
    assert not any(row.rank or row.converted for row in rows.values() if not row.score)
    assert len(rows_for(june.stage.who("director"), round_)) == 4


def test_points_are_converted_by_rank_or_by_score_and_a_veto_leaves_none():
    by_rank, by_score = (Conversion(points=4, by=way, decimals=2) for way in ("rank", "score"))
    second, vetoed = (
        Sheet(score=Decimal("98.5"), rank=2, among=4),
        Sheet(score=Decimal(0), rank=1, among=1, vetoed=True),
    )
    assert converted_points(second, by_rank, Decimal(100)) == Decimal("3.00")
    assert converted_points(second, by_score, Decimal(100)) == Decimal("3.94")
    assert converted_points(vetoed, by_rank, Decimal(100)) == 0
    assert converted_points(Sheet(score=Decimal(100)), by_rank, Decimal(100)) is None
    assert converted_points(Sheet(score=Decimal(105)), by_score, Decimal(100)) == 4


@pytest.mark.postgresql
def test_the_database_keeps_what_is_frozen(june):
    old = june.frozen()
    for change in (lambda: old.sheets.update(score=0), lambda: Round.objects.filter(pk=old.pk).update(state="draft")):
        with pytest.raises(IntegrityError, match="frozen rows never change"), transaction.atomic():
            change()
    assert june.scores(old) == dandong_by_hand(*JUNE, june.stage.at)
