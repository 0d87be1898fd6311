"""Production serves collected files under hashed names, over HTTPS only, and passes Django's own deployment check."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def manage(tmp_path):
    """Give a function that runs a command in the settings of production."""
    env = {
        # What the tests of the browser allow themselves has no place in production.
        **{name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"},
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "HUIYIN_VAR": str(tmp_path),
        "HUIYIN_PRODUCTION": "1",
        "HUIYIN_SECRET_KEY": "a" * 30 + "0123456789" + "Z" * 30,
    }

    def run(*command: str) -> str:
        whole = [sys.executable, "-m", "huiyin.config.manage", *command]
        ran = subprocess.run(whole, env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    return run


def test_every_file_gets_a_hashed_name(manage, tmp_path: Path):
    manage("collectstatic", "--no-input", "-v", "0")
    names = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    for address in (
        "ui/theme.css",
        "ui/public.css",
        "vendor/bootstrap/css/bootstrap.min.css",
        "vendor/echarts/echarts.min.js",
    ):
        assert names[address] != address
        assert (tmp_path / "static" / names[address]).is_file()


def test_the_deployment_check_finds_nothing(manage):
    # Subdomains belong to the city, not to this product: whether they speak HTTPS only is not for us to promise.
    code = (
        "from django.conf import settings; from django.core.checks import run_checks, WARNING\n"
        "found = run_checks(include_deployment_checks=True)\n"
        "print('found', [m.id for m in found if m.level >= WARNING and m.id not in ('security.W005', 'security.W021')])"
    )
    assert manage("shell", "-v", "0", "-c", code).splitlines()[-1] == "found []"


def test_cookies_travel_over_https_only(manage):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    code = f"from django.conf import settings as s; print(*[getattr(s, name) for name in {names}])"
    assert manage("shell", "-v", "0", "-c", code).splitlines()[-1] == "True True True"


def test_a_job_is_handed_out_again_only_after_it_must_have_ended(settings):
    assert settings.Q_CLUSTER["retry"] > settings.Q_CLUSTER["timeout"]
    assert settings.Q_CLUSTER["orm"] == "default"
