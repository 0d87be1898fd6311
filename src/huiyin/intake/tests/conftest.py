"""An installation of the test's own: what an import writes beside the database stays in the test's folder."""

from pathlib import Path
from typing import Any

import pytest

from huiyin.units.models import Unit
from huiyin.units.tests.trees import make_units


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path / "var"
    return settings.VAR


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    return make_units()
