"""The basket "待转办" holds exactly the cases that a dispatcher can send out now."""

import pytest

from huiyin.cases.models import Case
from huiyin.cases.queries import case_facts
from huiyin.desk.baskets import basket_named
from huiyin.moves.place import place_of


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_it_agrees_with_the_button_on_every_sort_of_case(request, settings, city):
    settings.CITY = city
    stage = request.getfixturevalue("stage" if city == "kaifeng" else "dandong")
    sorts = [(kind.code, urgency.code, important) for kind in stage.book.kinds for urgency in stage.book.urgencies
             for important in (True, False)]  # fmt: skip
    for kind, urgency, important in sorts:
        stage.register(kind=kind, urgency=urgency, important=important)
    for channel in stage.book.channels:
        stage.register(channel=channel.code, received_at=stage.at)
    stage.approve(stage.register().case)
    stage.move(stage.register().case, "submit_for_review", "agent")
    dispatcher, place = stage.who("dispatcher"), place_of("case")
    can = {
        case.number
        for case in Case.objects.all()
        if "dispatch" in {m.action for m in place.offered(case, case_facts(case, case, stage.at), dispatcher)}
    }
    waiting = basket_named("dispatch").rows(dispatcher, stage.at)
    assert set(waiting.values_list("number", flat=True)) == can
    assert can
