"""The figures of call-backs: satisfied of those who said so, first and last, by side, with the base beside the rate."""

from datetime import timedelta

import pytest

from huiyin.callbacks.measures import MEASURES, measures_of
from huiyin.callbacks.models import Callback
from huiyin.measures.figures import figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.rulebook.callback import Dimension
from huiyin.rulebook.tests.shelves import HAIYAN, three_books

pytestmark = pytest.mark.django_db
REGISTRY = Registry(MEASURES)
REGISTRY.check()


def count(city, name, **parts):
    day = city.stage.at.date()
    scope = Scope(since=day - timedelta(days=60), until=day + timedelta(days=1), **parts)
    return figure(REGISTRY, name, scope)


def played(city, *says, phone=13800001000):
    """Close a case for each of these and let its caller say so; None is nobody reached."""
    for number, said in enumerate(says):
        callback = city.answered(phone=str(phone + number), name=f"甲{number}", title=f"第{number}件")
        if said is None:
            city.take(callback, "not_reached", miss="wrong_number")
        elif said == "declined":
            city.take(callback, "declined")
        else:
            city.take(callback, "answered", **said)


def test_the_rate_is_of_those_who_gave_a_grade_and_its_base_is_told(dandong):
    neutral = {"grade": "basically_satisfied"}
    played(dandong, dandong.says(), dandong.says(), dandong.says(False, reasonable=False), neutral, "declined", None)
    rate = count(dandong, "satisfaction_rate")
    assert (rate.numerator.value, rate.denominator.value, rate.text()) == (2, 3, "66.67%")
    counted = {name: count(dandong, name).value for name in ("called_back", "reached", "unreachable", "rated")}
    assert counted == {"called_back": 6, "reached": 5, "unreachable": 1, "rated": 3}
    # A graded mean is another thing than a rate: the neutral grade has its score.
    assert count(dandong, "satisfaction_score").text() == "67.50"


def test_where_nobody_was_asked_nobody_is_satisfied(kaifeng):
    kaifeng.answered()
    assert count(kaifeng, "satisfaction_rate").text() == "—"
    assert count(kaifeng, "satisfaction_score").value is None
    assert count(kaifeng, "called_back").value == 0


def test_first_and_final_satisfaction_are_two_figures(kaifeng):
    played(kaifeng, kaifeng.says(False))
    case = kaifeng.case(Callback.objects.get())
    kaifeng.stage.reply(case)
    kaifeng.stage.pass_audit(kaifeng.stage.reload(case))
    kaifeng.follow()
    kaifeng.take(Callback.objects.get(state="waiting"), "answered", **kaifeng.says())
    assert count(kaifeng, "satisfaction_rate").text() == "100.00%"
    assert count(kaifeng, "satisfaction_rate.of_first").text() == "0.00%"
    assert count(kaifeng, "redone_after_callback").value == 1


def test_a_dissatisfaction_is_counted_on_each_side_that_it_names(kaifeng):
    played(
        kaifeng, kaifeng.says(False, dimensions=["result", "speed"]), kaifeng.says(False, dimensions=["speed"]),
        kaifeng.says(),
    )  # fmt: skip
    sides = {code: count(kaifeng, f"dissatisfied.{code}").value for code in ("result", "attitude", "speed", "policy")}
    assert sides == {"result": 1, "attitude": 0, "speed": 2, "policy": 0}
    assert count(kaifeng, "dissatisfied").value == 2


def test_what_cannot_be_reached_is_published_only_where_the_book_says_so(kaifeng):
    played(kaifeng, None)
    assert count(kaifeng, "unreachable").value == 1
    Callback.objects.update(book=HAIYAN)
    assert count(kaifeng, "unreachable").value == 0
    assert count(kaifeng, "called_back").value == 1


def test_the_figures_can_be_narrowed_to_a_unit_and_a_period(kaifeng):
    played(kaifeng, kaifeng.says())
    assert count(kaifeng, "satisfied", unit_path=kaifeng.stage.units["water"].path).value == 1
    assert count(kaifeng, "satisfied", unit_path=kaifeng.stage.units["west"].path).value == 0
    before = Scope(until=kaifeng.stage.at.date())
    assert figure(REGISTRY, "satisfied", before).value == 0


def test_every_figure_leads_back_to_its_rows(kaifeng):
    played(kaifeng, kaifeng.says(), kaifeng.says(False))
    assert {row.case.title for row in count(kaifeng, "satisfied").rows} == {"第0件"}


def test_a_side_that_only_one_city_names_is_counted_there():
    book = three_books()[0]
    more = book.callback.model_copy(
        update={"dimensions": (*book.callback.dimensions, Dimension(code="noise", label="施工扰民"))}
    )
    (own,) = measures_of(book.model_copy(update={"callback": more}))
    assert (own.name, own.label) == ("dissatisfied.noise", "对施工扰民不满意")
    assert list(measures_of(book)) == []
