"""A line of the table says whether it was reached: by rate, by share of the floor, by p95, by growth."""

from huiyin.bench.figures import SERVED, Line, Raw, judged

LINES = (Line("floor", "地板"), Line("create", "登记", "floor", rate=120, ratio=0.25, p95=150))


def judge(raw, floor=400.0, smallest=None):
    return judged(LINES, {"floor": Raw(floor), "create": raw}, smallest)[1]


def test_all_that_was_asked_is_reached():
    figure = judge(Raw(130.0, 40.0))
    assert (figure.met, figure.ratio, figure.growth) == (True, 0.325, None)


def test_one_thing_that_is_missed_is_enough():
    assert judge(Raw(119.0, 40.0)).met is False
    assert judge(Raw(130.0, 40.0), floor=1000.0).met is False
    assert judge(Raw(130.0, 150.0)).met is False
    assert judge(Raw(130.0, 40.0, failed=1)).met is False


def test_on_more_cases_it_may_take_half_as_long_again():
    smallest = {"create": Raw(180.0, 40.0)}
    assert judge(Raw(121.0, 40.0), smallest=smallest).met is True
    assert judge(Raw(121.0, 40.0), smallest={"create": Raw(190.0, 40.0)}).met is False


def test_the_floor_itself_has_nothing_to_reach():
    floor = judged(LINES, {"floor": Raw(1.0)}, {"floor": Raw(100.0)})[0]
    assert (floor.met, floor.growth) == (None, None)


def test_what_was_not_measured_has_no_line():
    assert judged(SERVED, {}) == []


def test_json_leaves_out_what_is_not_there():
    assert judged(LINES, {"floor": Raw(1.234)})[0].as_json() == {"name": "floor", "rate": 1.23, "failed": 0}
