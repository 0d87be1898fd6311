"""The generated pages of docs/: written by `./huiyin docs`, compared by `./huiyin check` and by a test.

A room brings its page as a management command whose name ends in `_reference` and which takes `--check`.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import django
from django.core.management import CommandError, call_command, get_commands

from huiyin.config import lifecycles, mission

ROOT = Path(__file__).resolve().parents[3]


def own_pages() -> dict[Path, Callable[[], str]]:
    """Return the pages that belong to no single room, each with what makes its text."""
    return {
        mission.PAGE: lambda: mission.as_markdown(mission.rows()),
        **lifecycles.pages(ROOT / "docs" / "rules"),
    }


def room_pages() -> list[str]:
    """Return the commands that make the pages of rooms."""
    return sorted(name for name, room in get_commands().items() if name.endswith("_reference") and "huiyin" in room)


def write() -> None:
    """Write every page anew."""
    for page, text in own_pages().items():
        page.write_text(text(), encoding="utf-8")
    for command in room_pages():
        call_command(command)


def outdated() -> list[str]:
    """Return each page that is not what would be written now."""
    stale = [
        f"{page.relative_to(ROOT)} 已过时，请运行 ./huiyin docs"
        for page, text in own_pages().items()
        if not page.exists() or page.read_text(encoding="utf-8") != text()
    ]
    for command in room_pages():
        try:
            call_command(command, check=True)
        except CommandError as error:
            stale.append(str(error))
    return stale


def main(argv: Sequence[str]) -> int:
    """Write the pages, or with `--check` say which are outdated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    if "--check" not in argv:
        write()
        return 0
    stale = outdated()
    print("\n".join(stale))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
