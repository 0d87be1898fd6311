"""A rulebook with a mistake is refused, and every mistake is named by file and key in Chinese."""

import shutil
from pathlib import Path

import pytest

from huiyin.rulebook.errors import RulebookError
from huiyin.rulebook.reading import read_book
from huiyin.rulebook.shelf import OWN_SHELF, read_shelf
from huiyin.rulebook.tests.shelves import HAIYAN, TEST_SHELF

TOML = "haiyan/2020-01-01.toml"
CSV = "haiyan/categories.csv"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the made-up town's shelf, to spoil."""
    shutil.copytree(TEST_SHELF, tmp_path / "shelf")
    return tmp_path / "shelf"


def spoil(desk: Path, right: str, wrong: str, file: str = TOML) -> list[str]:
    """Return what is said after one place of the file was changed."""
    path = desk / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return complaints(desk)


def complaints(desk: Path, book_id: str = HAIYAN) -> list[str]:
    try:
        read_book(desk, book_id)
    except RulebookError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_the_unspoilt_book_is_read(desk: Path) -> None:
    assert complaints(desk) == []


@pytest.mark.parametrize(
    ("right", "wrong", "path"),
    [
        ("archive_after_days = 30", "archive_after_day = 30", "archive_after_day"),
        ('short_name = "海晏"', 'shortname = "海晏"', "city.shortname"),
        ('label = "网页", family', 'labell = "网页", family', "channels[1].labell"),
        ('clock = "unit_reply", before', 'clok = "unit_reply", before', "urging[0].clok"),
        ("important = true, up_to", "importnat = true, up_to", "approval.rules[0].importnat"),
        ('roles = [{ code = "town_head"', 'roles = [{ kode = "town_head"', "approval.roles[0].kode"),
        ('urgency = ["critical"], within', 'urgencies = ["critical"], within', "limits.unit_reply[0].urgencies"),
        ("unit_sign = [", "unit_sing = [", "limits.unit_sing"),
        ('period = "year"', 'periode = "year"', "numbers.case.enterprise.periode"),
        ('text = ["内容"]', 'texte = ["内容"]', "imports.profiles[0].columns.texte"),
        ("score = 0 }", "scores = 0 }", "callback.grades[1].scores"),
        ('name = "finish", label = "了结"', 'nam = "finish", label = "了结"', "flows[0].steps[3].nam"),
    ],
)
def test_a_misspelt_key_is_refused_at_every_level(desk: Path, right: str, wrong: str, path: str) -> None:
    assert f"{TOML}: {path}: 没有这个键" in spoil(desk, right, wrong)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('post = "city_leader"', 'post = "mayor"', "approval.roles[0].post: 只能是 "),
        ('to = ["unit_head"]', 'to = ["unit_boss"]', "urging[1].to[0]: 只能是 "),
        ('ordinary = "unit_handler"', 'ordinary = "director"', "sign_off.ordinary: 只能是 "),
        (
            'post = "city_leader"',
            'post = "unit_head"',
            "approval.roles[0].post: 单位主要领导是承办单位的岗位，不能呈批",
        ),
        (
            '{ important = true, up_to = "town_head" }',
            '{ channel = ["fax"], up_to = "town_head" }',
            "approval.rules[0].channel: 没有这个渠道：fax",
        ),
        ('category = ["01"], within', 'category = ["07"], within', "limits.unit_reply[1].category: 没有这个类别：07"),
        (
            'urgency = ["critical"], within',
            'urgency = ["now"], within',
            "limits.unit_reply[0].urgency: 没有这个紧急程度：now",
        ),
        (
            'urgency = ["critical"], within',
            'kind = ["plea"], within',
            "limits.unit_reply[0].kind: 没有这个诉求性质：plea",
        ),
        ("level = [2], within", "level = [3], within", "limits.first_contact[0].level: 没有这个层级：3"),
        ('up_to = "town_head"', 'up_to = "mayor"', "approval.rules[0].up_to: 没有这个角色：mayor"),
        ('channel = "message_board"', 'channel = "fax"', "imports.profiles[0].channel: 没有这个渠道：fax"),
        (
            'headline_rate = "on_time_rate.of_all"',
            'headline_rate = "on_time_rate"',
            "headline_rate: rates 里没有这个指标：on_time_rate",
        ),
        (
            'code = "HY02", label = "西渡村", parent = "HY"',
            'code = "HY02", label = "西渡村", parent = "HX"',
            "territories[2].parent: 上级地区须列在前面：HX",
        ),
        ('"in_handling", "in_audit"]', '"in_handling", "audited"]', "flows[0]: 没有这个工单状态：audited"),
    ],
)
def test_what_a_rule_refers_to_must_exist(desk: Path, right: str, wrong: str, complaint: str) -> None:
    assert any(said.startswith(f"{TOML}: {complaint}") for said in spoil(desk, right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('  { within = "480m+sign" },\n', "", "limits.unit_reply: 缺少最后一条不带条件的规则"),
        ('callback = [{ within = "240m+event" }]\n', "", "limits.callback: 缺少最后一条不带条件的规则"),
        ('  { up_to = "none" },\n', "", "approval.rules: 缺少最后一条不带条件的规则"),
        ('urgency = ["critical"], within', "within", "limits.unit_reply[0]: 这条不带条件，其后的规则永远用不到"),
        ('[answers]\nanswered_by = "unit"\n', "[answers]\n", "answers.answered_by: 缺少这一项"),
        ('code = "web"', 'code = "phone"', "channels[1]: 重复：phone"),
        (
            'enterprise = { format = "HYS{yyyy}{seq:04}", period = "year" }\n',
            "",
            "channels[4].family: numbers.case 里没有企业投诉的编号",
        ),
        (
            '"in_callback"] },\n  { name = "finish", label = "了结", states = ["closed", "archived"] },\n]\n\n[office]',
            '"in_callback"] },\n]\n\n[office]',
            "flows[2]: 这些状态没有归入任何步骤：closed、archived",
        ),
        (
            '"archived"] },\n]\n[[flows]]\nfamily = "online"',
            '"archived", "registered"] },\n]\n[[flows]]\nfamily = "online"',
            "flows[0]: 一个状态只能属于一个步骤：registered",
        ),
        ("satisfied = false, score", "score", "callback: grades 里至少要有一档计满意、一档计不满意"),
        ('before = "30m", to', "to", "urging[0]: before 和 after 须写且只写一个"),
        (
            "solves = false, closes = false, suspends = true",
            "solves = false, suspends = true",
            "results[1].suspends: 转为挂账的结果不能办结，且本市须允许挂账",
        ),
    ],
)
def test_a_book_must_be_complete(desk: Path, right: str, wrong: str, complaint: str) -> None:
    assert f"{TOML}: {complaint}" in spoil(desk, right, wrong)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("archive_after_days = 30", 'archive_after_days = "30"', "archive_after_days: 应是整数"),
        ("allowed = true", "allowed = 1", "suspension.allowed: 应是 true 或 false"),
        ("share = 1.0", "share = 1.2", "callback.share: 不能大于 1.0"),
        ("since = 2020-01-01", "since = 2020-13", None),
        (
            'unit_sign = [{ within = "20m" }]',
            'unit_sign = [{ within = "20 minutes" }]',
            "limits.unit_sign[0].within: 看不懂的时限“20 minutes”，应如 30m、24h、7d、5wd",
        ),
        (
            'unit_sign = [{ within = "20m" }]',
            'unit_sign = [{ kind = ["help"] }, { within = "20m" }]',
            "limits.unit_sign[0].within: 缺少这一项",
        ),
        ('quiet_from = "12:00"', 'quiet_from = "noon"', "messages.quiet_from: 应是时刻，如 08:30"),
        (
            'date_formats = ["%Y-%m-%d %H:%M"]',
            'date_formats = ["%H:%M"]',
            "imports.profiles[0].date_formats: 看不懂的日期写法：%H:%M",
        ),
        (
            'denominator = "all"',
            'denominator = "answered"',
            "rates[0]: on_time_rate 的分母只能是 accepted、all、dispatched、due",
        ),
        (
            'format = "HYS{yyyy}{seq:04}", period = "year"',
            'format = "HYS{seq:04}", period = "year"',
            "numbers.case.enterprise: 顺序号重新从 1 开始时，编号里须有相应的日期，否则会重号",
        ),
        (
            'format = "HYS{yyyy}{seq:04}"',
            'format = "HYS{yyyy}{number}"',
            "numbers.case.enterprise.format: 编号格式里须有且只有一个 {seq}，其余只可用 {yyyy}、{yyyymmdd}",
        ),
        ('phone = "5550000"', 'phone = ""', "city.phone: 不能为空"),
        ("[unit_clock]", "id = 1\n[unit_clock]", "limits.id: 没有这个键"),
    ],
)
def test_a_value_must_be_of_its_kind(desk: Path, right: str, wrong: str, complaint: str | None) -> None:
    said = spoil(desk, right, wrong)
    assert f"{TOML}: {complaint}" in said if complaint else said[0].startswith(f"{TOML}: 不是正确的 TOML")


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        (
            "code,name,parent",
            "code,title,parent",
            "第1行: 表头应是 code,name,parent,since,until,becomes,aliases,source",
        ),
        ("0101,停水,01,2020-01-01", "0101,停水,01,2020-1", "第3行.since: 应是日期，如 2018-01-01"),
        ("0102,停电", "0101,停电", "第4行: 类别代码重复：0101"),
        ("99,其他,,2020-01-01,,,,", "99,其他,,2020-01-01,,,,,多余", "第9行.: 没有这个键"),
        ("02,街面,,2020-01-01", "02,,,2020-01-01", "第5行.name: 缺少这一项"),
    ],
)
def test_categories_are_read_as_strictly(desk: Path, right: str, wrong: str, complaint: str) -> None:
    assert f"{CSV}: {complaint}" in spoil(desk, right, wrong, CSV)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("2022-01-01,0203,,\n0202", "2022-01-01,0209,,\n0202", "0201 提到的类别不存在：0209"),
        ("0102,停电,01", "0102,停电,03", "0102 提到的类别不存在：03"),
        ("0102,停电,01,2020-01-01,,", "0102,停电,01,2020-01-01,,0101", "0102 还在用，不能有归入的新类别"),
        ("0203,街面秩序,02,2022-01-01,,", "0203,街面秩序,02,2022-01-01,2021-01-01,", "0203 的停用日期须晚于启用日期"),
        ("02,街面,,", "02,街面,0201,", "02 的上级或归入关系绕了回来"),
    ],
)
def test_categories_must_fit_together(desk: Path, right: str, wrong: str, complaint: str) -> None:
    assert f"{TOML}: categories: {complaint}" in spoil(desk, right, wrong, CSV)


