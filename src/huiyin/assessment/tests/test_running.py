"""On the page of today's score the ranked stand above those who handled too little to be ranked."""

from types import SimpleNamespace

from huiyin.assessment.looking_views import _ranked_first


def result(path, rank, group="市直部门"):
    return SimpleNamespace(score=SimpleNamespace(group=group, rank=rank), unit=SimpleNamespace(path=path))


def test_full_marks_for_next_to_nothing_do_not_stand_above_the_first():
    given = [result("a", None), result("b", 2), result("c", 1), result("d", None, "县区"), result("e", 3, "县区")]
    assert [one.unit.path for one in sorted(given, key=_ranked_first)] == ["e", "d", "c", "b", "a"]
