"""A small town in the test's own database, which counts as one to be thrown away."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from huiyin.bench import multiply, seed
from huiyin.bench.seed import make_town, play

BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ORIGINALS = 10


@pytest.fixture
def thrown_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for module in (multiply, seed):
        monkeypatch.setattr(module, "require_throwaway", lambda: tmp_path)


@pytest.fixture
def town(db: None, thrown_away: None) -> seed.Town:
    made = make_town("dandong", BEGIN)
    play(made, ORIGINALS, Random(1))
    return made
