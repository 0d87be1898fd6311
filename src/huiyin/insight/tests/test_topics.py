"""Hot topics are found, counted with a formula, and what an editor decided stays when they are counted again."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from huiyin.cases.models import Case
from huiyin.cases.scoped import start_of
from huiyin.cases.tests.browser import seat_everybody, text_of
from huiyin.cases.tests.stage import set_stage
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day, travelling
from huiyin.insight.act import move_topic
from huiyin.insight.models import Topic
from huiyin.insight.states import TopicState
from huiyin.insight.tests.conftest import Town


def numbers(topic):
    return set(topic.cases.values_list("case__number", flat=True))


def take(town, topic, action, who="editor", **said):
    move_topic(topic.pk, action, said, actor=town.stage.who(who), at=town.stage.at)
    return Topic.objects.get(pk=topic.pk)


def test_letters_about_the_same_are_one_topic_and_others_another(town):
    stalls, buses = town.stalls(), town.buses()
    first, second = town.count()
    assert numbers(first) == {case.number for case in stalls}
    assert numbers(second) == {case.number for case in buses}
    assert (first.people, first.letters, first.before) == (3, 3, 0)
    assert "5×诉求人3人" in first.said and first.said.endswith(f"= {first.heat:.1f}")
    assert first.place == "东滩广场"


def test_one_person_again_and_again_is_no_topic_and_what_is_secret_is_not_counted(town):
    for _ in range(3):
        town.write("东滩广场烧烤摊噪声", "东滩广场烧烤摊夜里太吵", "13900001111")
    assert town.count() == []
    town.stalls(1)
    town.write("东滩广场夜间烧烤摊噪声扰民", "东滩广场烧烤摊油烟噪声", "13900007777", confidential=True)
    (topic,) = town.count()
    assert topic.people == 2
    assert topic.letters == 2, "three that are nearly the same, of one person, count once"


def test_growth_is_reckoned_from_the_week_before(town):
    town.stalls(2)
    town.stage.later(days=7)
    town.stalls(4, since=4)
    topics = town.count()
    assert topics[0].before == 2
    assert "增长1.50" in topics[0].said, "(4+2)/(2+2)"


def test_counting_again_keeps_what_an_editor_decided(town):
    town.stalls()
    town.buses()
    first, second = town.count()
    take(town, first, "rename", title="东滩夜市整治")
    take(town, second, "dismiss", why="已经答复过的咨询")
    fresh = town.stalls(1, since=3)
    (only,) = town.count()
    assert only.pk == first.pk and only.title == "东滩夜市整治"
    assert fresh[0].number in numbers(only) and only.letters == 4
    town.buses()
    town.count()
    assert Topic.objects.get(pk=second.pk).state == TopicState.DISMISSED
    assert Topic.objects.filter(state=TopicState.LISTED).count() == 1, (
        "what joins a dismissed topic is dismissed with it"
    )
    take(town, Topic.objects.get(pk=second.pk), "restore")
    assert len(town.count()) == 2
    Case.objects.filter(topics__topic=second).update(confidential=True)
    assert [one.pk for one in town.count()] == [first.pk]
    assert Topic.objects.get(pk=second.pk).state == TopicState.FADED, "its letters are gone, and nobody made it"


def test_topics_are_joined_and_divided_and_stay_so(town):
    stalls, buses = town.stalls(), town.buses()
    first, second = town.count()
    gone = take(town, second, "merge", into=str(first.pk))
    assert (gone.state, gone.into_id) == (TopicState.MERGED, first.pk)
    (only,) = town.count()
    assert numbers(only) == {case.number for case in (*stalls, *buses)}
    assert only.people == 5
    with pytest.raises(Refused):
        take(town, only, "split", title="x", cases=[str(case.pk) for case in (*stalls, *buses)])
    take(town, only, "split", title="公交末班", cases=[str(case.pk) for case in buses])
    topics = {one.title: numbers(one) for one in town.count()}
    assert topics["公交末班"] == {case.number for case in buses}
    assert len(topics) == 2
    with pytest.raises(Refused):
        take(town, Topic.objects.get(title="公交末班"), "rename", who="water.handler", title="别的")


@pytest.mark.mission(64)
def test_the_page_shows_topics_with_their_formula_and_the_editor_works_on_them(town):
    town.stalls()
    town.buses()
    first, second = town.count()
    editor = town.browser("editor")
    page = text_of(editor.get("/insight/"))
    assert first.title in page and second.title in page and "5×诉求人" in page
    one = text_of(editor.get(f"/insight/topics/{first.pk}/"))
    assert first.said in one
    form = text_of(editor.get(f"/moves/topic/{second.pk}/merge/"))
    assert first.title in form
    editor.post(f"/moves/topic/{first.pk}/rename/", {"title": "东滩夜市"})
    assert "东滩夜市" in text_of(editor.get("/insight/", data={"day": f"{local_day(town.stage.at)}"}))
    assert "东滩夜市" in text_of(editor.get("/insight/topics/paper/"))
    assert editor.get("/insight/", data={"day": "xx", "rhythm": "month"}).status_code == 200
    weeks = text_of(editor.get("/insight/topics/", data={"since": f"{first.begins}", "last": f"{first.begins}"}))
    assert "共 2 条" in weeks and second.title in weeks
    assert "没有热点" in text_of(editor.get("/insight/topics/", data={"since": f"{first.ends}", "unit_path": "0001."}))
    assert "看不懂" not in text_of(editor.get("/insight/topics/", data={"since": "0001-01-01"}))
    assert town.browser("stranger").get("/insight/").status_code == 404


def test_where_the_week_has_no_topic_yet_the_last_one_that_has_is_shown_and_named(town):
    town.stalls()
    (topic,) = town.count()
    editor = town.browser("editor")
    assert "还没有热点" not in text_of(editor.get("/insight/")), "this week has one"
    town.stage.later(days=14)
    town.count()
    page = text_of(editor.get("/insight/"))
    assert f"本周还没有热点，下面是最近有热点的一周：{topic.begins}" in page and topic.title in page
    this_week = text_of(editor.get("/insight/", data={"day": f"{local_day(town.stage.at)}"}))
    assert "这一期没有热点" in this_week and topic.title not in this_week, "a day that somebody names is that day"
    assert "这一期没有热点" in text_of(town.browser("water.handler").get("/insight/")), "nothing of its own at any time"


def test_a_unit_sees_only_its_own_part(town):
    case, *_ = town.stalls()
    town.buses()
    town.stage.dispatch(case, "water")
    first, second = town.count()
    take(town, first, "rename", title="三家烧烤摊")
    unit = town.browser("water.handler")
    page = text_of(unit.get("/insight/"))
    assert case.title in page and "三家烧烤摊" not in page, "the title tells of cases that the unit does not see"
    assert "本单位 1" in page
    one = text_of(unit.get(f"/insight/topics/{first.pk}/"))
    assert case.number in one and "只列您可以查看的 1 件" in one
    assert unit.get(f"/insight/topics/{second.pk}/").status_code == 404
    assert town.browser("west.handler").get(f"/insight/topics/{first.pk}/").status_code == 404
    assert unit.get("/insight/topics/paper/").status_code == 404


def test_the_command_answers_topics_of_cases_and_of_a_file(town, tmp_path):
    stalls = town.stalls()
    out = StringIO()
    with travelling(town.stage.at):
        day = local_day(town.stage.at)
        call_command("hot_topics", since=day, until=start_of(day).date().replace(day=30), json=True, stdout=out)
    (topic,) = json.loads(out.getvalue())
    assert set(topic["ids"]) == {str(case.pk) for case in stalls}
    file = tmp_path / "messages.csv"
    lines = ["留言编号,留言用户,留言主题,留言时间,留言详情,反对数,点赞数"]
    lines += [f"{n},U{n},{case.title},2020-06-0{n + 1} 08:00:00,{case.text},0,{n}" for n, case in enumerate(stalls)]
    file.write_text("\n".join(lines), encoding="gb18030")
    out = StringIO()
    call_command("hot_topics", file=file, json=True, stdout=out)
    (topic,) = json.loads(out.getvalue())
    assert (topic["rank"], topic["ids"], topic["first"], topic["last"], topic["place"]) == (
        1, ["0", "1", "2"], "2020-06-01", "2020-06-03", "东滩广场",
    )  # fmt: skip


@pytest.fixture
def kaifeng(db, settings, tmp_path):
    """Kaifeng, with its five districts."""
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "kaifeng", tmp_path / "files", tmp_path
    stage = set_stage("kaifeng")
    seat_everybody(stage)
    return Town(stage)


@pytest.mark.mission(129)
def test_the_rubbish_and_the_sewers_are_shown_in_each_of_the_five_districts(kaifeng):
    districts = [one for one in kaifeng.stage.book.territories if one.label.endswith("区")][:5]
    assert len(districts) == 5
    for number, district in enumerate(districts):
        rubbish = "小区门口垃圾堆积没有人清运，气味难闻，请环卫部门尽快清运垃圾"
        sewer = "下水道堵塞污水外溢，路面都是污水，请尽快疏通下水道"
        for kind, title, text in ((1, "垃圾堆积无人清运", rubbish), (2, "下水道堵塞污水外溢", sewer)):
            kaifeng.write(title, text, f"13{kind}0000{number:04d}", territory=district.code)
    assert len(kaifeng.count()) == 2
    page = text_of(kaifeng.browser("editor").get("/insight/topics/paper/"))
    assert all(f">{district.label}<" in page for district in districts)
    for title in ("垃圾堆积无人清运", "下水道堵塞污水外溢"):
        row = page[page.rindex(f'<th scope="row">{title}') :].partition("</tr>")[0]
        assert row.count("<td>1</td>") == 5
