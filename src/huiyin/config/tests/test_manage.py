"""The city named on the command line is the one whose installation the command works on."""

import json
import subprocess
import sys

import pytest

from huiyin.config.manage import city_named_in, without_city


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
