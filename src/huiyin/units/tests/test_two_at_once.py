import json

import pytest

RACES = "huiyin.units.tests.races"


@pytest.fixture(params=["sqlite_url", pytest.param("postgresql_url", marks=pytest.mark.postgresql)])
def url(request):
    return request.getfixturevalue(request.param)


def answers(processes):
    found = []
    for process in processes:
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        found.append(json.loads(output.splitlines()[-1]))
    return found


def test_two_moves_at_once_never_build_a_circle(url, in_process, start_process):
    ids = in_process(url, f"{RACES}:set_up")
    pairs = [(ids["water"], ids["west"]), (ids["west"], ids["water"])]
    outcome = answers([start_process(url, f"{RACES}:put_below", *pair) for pair in pairs])
    assert outcome.count("moved") == 1
    assert "本单位或其下级" in next(o for o in outcome if o != "moved")
    places = in_process(url, f"{RACES}:paths")
    below, above = places["市清源供水公司"], places["西岸区政府"]
    assert below.startswith(above) != above.startswith(below)


def test_units_opened_at_once_never_share_a_number(url, in_process, start_process):
    in_process(url, f"{RACES}:set_up")
    first, second = answers([start_process(url, f"{RACES}:open_many", prefix, 8) for prefix in ("甲局", "乙局")])
    assert len({*first, *second}) == 16


def test_the_database_refuses_names_that_overlap_and_takes_those_that_follow(url, in_process):
    ids = in_process(url, f"{RACES}:set_up")
    assert in_process(url, f"{RACES}:overlap", ids["water"]) == "IntegrityError"
    assert in_process(url, f"{RACES}:follow_on", ids["west"]) == "written"
