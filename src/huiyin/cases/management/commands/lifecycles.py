"""Writes docs/rules/lifecycle-*.md from the tables, or with `--check` says which are not what would be written now."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.cases.lifecycle import CASE
from huiyin.cases.lifecycle_parts import APPLICATION, ASSIGNMENT
from huiyin.flow.diagram import page

FOLDER = Path(__file__).resolve().parents[5] / "docs" / "rules"
PAGES = {FOLDER / f"lifecycle-{table.kind}.md": table for table in (CASE, ASSIGNMENT, APPLICATION)}


class Command(BaseCommand):
    """`manage lifecycles [--check]`; exit code 1 when a page is outdated."""

    requires_system_checks = ()
    help = "由流转表生成 docs/rules/lifecycle-*.md；--check 只检查是否过时"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--check", action="store_true", help="不写文件，只检查")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the pages, or raise CommandError with the names of those that are outdated."""
        if not options["check"]:
            for file, table in PAGES.items():
                file.write_text(page(table), encoding="utf-8")
            return
        if stale := outdated():
            raise CommandError(
                "\n".join(f"docs/rules/{name} 已过时，请运行 ./huiyin manage lifecycles" for name in stale)
            )


def outdated() -> list[str]:
    """Return the names of the pages that are not what the tables say now."""
    return [
        file.name for file, table in PAGES.items()
        if not file.exists() or file.read_text(encoding="utf-8") != page(table)
    ]  # fmt: skip
