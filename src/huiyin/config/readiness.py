"""What an installation lacks before it can be served: each want in one sentence that says what to do."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from huiyin.privacy.installed import ring
from huiyin.privacy.problems import PrivacyProblem

REQUIRED = {
    "HUIYIN_CITY": "使用哪个城市的规则簿，例如 HUIYIN_CITY=kaifeng",
    "HUIYIN_DATABASE_URL": "数据库地址，例如 HUIYIN_DATABASE_URL=postgresql://用户:密码@主机:5432/库名",
    "HUIYIN_HOSTS": "对外的主机名，以逗号分隔，例如 HUIYIN_HOSTS=12345.example.gov.cn",
    "HUIYIN_PRODUCTION": "前置代理提供 HTTPS 时设为 1；仅在内网以 HTTP 试用时设为 0",
}
"""What has a default for the demo, and must be said by whoever installs for a city."""


def wants_of_environment(environ: Mapping[str, str] | None = None) -> list[str]:
    """Return what the environment does not say; asked before any setting is read."""
    given = os.environ if environ is None else environ
    return [f"没有设置 {name}：{meaning}" for name, meaning in REQUIRED.items() if not given.get(name, "").strip()]


def wants_of_installation() -> list[str]:
    """Return what keys, database, tables and page files lack; Django is set up by then."""
    return [*wants_of_keys(), *_first(wants_of_database, wants_of_tables), *wants_of_page_files()]


def wants_of_keys() -> list[str]:
    """Return why personal data could not be opened."""
    try:
        ring()
    except PrivacyProblem as problem:
        return [f"密钥不可用：{problem}。新装的系统先运行 ./huiyin manage make_keys"]
    return []


def wants_of_database() -> Iterator[str]:
    """Return why the database does not answer."""
    from django.db import connection
    from django.db.utils import Error

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(str(name)).is_file() and "memory" not in str(name):
        # Asked for a file that is absent, SQLite would make an empty one.
        yield f"没有数据库文件 {name}：新装的系统先运行 ./huiyin manage upgrade，或用 ./huiyin manage restore 恢复备份"
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        yield f"数据库没有应答（{_where()}）：{str(error).strip().splitlines()[0]}"


def wants_of_tables() -> Iterator[str]:
    """Return by which migrations program and database differ."""
    from huiyin.config.migrated import migrated

    found = migrated()
    if found.pending:
        yield f"有 {len(found.pending)} 个数据库迁移没有执行：请运行 ./huiyin manage upgrade"
    if found.unknown:
        names = "、".join(f"{app}.{name}" for app, name in sorted(found.unknown)[:3])
        yield f"数据库比程序新（{names}）：请使用与数据库相同或更新的版本"


def wants_of_page_files() -> list[str]:
    """Return why pages would come without their style: in production files are served under collected names."""
    from django.conf import settings

    root = settings.STATIC_ROOT
    if root and not (Path(root) / "staticfiles.json").is_file():
        return ["页面文件没有收集：请运行 ./huiyin manage upgrade"]
    return []


def _first(*questions: Callable[[], Iterator[str]]) -> list[str]:
    """Return the wants of the first question that has any: the next one could not be asked."""
    for question in questions:
        if found := list(question()):
            return found
    return []


def _where() -> str:
    """Return the address of the database without its password."""
    parts = urlsplit(os.environ.get("HUIYIN_DATABASE_URL", ""))
    return f"{parts.hostname or '本机'}:{parts.port or 5432}{parts.path}" if "postgres" in parts.scheme else "SQLite"
