"""Before anybody plays: tables and keys are there, the city is built, and who can sign in is written down."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from huiyin.demo.building import SignIn, build_city, is_built, steps_to_build
from huiyin.demo.cities import CitySketch
from huiyin.demo.progress import bar
from huiyin.people.models import User
from huiyin.people.passwords import one_time_password
from huiyin.privacy.installed import key_file, ring
from huiyin.privacy.keys import make_key_file
from huiyin.privacy.problems import KeysMissing
from huiyin.units.models import Contact

Write = Callable[[str], None]


def prepare(sketch: CitySketch) -> None:
    """Make tables and keys where an installation has none yet, and build the city where nobody is there."""
    if User._meta.db_table not in connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    _require_keys()
    if not is_built():
        _build(sketch)


def sign_ins() -> tuple[str, list[SignIn]]:
    """Return the password and who signs in with it; nobody where the city was not built as a demo."""
    path = _place()
    if not path.is_file():
        return "", []
    told = json.loads(path.read_text(encoding="utf-8"))
    return told["password"], [SignIn(**one) for one in told["people"]]


def _build(sketch: CitySketch) -> None:
    password = one_time_password()
    with bar("建立演示城市", steps_to_build(sketch)) as tell:
        people = build_city(sketch, password, tell)
    _write_down(password, people)


def _require_keys() -> None:
    try:
        ring()
    except KeysMissing:
        # With data sealed by a lost key a new one would only hide the loss.
        if Contact.objects.exists():
            raise
        key_file().parent.mkdir(parents=True, exist_ok=True)
        make_key_file(key_file())


def _write_down(password: str, people: list[SignIn]) -> None:
    path = _place()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    told = {"password": password, "people": [asdict(one) for one in people]}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _place() -> Path:
    return Path(settings.VAR) / "demo-signins.json"
