"""The pages on installing name every variable that the product reads, and every command that they tell people to run."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[4]
PAGES = pytest.mark.parametrize("page", ["installation.md", "installation.zh.md"])
NOT_FOR_INSTALLING = {
    "HUIYIN_TEST_RUN",
    "HUIYIN_TEST_TEMPLATE",
    "HUIYIN_TEST_REPORT",
    "HUIYIN_PLAYS",
    "HUIYIN_CHROMIUM",
    "HUIYIN_BENCH",
}
"""What tests and measurements tell their own processes."""

_NAME = re.compile(r"HUIYIN_[A-Z]+(?:_[A-Z]+)*")


def read_by_the_product() -> set[str]:
    files = [file for file in (ROOT / "src").rglob("*.py") if "tests" not in file.parts]
    return {name for file in files for name in _NAME.findall(file.read_text(encoding="utf-8"))} - NOT_FOR_INSTALLING


@PAGES
def test_every_variable_stands_in_the_table_and_no_other(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    in_table = set(re.findall(r"^\| `(HUIYIN_[A-Z_]+)` \|", text, re.MULTILINE))
    assert in_table == read_by_the_product()


@PAGES
def test_every_command_of_the_page_is_there(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    named = set(re.findall(r"\./huiyin manage (\w+)", text))
    assert {"make_keys", "upgrade", "first_admin", "backup", "restore"} <= named
    assert named <= set(get_commands())
