"""Nothing is missed: what a search through every text would find the index finds, and nothing else."""

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import set_stage
from huiyin.privacy.texts import mask_text
from huiyin.search.asked import LONGEST, MOST_TERMS, asked_by
from huiyin.search.keeping import keep_line
from huiyin.search.lines import FIELDS, words_of
from huiyin.search.queries import MOST, find
from huiyin.search.tests.conftest import City
from huiyin.search.words import terms_of

CHARACTERS = st.one_of(
    st.sampled_from("路灯不亮柳巷口一二三号%_'\"\\&|!:*() \n12aBＷ，。𠮷"),
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
)
FIELD = st.text(CHARACTERS, min_size=2, max_size=80)


def check_any_part(data: st.DataObject, case: Case, city: City) -> None:
    texts = {"title": data.draw(FIELD), "text": data.draw(FIELD), "place": data.draw(FIELD), "object": data.draw(FIELD)}
    Case.objects.filter(pk=case.pk).update(**texts)
    keep_line(case.pk)
    text = mask_text(data.draw(st.sampled_from([texts[name] for name in FIELDS])))
    begin = data.draw(st.integers(0, len(text) - 1))
    part = text[begin : begin + data.draw(st.integers(1, LONGEST))]
    assume(0 < len(terms_of(part)) <= MOST_TERMS)
    assert case in find(city.stage.who("director"), asked_by(part)).cases, (texts, part)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_part_of_any_field_finds_its_case(city, data):
    check_any_part(data, _only_case(city), city)


def _only_case(city: City) -> Case:
    return Case.objects.first() or city.heard()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_any_part_of_any_field_finds_its_case_on_postgresql():
    city = City(set_stage("kaifeng"))
    case = city.heard()

    @settings(deadline=None, max_examples=100)
    @given(st.data())
    def on_postgresql(data):
        check_any_part(data, case, city)

    on_postgresql()


PLACES = ("柳巷", "榆园路", "清河街", "望江里3号院", "学府路", "A区12栋")
MATTERS = ("路灯不亮", "路灯常亮", "下水道堵塞", "wifi慢", "WIFI 断线", "井盖缺失", "噪音120分贝", "灯")
TYPED = (
    "路灯", "路灯不", "灯不亮", "不亮路灯", "灯", "路", "wifi", "WiFi 断", "柳巷 路灯", "路灯 柳巷 不亮", "12", "120", "120分贝",
    "2栋",     "榆园路井盖", "榆园路 井盖", "堵塞下", "%", "_", "a", "A区", "没有的事", "里3号", "路路", "道",
)  # fmt: skip


def check_against_reading_everything(city: City) -> None:
    chance, cases = Random(7), []
    for _ in range(40):
        place, matter = chance.choice(PLACES), chance.choice(MATTERS)
        said = {
            "title": f"{place}{matter}",
            "text": f"{matter}，在{place}，已有{chance.randrange(200)}天",
            "place": place,
        }
        cases.append(city.stage.register(**said, object=matter).case)
        city.stage.later(days=chance.randrange(9), minutes=1)
    city.follow()
    director = city.stage.who("director")
    assert len(cases) < MOST
    for typed in TYPED:
        found = find(director, asked_by(typed)).words
        read = [c for c in reversed(cases) if all(term in words_of(c) for term in terms_of(typed))]
        assert found == read, typed


def test_it_finds_what_reading_everything_finds_the_newest_first(city):
    check_against_reading_everything(city)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_it_finds_what_reading_everything_finds_on_postgresql():
    check_against_reading_everything(City(set_stage("kaifeng")))


@pytest.mark.parametrize(
    "typed", ["", "   ", "\0", "\u200b", "' OR 1=1 --", '"', "路灯 AND", "@", "!", ":*", "NOT 路", "\\"]
)
def test_whatever_is_typed_is_only_searched_for(city, typed):
    city.heard(text='他说：\' OR 1=1 --，"路灯 AND"')
    terms = terms_of(typed)
    read = [c for c in Case.objects.all() if terms and all(term in words_of(c) for term in terms)]
    assert city.finds("director", typed).cases == read
