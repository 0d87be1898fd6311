"""The same matter in other words at one spot is one topic; another matter there, or the same elsewhere, is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from huiyin.insight.grouping.heat import Span
from huiyin.insight.grouping.letters import Letter
from huiyin.insight.grouping.meaning import Named, spots_of
from huiyin.insight.grouping.rules import Nearness
from huiyin.insight.grouping.topics import topics_of
from huiyin.insight.rules import topic_rules
from huiyin.rulebook.shelf import book

RULES = topic_rules(book("kaifeng/2018-01-01").insight.topics)
BEGIN = datetime(2018, 3, 1, tzinfo=UTC)
ESTATE, OTHER = "望潮花园", "临江雅苑"
RADIATORS = (
    ("{}暖气片不热", "供热站说管网压力不足，暖气片只有二十度，换热站没有人检修"),
    ("{}供热管网压力不足", "管网压力不足，暖气片摸着不热，换热站报修后没有人检修"),
)
COLD = (
    ("{}屋里冷得睡不着", "屋里只有十二度，老人和孩子穿着棉衣睡觉，已经感冒"),
    ("在{}穿棉衣睡觉", "老人孩子穿着棉衣睡觉，屋里冷，感冒一个接一个"),
)
LIFTS = (
    ("{}电梯停运", "电梯停运半个月，维保单位不来，高层爬楼买菜"),
    ("{}电梯半个月不修", "电梯停运，维保单位拖着不来，高层每天爬楼"),
)
BOTH = "管网压力不足暖气片不热，换热站没有人检修，屋里冷，老人孩子穿着棉衣睡觉，已经感冒"
"""How people of other estates tell it: by these the words of the two belong together."""

ELSEWHERE = (
    ("{}路灯不亮", "路灯坏了一周，晚上看不清路，走路摔倒"),
    ("{}停水没有通知", "从昨晚停水，没有通知，高层水压也低"),
    ("{}垃圾没人清运", "垃圾堆了几天没人清运，气味很大，苍蝇多"),
    ("{}公交车等太久", "公交车等四十分钟才来一趟，末班车又早"),
    ("{}电梯停运", "电梯停运几天，维保单位不来，高层爬楼"),
)
NAMES = ("松岭", "枫桥", "云杉", "静安", "长亭", "春晓")


def letters():
    """Return a city's letters: three matters at one estate, one of them at another too, and what others write."""
    told = [(ESTATE, *one) for one in (*RADIATORS, *COLD, *LIFTS)] + [(OTHER, *one) for one in COLD]
    told += [(f"{name}里", "{}今年冬天难过", BOTH) for name in NAMES]
    told += [(f"{name}社区", *one) for name in NAMES for one in ELSEWHERE]
    return [
        Letter(f"{n}", f"who{n}", title.format(where), f"{where}：{text}", BEGIN + timedelta(hours=7 * n))
        for n, (where, title, text) in enumerate(told)
    ]


def found(**meaning):
    """Return the topics as sets of letters; meaning is learnt from few, and words alone join only what is nearly the same."""
    by_meaning = replace(RULES.meaning, **{"letters": 20, "strands": 6, **meaning})
    rules = replace(RULES, meaning=by_meaning, near=Nearness(average=0.6, middle=0.9, pair=0.15), at_least_letters=2)
    topics = topics_of(letters(), Span(BEGIN, BEGIN + timedelta(days=30)), rules)
    return [{int(letter.id) for letter in topic.letters} for topic in topics]


def test_the_same_matter_in_other_words_at_one_spot_is_one_topic_and_nothing_else_is():
    topics = found()
    assert {0, 1, 2, 3} in topics, "cold radiators and cold rooms at one estate"
    assert {4, 5} in topics, "its lifts are another matter"
    assert {6, 7} in topics, "the same at another estate is another matter"


@pytest.mark.parametrize("rule", [{"letters": 1000}, {"alike": 1.0}, {"share": 0.0}], ids=["few", "never", "words"])
def test_without_meaning_they_stay_apart(rule):
    topics = found(**rule)
    assert {0, 1} in topics and {2, 3} in topics


def test_a_short_name_means_the_full_one_that_stands_in_its_group():
    full, short = Named(frozenset({ESTATE}), (ESTATE,)), Named(frozenset(), ("花园",))
    other = Named(frozenset({OTHER}), (OTHER,))
    named = [full, short, short, other]
    assert spots_of([0, 1, 2], named) == [ESTATE]
    assert spots_of([1, 2], named) == [], "alone it may be any"
    assert spots_of([0, 3], named) == sorted((ESTATE, OTHER))
    assert spots_of([0, 0, 3], named) == [ESTATE], "what most of the group does not name is not its spot"
