"""Write the page of all measures, or say whether the committed page is still true."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.statistics.reference import reference


class Command(BaseCommand):
    """`manage measures_reference [--check]`."""

    requires_system_checks = ()
    help = "生成全部指标的说明 docs/rules/measures.md"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the check."""
        parser.add_argument("--check", action="store_true", help="只比较，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare the page. Raises CommandError when it differs."""
        page = settings.ROOT / "docs" / "rules" / "measures.md"
        if not options["check"]:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(reference(), encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != reference():
            raise CommandError(f"{page.relative_to(settings.ROOT)} 已过时，请运行 ./huiyin manage measures_reference")
