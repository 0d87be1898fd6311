"""The house does not open with a wrong rulebook, and people can read and check rulebooks from the command line."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from huiyin.flow.times import travelling
from huiyin.rulebook import checks, shelf
from huiyin.rulebook.tests.shelves import TEST_SHELF, three_books

three_books()


@pytest.fixture
def misspelt(tmp_path: Path) -> Path:
    """A shelf whose only book has one misspelt key."""
    shutil.copytree(TEST_SHELF, tmp_path / "shelf")
    path = tmp_path / "shelf" / "haiyan" / "2020-01-01.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("max_times = 1\nmax", "maxtimes = 1\nmax"), encoding="utf-8"
    )
    return tmp_path / "shelf"


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start the house in a process of its own, as a server does: without Django's checks."""
    program = "import django; django.setup(); print('open')"
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings", **environment}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.ROOT / "src",
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_house_opens_for_both_cities() -> None:
    assert started(HUIYIN_CITY="kaifeng").stdout == "open\n"
    assert started(HUIYIN_CITY="dandong").stdout == "open\n"


def test_the_house_does_not_open_for_a_city_without_rulebook() -> None:
    refused = started(HUIYIN_CITY="nowhere")
    assert refused.returncode != 0
    assert "没有城市 nowhere 的规则簿" in refused.stderr


def test_a_misspelt_key_stops_the_start(misspelt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_shelves", [misspelt])
    monkeypatch.setattr(shelf, "_books", {})
    with pytest.raises(ImproperlyConfigured, match=r"haiyan/2020-01-01\.toml: extension\.maxtimes: 没有这个键"):
        checks.refuse_to_start_without_rulebooks()
    assert [error.id for error in checks.rulebooks_are_sound(None)] == ["rulebook.E001", "rulebook.E001"]


def test_a_city_may_keep_its_rulebook_outside_the_product(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_shelves", [shelf.OWN_SHELF])
    monkeypatch.setattr(shelf, "_books", {})
    settings.CITY = "haiyan"
    assert [error.id for error in checks.rulebooks_are_sound(None)] == ["rulebook.E002"]
    settings.RULEBOOK_SHELVES = [str(TEST_SHELF)]
    assert checks.rulebooks_are_sound(None) == []
    assert shelf.book("haiyan/2020-01-01").city.short_name == "海晏"


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_book_in_force_on_a_day_is_printed_as_one_json_object() -> None:
    said = json.loads(printed("rulebook", "--city", "kaifeng", "--day", "2018-06-01", "--json"))
    assert said["id"] == "kaifeng/2018-01-01"
    assert said["extension"]["max_amount"]["unit"] == "workday"
    assert len(said["categories"]) > 300
    assert json.loads(printed("rulebook", "--city", "kaifeng", "--day", "2025-06-01", "--json"))["base"] == said["id"]


def test_without_a_day_it_is_the_book_of_today() -> None:
    with travelling(datetime(2018, 6, 1, tzinfo=UTC)):
        assert printed("rulebook", "--city", "kaifeng").startswith(
            "kaifeng/2018-01-01  开封市  市长专线电话  自 2018-01-01"
        )


def test_a_city_without_books_and_a_wrong_day_are_refused() -> None:
    with pytest.raises(CommandError, match="没有这个城市的规则簿：nowhere"):
        printed("rulebook", "--city", "nowhere")
    with pytest.raises(CommandError, match="日期应写成"):
        printed("rulebook", "--city", "kaifeng", "--day", "yesterday")


def test_sound_rulebooks_are_listed() -> None:
    lines = printed("check_rulebooks").splitlines()
    assert [line.split("  ")[0] for line in lines] == ["dandong/2010-01-01", "kaifeng/2018-01-01", "kaifeng/2025-01-01"]
    assert all(line.endswith("无误") for line in lines)


def test_a_draft_is_checked_before_it_is_put_on_the_shelf(misspelt: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="规则簿有 2 处错误"):
        call_command("check_rulebooks", "--shelf", str(misspelt), "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["books"] == []
    assert {"file": "haiyan/2020-01-01.toml", "path": "extension.maxtimes", "message": "没有这个键"} in said["problems"]


def test_a_directory_without_rulebooks_is_not_called_sound(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有规则簿"):
        printed("check_rulebooks", "--shelf", str(tmp_path))
