"""The page of all keys is complete and says what the models say today."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.reference import keys_of, reference

PAGE = settings.ROOT / "docs" / "rules" / "rulebook.md"


def test_every_key_says_what_it_means() -> None:
    assert [key.path for key in keys_of(Rulebook) if not key.meaning] == []


def test_keys_of_every_depth_are_listed() -> None:
    paths = {key.path for key in keys_of(Rulebook)}
    assert {
        "since", "city.name", "channels[].essentials", "limits.<时限名>[].within", "numbers.case.<渠道大类>.period",
        "flows[].steps[].states", "imports.profiles[].columns",
    } <= paths  # fmt: skip
    assert "id" not in paths, "the id follows from where the file lies"


def test_the_committed_page_is_the_generated_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "请运行 ./huiyin manage rulebook_reference"


def test_the_check_refuses_a_stale_page(settings: Settings, tmp_path: object) -> None:
    settings.ROOT = tmp_path
    with pytest.raises(CommandError, match="已过时"):
        call_command("rulebook_reference", "--check")
    call_command("rulebook_reference")
    call_command("rulebook_reference", "--check")
