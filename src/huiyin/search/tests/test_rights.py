"""Rights come before counts: nobody finds, or is told the number of, what he may not see; people are found by hash only."""

import pytest

from huiyin.cases.models import Assignment
from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.search.asked import asked_by
from huiyin.search.index import newest
from huiyin.search.keepers import rights_of
from huiyin.search.matching import Wanted
from huiyin.search.models import Line
from huiyin.search.queries import find
from huiyin.units.act import rename
from huiyin.units.tests.trees import make_unit

PHONE, NAME = "13800005521", "王某"
ACCUSED = ("bureau.handler", "bureau.leader", "bureau.head", "office.handler")


@pytest.fixture
def report(city):
    """A report against the bureau, dispatched to the west."""
    case = city.stage.register(kind="report", accused_unit=city.stage.units["bureau"].pk).case
    case = city.stage.dispatch(case, "west")
    city.follow()
    return case


def in_index(city, actor, term):
    return newest([Wanted(term)], rights_of(actor), 10)


@pytest.mark.parametrize("who", ACCUSED)
def test_the_accused_find_nothing_of_a_report(city, report, who):
    assert city.numbers("director", "路灯") == city.numbers("west.handler", "路灯") == [report.number]
    for typed in (report.number, report.number[1:6], "路灯", "灯", "柳巷与榆园路口", "西岸区", "城管局", PHONE, NAME):
        assert city.numbers(who, typed) == [], typed
    assert in_index(city, city.stage.who(who), "路灯") == []


def test_nor_does_who_is_lent_to_the_centre_by_them(city, report):
    lent = city.stage.who("bureau.handler")
    both = Actor(lent.user_id, lent.name, frozenset({*lent.seats, Seat(Post.AGENT)}))
    other = city.heard(phone="13900001111")
    assert find(both, asked_by("路灯")).cases == [other]
    assert find(both, asked_by(PHONE)).cases == find(both, asked_by(report.number)).cases == []
    assert in_index(city, both, "路灯") == [other.pk]


def test_who_sits_above_the_accused_finds_it_by_its_number_alone(city):
    stage = city.stage
    case = stage.dispatch(stage.register(kind="report", accused_unit=stage.units["office"].pk).case, "bureau")
    city.follow()
    assert city.numbers("bureau.handler", case.number) == [case.number]
    for typed in ("路灯", "灯", "柳巷", "榆园路口", "城管局", PHONE, NAME):
        assert city.numbers("bureau.handler", typed) == [], typed


def test_a_unit_finds_and_counts_its_own_and_what_is_below_it(city):
    stage = city.stage
    for unit in ("office", "bureau", "water", "water", "water"):
        stage.dispatch(stage.register().case, unit)
    stage.register()
    city.follow()
    many = {
        who: len(city.finds(who, "路灯").cases) for who in ("water.head", "bureau.head", "office.head", "west.head")
    }
    assert many == {"water.head": 3, "bureau.head": 2, "office.head": 1, "west.head": 0}
    assert len(city.finds("director", "路灯").cases) == 6


def test_what_the_index_still_says_shows_nothing_that_may_not_be_seen(city):
    stage = city.stage
    case = stage.dispatch(stage.register().case, "water")
    city.follow()
    west = stage.units["west"]
    Assignment.objects.update(unit=west, unit_path=west.path)
    assert in_index(city, stage.who("water.handler"), "路灯") == [case.pk]
    found = city.finds("water.handler", "路灯")
    assert (found.cases, found.count, found.more) == ([], 0, False)


@pytest.mark.parametrize("who", ["stranger", "admin", "evaluator"])
def test_who_sees_no_case_finds_none(city, who):
    case = city.heard()
    for typed in ("路灯", case.number, PHONE, NAME):
        assert city.numbers(who, typed) == []


# -- people ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [PHONE, "+86 138-0000-5521", "１３８００００５５２１", NAME, " 王 某"])
def test_who_may_open_identities_finds_by_the_whole_phone_or_name(city, typed):
    case = city.heard()
    found = city.finds("agent", typed)
    assert (found.people, found.words) == ([case], [])


