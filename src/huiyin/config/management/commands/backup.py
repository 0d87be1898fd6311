"""Makes a backup of the installation while it works: `manage backup FILE`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.config.safekeeping.making import make_backup
from huiyin.config.safekeeping.manifest import Manifest
from huiyin.config.safekeeping.problems import SafekeepingProblem


class Command(BaseCommand):
    """Saves database, attachments and rulebooks of one moment into one file; the keys are left out, and it says so."""

    help = "备份：同一时刻的数据库、附件和规则簿，写入一个文件；可在系统运行时进行；不含密钥"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="备份文件，不会覆盖已有的文件")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say what is in it."""
        target = options["file"].absolute()
        try:
            manifest = make_backup(target, quiet=options["json"])
        except SafekeepingProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(_as_json(manifest, target) if options["json"] else "\n".join(_lines(manifest, target)))


def _as_json(manifest: Manifest, target: Path) -> str:
    told = json.loads(manifest.to_json())
    answer = {"file": str(target), "bytes": target.stat().st_size, "keys_included": False, **told}
    return json.dumps(answer, ensure_ascii=False)


def _lines(manifest: Manifest, target: Path) -> list[str]:
    megabytes = target.stat().st_size / 1024 / 1024
    lines = [
        f"备份完成：{target}（{megabytes:.1f} MB）",
        f"时刻 {manifest.made_at}，{manifest.server}，{len(manifest.rows)} 张表 {sum(manifest.rows.values())} 行，"
        f"附件 {manifest.attachments} 个，规则簿 {len(manifest.rulebooks)} 个文件",
    ]
    if manifest.lost:
        lines.append(f"注意：{len(manifest.lost)} 个附件的内容在备份前就不在磁盘上：{'、'.join(manifest.lost[:5])}")
    return [*lines, "", *words_on_keys(manifest)]


def words_on_keys(manifest: Manifest) -> list[str]:
    """Say loudly that the keys are not in it, and which they are."""
    if manifest.keys is None:
        return ["！！！ 备份不含密钥，而且现在没有可用的密钥：备份中的个人信息和附件目前无法打开。"]
    current = manifest.keys["current"]
    return [
        "！！！ 备份不含密钥。没有密钥文件，备份中的个人信息和附件永远无法打开：请把密钥文件另存一处，与备份分开。",
        f"      当前密钥 {current}，指纹 {manifest.keys['keys'][current]}；检索密钥指纹 {manifest.keys['hash_key']}",
    ]
