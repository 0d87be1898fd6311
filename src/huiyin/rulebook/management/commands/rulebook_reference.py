"""Write the reference of the rulebook's keys, or say whether the committed page is still true."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.rulebook.reference import reference


class Command(BaseCommand):
    """`manage rulebook_reference [--check]`."""

    requires_system_checks = ()
    help = "生成规则簿各键的说明 docs/rules/rulebook.md"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the check."""
        parser.add_argument("--check", action="store_true", help="只比较，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare the page. Raises CommandError when it differs."""
        page = settings.ROOT / "docs" / "rules" / "rulebook.md"
        if not options["check"]:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(reference(), encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != reference():
            raise CommandError(f"{page.relative_to(settings.ROOT)} 已过时，请运行 ./huiyin manage rulebook_reference")
