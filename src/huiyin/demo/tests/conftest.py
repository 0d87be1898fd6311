"""Kaifeng with its units and people, built once a module; each test undoes what it plays there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huiyin.demo.building import build_city
from huiyin.demo.cities import sketch_of
from huiyin.demo.tests.whole import played_once


@pytest.fixture
def own_folder(tmp_path: Path, settings: Any) -> Path:
    """A folder of the test's own for what an installation writes down."""
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def built_kaifeng(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Kaifeng before its first case."""
    with played_once(django_db_blocker, "kaifeng", tmp_path_factory.mktemp("kaifeng")):
        build_city(sketch_of("kaifeng"), "k7fm-2wqh-x9td")
        yield


@pytest.fixture
def kaifeng(built_kaifeng: None, db: None) -> None:
    """Kaifeng before its first case, and again so after the test: the test's transaction lies within the module's."""