def test_all_mistakes_are_told_at_once(desk: Path) -> None:
    spoil(desk, "short_name", "shortname")
    said = spoil(desk, "archive_after_days", "archive_after_day")
    assert len(said) == 4, "two unknown keys and the two that are missing now"


def test_an_edition_takes_over_what_it_does_not_write(desk: Path) -> None:
    (desk / "haiyan/2023-01-01.toml").write_text(
        'since = 2023-01-01\nbase = "haiyan/2020-01-01"\nlevels = ["部门", "站所", "网格"]\n', encoding="utf-8"
    )
    book = read_book(desk, "haiyan/2023-01-01")
    assert book.levels == ("部门", "站所", "网格")
    assert book.extension == read_book(desk, HAIYAN).extension


def test_a_section_that_is_written_replaces_the_whole_section(desk: Path) -> None:
    (desk / "haiyan/2023-01-01.toml").write_text(
        'since = 2023-01-01\nbase = "haiyan/2020-01-01"\n[redo]\nmax_times = 3\n', encoding="utf-8"
    )
    assert "haiyan/2023-01-01.toml: redo.problem_after: 缺少这一项" in complaints(desk, "haiyan/2023-01-01")


@pytest.mark.parametrize(
    ("register", "complaint"),
    [
        ("nowhere", "没有这个台账：nowhere"),
        ("month_reports", "公文只登入属于某日、不属于单位、标题以外没有必填栏目的台账"),
    ],
    ids=["unknown", "owed"],
)
def test_a_paper_is_entered_only_where_it_says_all_that_is_asked(desk: Path, register: str, complaint: str) -> None:
    said = spoil(desk, 'counts_as = "brief"\nlayout', f'counts_as = "brief"\nenters = "{register}"\nlayout')
    assert [one for one in said if one.startswith(f"{TOML}: papers.kinds[0].enters: {complaint}")], said


