"""The database of the installation, from one URL: SQLite for one PC, PostgreSQL for more."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def databases_from(url: str | None, var: Path) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for `sqlite:///path`, `postgresql://user:password@host:port/name`, or nothing.

    Without a URL the database is the file `huiyin.sqlite3` below `var`. Raises ValueError for another scheme.
    """
    if not url:
        return {"default": _sqlite(str(var / "huiyin.sqlite3"))}
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {"default": _sqlite(unquote(parts.path.removeprefix("/")) or ":memory:")}
    if parts.scheme in {"postgresql", "postgres"}:
        return {"default": _postgresql(url)}
    raise ValueError(f"HUIYIN_DATABASE_URL must begin with sqlite:/// or postgresql://, not {parts.scheme}://")


def _sqlite(name: str) -> dict[str, Any]:
    # Settings were measured: IMMEDIATE and a long timeout avoid "database is locked", FULL survives a power cut.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 20},
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }
