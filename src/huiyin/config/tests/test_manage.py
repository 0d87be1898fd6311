"""The city named on the command line is the one whose installation the command works on."""

import argparse
import json
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import DjangoHelpFormatter

from huiyin.config import manage, plain_words
from huiyin.config.manage import city_named_in, without_city


@pytest.fixture
def plainly(monkeypatch):
    """Let the words of the commands be put back after the test, and the settings of the tests stay."""
    monkeypatch.setattr(argparse, "_", argparse._)
    for name in ("add_usage", "add_arguments"):
        monkeypatch.setattr(DjangoHelpFormatter, name, getattr(DjangoHelpFormatter, name))
    monkeypatch.setenv("HUIYIN_CITY", "kaifeng")


def test_without_a_command_the_house_s_own_are_told_each_with_what_it_does(plainly, monkeypatch, capsys):
    some = {"due": "huiyin.calendars", "backup": "huiyin.config", "migrate": "django.core"}
    monkeypatch.setattr(plain_words, "get_commands", lambda: some)
    manage.main(["--help"])
    told = capsys.readouterr().out
    assert "  backup  备份：同一时刻的数据库、附件和规则簿，写入一个文件\n  due     计算时限" in told


def test_a_mistyped_command_and_a_lacking_argument_are_told_in_chinese(plainly, capsys):
    with pytest.raises(SystemExit):
        manage.main(["--city", "dandong", "due", "2025-09-30"])
    assert "错误：还缺：--limit" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        manage.main(["import_case", "x.csv"])
    assert "没有这个命令：import_case，是不是：import_cases" in capsys.readouterr().err


def test_a_city_without_rulebook_is_told_in_a_sentence_and_not_where_in_the_program_it_was_noticed(monkeypatch):
    def setup():
        raise ImproperlyConfigured("没有城市 beijing 的规则簿")

    monkeypatch.setattr(manage.django, "setup", setup)
    monkeypatch.setenv("HUIYIN_CITY", "kaifeng")
    with pytest.raises(SystemExit, match="没有城市 beijing"):
        manage.main(["due", "--city", "beijing"])


@pytest.mark.parametrize(
    ("argv", "city", "rest"),
    [
        (["migrate", "--city", "dandong", "-v", "0"], "dandong", ["migrate", "-v", "0"]),
        (["migrate", "--city=dandong"], "dandong", ["migrate"]),
        (["migrate"], None, ["migrate"]),
        (["migrate", "--city"], None, ["migrate"]),
    ],
)
def test_the_city_is_found_and_taken_out(argv, city, rest):
    assert city_named_in(argv) == city
    assert without_city(argv) == rest


def test_a_command_of_django_runs_in_the_city_that_was_named():
    code = "from django.conf import settings; import json; print(json.dumps([settings.CITY, settings.VAR.name]))"
    command = [sys.executable, "-m", "huiyin.config.manage", "shell", "--city", "dandong", "-v", "0", "-c", code]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=_without_var())
    assert json.loads(ran.stdout.splitlines()[-1]) == ["dandong", "dandong"]


def _without_var() -> dict[str, str]:
    import os

    # A secret from the environment keeps the run from making files in the checkout.
    return {
        **{name: value for name, value in os.environ.items() if name != "HUIYIN_VAR"},
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "HUIYIN_SECRET_KEY": "for this test",
    }
