"""The whole measurement, tiny: every scenario gets the answer that it wants, and nothing is left behind."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huiyin.bench import house as houses
from huiyin.bench import measuring, waits
from huiyin.bench.figures import SERVED
from huiyin.bench.measuring import Wish, measure
from huiyin.bench.seed import UNITS
from huiyin.flow.posts import CENTRE_POSTS, Post

ORIGINALS = 180
WISH = Wish("sqlite", [ORIGINALS, 400], originals=ORIGINALS, seconds=0.1, door_moves=10)


@pytest.fixture
def quick_house(monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, born: Callable[..., Any]) -> None:
    """Let houses begin with a database that is migrated already, and with processes that have loaded it."""

    def migrate(house: houses.House, *arguments: str) -> None:
        shutil.copy(sqlite_template, house.address.removeprefix("sqlite:///"))

    def run(house: houses.House, module: str, *arguments: str) -> str:
        process = born(module, *arguments, env=house.env)
        said, errors = process.communicate()
        if process.wait():
            raise houses.Broken(f"{said}{errors}")
        return said

    monkeypatch.setattr(houses.House, "manage", migrate)
    monkeypatch.setattr(houses.House, "_run", run)
    monkeypatch.setattr(houses, "WORKERS", 1)
    monkeypatch.setattr(measuring, "ROUNDS", 1)
    monkeypatch.setattr(waits, "ASKS", 2)


@pytest.mark.long
def test_every_line_is_measured_and_no_folder_is_left(quick_house, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    outcome = measure(WISH, lambda text: None)
    small, large = (sized.cases for sized in outcome.sizes)
    assert small == ORIGINALS
    assert 400 - ORIGINALS < large <= 400  # Copies come by the whole set of originals.
    for sized in outcome.sizes:
        assert {f.name for f in sized.figures} == {line.name for line in SERVED} - {"pgbench"}
        assert [(f.name, f.example) for f in sized.figures if f.failed] == []
        assert all(0 < wait.p50 <= wait.p95 for wait in sized.waits)
        assert (sized.control["cases"], sized.control["units"]) == (sized.cases, UNITS)
        assert sized.control["round_seconds"] > 0
        assert {f"首页：{post.label}" for post in {*CENTRE_POSTS, Post.UNIT_HANDLER, Post.UNIT_HEAD}} <= {
            wait.label for wait in sized.waits
        }
    assert {f.name for f in outcome.door} == {"register", "change", "dispatch"}
    assert outcome.as_json()["sizes"][1]["figures"]["create"]["growth"] > 0
    assert list(tmp_path.glob("huiyin-bench-*")) == []
