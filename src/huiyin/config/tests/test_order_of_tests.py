"""The order in which the tests begin."""

from pathlib import Path
from types import SimpleNamespace

from huiyin.config.fixtures.order import pytest_collection_modifyitems


def item(file, name, *marks):
    return SimpleNamespace(path=Path(file), name=name, get_closest_marker=lambda mark: mark if mark in marks else None)


def test_long_files_begin_first_then_those_with_a_browser_and_each_stays_whole():
    items = [
        item("a.py", "a1"), item("b.py", "b1"), item("b.py", "b2", "browser"), item("c.py", "c1", "long"),
        item("c.py", "c2"), item("d.py", "d1"),
    ]  # fmt: skip
    pytest_collection_modifyitems(items)
    assert [one.name for one in items] == ["c1", "c2", "b1", "b2", "a1", "d1"]