@pytest.mark.parametrize("who", ["editor", "assessor", "reviewer", "city_leader", "water.handler"])
def test_all_others_are_told_nothing_by_a_phone_or_name(city, who):
    city.heard()
    for typed in (PHONE, NAME):
        assert city.numbers(who, typed) == []


def test_a_part_of_a_phone_or_name_finds_nobody(city):
    city.heard(text="打我电话13800005521，我叫王某", title="柳巷路灯")
    for typed in ("1380000", "5521", "380000552", "王", "某"):
        assert city.finds("agent", typed).people == [], typed


def test_a_unit_finds_by_phone_what_its_handler_works_on_as_lead_while_it_is_open(city):
    stage = city.stage
    case = stage.dispatch(stage.register(kind="help").case, "water", joint=("west",))
    stage.dispatch(stage.register(kind="complaint").case, "water")  # Of a complaint units are not told who makes it.
    city.follow()
    found = {who: city.numbers(who, PHONE) for who in ("water.handler", "water.head", "west.handler", "bureau.handler")}
    assert found == {"water.handler": [case.number], "water.head": [], "west.handler": [], "bureau.handler": []}
    stage.later(hours=1)
    stage.sign(case)
    stage.later(hours=3)
    stage.reply(case)
    stage.finish(stage.pass_audit(stage.reload(case)))
    assert city.numbers("water.handler", PHONE) == []


UNKNOWN = [{"confidential": True}, {"anonymous": True, "name": ""}, {"kind": "report"}]


@pytest.mark.parametrize("said", UNKNOWN, ids=["confidential", "anonymous", "report"])
def test_nobody_finds_by_phone_or_name_who_wants_to_stay_unknown(city, said):
    # Of whom nobody knows the name, nobody can know it in the text either.
    text = f"{'' if 'name' in said else NAME}说柳巷路灯不亮，请打{PHONE}"
    case = city.stage.dispatch(city.heard(text=text, **said), "water")
    city.follow()
    for who in ("agent", "director", "water.handler"):
        assert city.numbers(who, PHONE) == city.numbers(who, NAME) == [], who
        assert city.numbers(who, "路灯不亮") == [case.number]


def test_the_index_holds_no_phone_no_document_and_no_hidden_name(city):
    city.heard(text="电话13800005521，身份证410203199001011234，微信abcdef123，路灯不亮", title=f"请回{PHONE}")
    city.heard(text=f"我是{NAME}，住柳巷8号", address="柳巷8号", confidential=True)
    words = "\n".join(Line.objects.values_list("words", flat=True))
    for personal in ("00005521", "19900101", "abcdef123", NAME, "柳巷8号"):
        assert personal not in words
    assert city.numbers("agent", "路灯不亮")
    assert not city.finds("agent", "00005521").words


# -- units -----------------------------------------------------------------------------------------------------------


def test_a_case_is_found_by_the_names_of_its_units_old_and_new(city):
    stage = city.stage
    case = stage.dispatch(stage.register().case, "water", joint=("west",))
    city.follow()
    rename(stage.units["water"].pk, name="市清源水务集团", day=stage.at.date(), actor=stage.who("admin"), at=stage.at)
    for typed in ("清源供水", "水务集团", "西岸区", "清源 路灯", "路灯 西岸"):
        assert city.numbers("director", typed) == [case.number], typed
    for typed in ("城管局", "清源 井盖", "清源 城管局"):
        assert city.numbers("director", typed) == [], typed


def test_a_unit_is_not_told_by_a_name_who_else_works_on_its_case(city):
    stage = city.stage
    case = stage.dispatch(stage.register().case, "water", joint=("west",))
    city.follow()
    assert city.numbers("water.handler", "清源供水") == city.numbers("west.handler", "西岸区") == [case.number]
    assert city.numbers("water.handler", "西岸区") == city.numbers("west.handler", "清源供水") == []


def test_a_name_of_too_many_units_finds_none_of_them_and_says_so(city, monkeypatch):
    monkeypatch.setattr("huiyin.search.queries.MOST_UNITS", 2)
    for name in ("南岭第一管护站", "南岭第二管护站", "南岭第三管护站"):
        make_unit(name)
    case = city.heard(text="管护站旁路灯不亮")
    found = city.finds("director", "管护站")
    assert (found.cases, found.crowded) == ([case], ["管护站"])
