"""The mission table knows all its rows, finds every mark, and never claims what no test proves."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from huiyin.config.mission import ROOT, as_json, as_markdown, as_text, marked_tests, rows

MARKED = """
import pytest
pytestmark = [pytest.mark.django_db, pytest.mark.mission(7)]

@pytest.mark.mission(4, 5)
def test_one(): ...

@pytest.mark.mission(9)
class TestMany:
    @pytest.mark.mission(8)
    def test_two(self): ...

def helper():
    pytest.mark.mission(99)
"""


@pytest.fixture
def house(tmp_path) -> Path:
    (tmp_path / "docs").mkdir()
    told = 'title = "电话办结"\nplace = "案件页"\nnote = "以后做"\n'
    (tmp_path / "docs" / "mission.toml").write_text("".join(f"[{row}]\n{told}" for row in range(1, 198)))
    file = tmp_path / "src" / "huiyin" / "cases" / "tests" / "test_cases.py"
    file.parent.mkdir(parents=True)
    file.write_text(MARKED)
    return tmp_path


def test_every_mark_is_found_with_the_name_of_its_test(house):
    name = "src/huiyin/cases/tests/test_cases.py"
    assert sorted(marked_tests(house)) == [
        (4, f"{name}::test_one"),
        (5, f"{name}::test_one"),
        (7, name),
        (8, f"{name}::TestMany::test_two"),
        (9, f"{name}::TestMany"),
    ]


def test_a_row_without_a_test_is_not_yet_and_says_why(house):
    found = {row["row"]: row for row in json.loads(as_json(rows(house)))}
    assert list(found) == list(range(1, 198))
    assert set(found[1]) == {"row", "tests", "place", "note"}
    assert found[1]["tests"] == []
    assert found[1]["note"]
    assert found[4]["tests"]
    assert found[4]["note"] == ""
    assert "  1  · " in as_text(rows(house))
    assert "尚未：" in as_markdown(rows(house)).splitlines()[9]


def test_a_mark_for_a_row_that_does_not_exist_is_an_error(house):
    (house / "tests").mkdir()
    (house / "tests" / "test_more.py").write_text("import pytest\n@pytest.mark.mission(198)\ndef test_x(): ...\n")
    with pytest.raises(ValueError, match="198"):
        rows(house)


def test_every_row_has_a_title_and_a_reason_and_a_proven_one_has_a_place():
    for row in rows():
        assert row.title, row
        assert row.note or (row.tests and row.place), f"row {row.row}: neither proven nor a word on why not"
        assert row.place or not row.tests, f"row {row.row} has a test: say its place in docs/mission.toml"


def test_the_command_prints_json_and_nothing_else_without_any_package():
    command = [sys.executable, "-I", "-S", str(ROOT / "src/huiyin/config/mission.py"), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(json.loads(ran.stdout)) == 197
    assert ran.stderr == ""