def test_a_mistake_in_the_base_is_told_of_the_base(desk: Path) -> None:
    (desk / "haiyan/2023-01-01.toml").write_text('since = 2023-01-01\nbase = "haiyan/2020-01-01"\n', encoding="utf-8")
    spoil(desk, "max_times = 1\nneeds", "max_time = 1\nneeds")
    assert f"{TOML}: redo.max_time: 没有这个键" in complaints(desk, "haiyan/2023-01-01")


@pytest.mark.parametrize("base", ["haiyan/2024-01-01", "haiyan/2023-01-01", "kaifeng/2018-01-01"])
def test_a_base_is_an_earlier_edition_of_the_same_city(desk: Path, base: str) -> None:
    (desk / "haiyan/2023-01-01.toml").write_text(f'since = 2023-01-01\nbase = "{base}"\n', encoding="utf-8")
    assert complaints(desk, "haiyan/2023-01-01") == [
        "haiyan/2023-01-01.toml: base: 底本须是同一城市较早的一版，如 kaifeng/2018-01-01"
    ]


def test_the_file_name_is_the_first_day(desk: Path) -> None:
    (desk / TOML).rename(desk / "haiyan/2020-02-01.toml")
    assert complaints(desk, "haiyan/2020-02-01") == ["haiyan/2020-02-01.toml: since: 与文件名不符：2020-01-01"]


def test_a_file_that_is_not_named_after_a_day_is_refused(desk: Path) -> None:
    (desk / TOML).rename(desk / "haiyan/draft.toml")
    with pytest.raises(RulebookError, match=r"haiyan/draft\.toml: 文件名应是生效日期"):
        read_shelf(desk)


def test_a_shelf_tells_the_mistakes_of_all_its_books(tmp_path: Path) -> None:
    desk = tmp_path / "shelf"
    shutil.copytree(TEST_SHELF, desk)
    shutil.copytree(OWN_SHELF / "dandong", desk / "dandong")
    for file in (TOML, "dandong/2010-01-01.toml"):
        path = desk / file
        path.write_text(path.read_text(encoding="utf-8").replace("a_case", "per_case"), encoding="utf-8")
    with pytest.raises(RulebookError) as refused:
        read_shelf(desk)
    assert {problem.file for problem in refused.value.problems} == {TOML, "dandong/2010-01-01.toml"}
