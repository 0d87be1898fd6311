"""The database comes from one address."""

from pathlib import Path

import pytest

from huiyin.config.database import databases_from

VAR = Path("/srv/huiyin/var")


def test_without_an_address_the_database_is_a_file_below_var():
    assert databases_from(None, VAR)["default"]["NAME"] == "/srv/huiyin/var/huiyin.sqlite3"


def test_sqlite_writes_at_once_and_survives_a_power_cut():
    options = databases_from("sqlite:////srv/a%20b.sqlite3", VAR)["default"]
    assert options["NAME"] == "/srv/a b.sqlite3"
    assert options["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["OPTIONS"]["init_command"]


def test_postgresql_is_taken_apart_with_its_signs_decoded():
    found = databases_from("postgresql://hui%40yin:p%2Fw@db.example:5433/huiyin", VAR)["default"]
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "hui@yin",
        "p/w",
        "db.example",
        "5433",
        "huiyin",
    )


def test_another_database_is_refused():
    with pytest.raises(ValueError, match="mysql"):
        databases_from("mysql://x/y", VAR)
