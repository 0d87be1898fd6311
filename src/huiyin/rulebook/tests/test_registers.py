"""A register is declared as data: what is wrong with a declaration is said when the rulebook is read, in Chinese."""

from pathlib import Path

import pytest

from huiyin.rulebook.registers import Register
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book
from huiyin.rulebook.tests.shelves import DANDONG, HAIYAN, KAIFENG, three_books
from huiyin.rulebook.tests.test_strictness import TOML, desk, spoil

__all__ = ["desk"]

THREE = three_books()
DUE = "due = { workdays = 3, remind_before = 1, levels = [1] }"


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('belongs = "day"', 'belongs = "week"', "registers[0].belongs: 只能是 "),
        ('enter = ["unit_handler", "editor"]', "enter = []", "registers[0].enter: 至少要有 1 项"),
        ('enter = ["unit_handler", "editor"]', 'enter = ["clerk"]', "registers[0].enter[0]: 只能是 "),
        ('label = "地点", kind = "text"', 'label = "地点", kind = "word"', "registers[0].fields[0].kind: 只能是 "),
        ('label = "地点", kind = "text"', 'label = "地点", knd = "text"', "registers[0].fields[0].knd: 没有这个键"),
        ('code = "place"', 'code = "unit"', "registers[0].fields[0]: unit 另有用处"),
        ('code = "length"', 'code = "place"', "registers[0]: 栏目代码重复：place"),
        ('label = "里程"', 'label = "日期"', None),
        ('label = "覆盖率", kind = "share"', 'label = "状态", kind = "day"', "registers[0].fields[4]: 这种栏目（day）不能统计"),
        ('label = "情况"', 'label = "地点"', "registers[0]: 栏目名称重复：地点"),
        ('measure = "公里", ', "", "registers[0].fields[2]: 整数和数量（count、amount）须有计量单位"),
        ('kind = "money"', 'kind = "money", measure = "元"', "registers[0].fields[3]: 整数和数量（count、amount）须有"),
        ('kind = "choice", ', 'kind = "text", ', "registers[0].fields[1]: 选项（choice）须有 options"),
        ('{ code = "road", label', '{ code = "sea", label', "registers[0].fields[1]: options 重复：sea"),
        ('kind = "lines"', 'kind = "lines", counted = true', "registers[0].fields[8]: 这种栏目（lines）不能统计"),
        ('kind = "flag"', 'kind = "flag", required = true', "registers[0].fields[6]: 是否（flag）不填即为否"),
        ('code = "repaired"', 'code = "kind_sea"', "registers[0]: 统计项重复：kind_sea"),
        ('code = "month_reports"', 'code = "patrols"', "registers[1]: 重复：patrols"),
        ('belongs = "month"', 'belongs = "day"', "registers[1]: 定期报送（due）的台账须属于某月"),
        ('tell = ["director"]', 'tell = ["unit_head"]', "registers[1]: tell 只能写中心的岗位"),
        (DUE, DUE.replace("3", "0"), "registers[1].due.workdays: 不能小于 1"),
        (DUE, DUE.replace("[1]", "[3]"), "registers[1].due.levels: 没有这个层级：3"),
        (DUE, DUE.replace("levels = [1]", 'unit_kinds = ["firm"]'), "registers[1].due.unit_kinds: 没有这个单位分组：firm"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_refused_with_its_place(
    desk: Path, right: str, wrong: str, complaint: str | None
) -> None:
    said = spoil(desk, right, wrong)
    if complaint is None:
        # The unit of measure stands in the heading, so that these two differ.
        assert said == []
    else:
        assert any(one.startswith(f"{TOML}: {complaint}") for one in said), said


@pytest.mark.parametrize("book_id", [KAIFENG, DANDONG, HAIYAN])
def test_every_register_of_every_city_counts_something_or_is_a_roll(book_id: str) -> None:
    for register in book(book_id).registers:
        assert register.about or book_id == HAIYAN
        assert register.fields[0].kind in {"text", "lines", "count"}, register.code
        assert set(register.enter).isdisjoint(set(register.see)), register.code


def test_figures_are_named_after_their_field_and_option() -> None:
    register = book(HAIYAN).register("patrols")
    assert [tally.name for tally in register.tallies] == [
        "kind_sea", "kind_road", "length", "cost", "covered", "repaired",
    ]  # fmt: skip
    assert [tally.field.measured_in for tally in register.tallies] == ["条", "条", "公里", "元", "%", "条"]


def test_what_is_not_declared_is_unknown() -> None:
    with pytest.raises(Unknown, match="没有这个台账：nothing"):
        book(KAIFENG).register("nothing")
    with pytest.raises(Unknown, match="没有这个栏目：nothing"):
        book(KAIFENG).register("honours").field("nothing")


def test_a_later_edition_keeps_the_registers_of_its_base() -> None:
    assert book("kaifeng/2025-01-01").registers == book(KAIFENG).registers
    assert all(isinstance(one, Register) for one in book(KAIFENG).registers)
