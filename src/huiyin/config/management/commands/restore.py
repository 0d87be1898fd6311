"""Restores a backup and proves it: `manage restore FILE`; `--check` only reads it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.config.safekeeping.problems import SafekeepingProblem
from huiyin.config.safekeeping.restoring import Restored, check_backup, restore


class Command(BaseCommand):
    """Refuses where somebody works already, compares what came with what was put in, and verifies the journal."""

    help = "恢复备份，并核对行数、事件链和附件；先停止 ./huiyin serve；已有数据时须加 --replace"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="备份文件")
        parser.add_argument("--replace", action="store_true", help="以备份替换现有的用户和工单")
        parser.add_argument("--without-keys", action="store_true", help="现有密钥打不开备份时也恢复")
        parser.add_argument("--check", action="store_true", help="只通读一遍备份，核对摘要和密钥，不写任何东西")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore or check, and say what was proved."""
        try:
            told, well = self._check(options) if options["check"] else self._restore(options)
        except SafekeepingProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(told)
        if not well:
            raise SystemExit(1)

    def _check(self, options: dict[str, Any]) -> tuple[str, bool]:
        manifest, reasons = check_backup(options["file"], quiet=options["json"])
        if options["json"]:
            answer = {"ok": not reasons, "reasons": reasons, **json.loads(manifest.to_json())}
            return json.dumps(answer, ensure_ascii=False), not reasons
        lines = [
            f"备份完整：{manifest.made_at}，{manifest.city}，{manifest.server}，"
            f"{sum(manifest.rows.values())} 行，附件 {manifest.attachments} 个",
            *([f"不能恢复到本系统：{reason}" for reason in reasons] or ["可以恢复到本系统，密钥相符"]),
        ]
        return "\n".join(lines), not reasons

    def _restore(self, options: dict[str, Any]) -> tuple[str, bool]:
        done = restore(
            options["file"], replace=options["replace"], without_keys=options["without_keys"], quiet=options["json"]
        )
        if options["json"]:
            return json.dumps(done.as_json(), ensure_ascii=False), not done.problems
        return "\n".join(_lines(done)), not done.problems


def _lines(done: Restored) -> list[str]:
    lines = [
        f"已恢复 {done.made_at} 的备份：{done.tables} 张表 {done.rows} 行，行数与备份时一致",
        f"附件 {done.attachments} 个，摘要相符；用现有密钥打开 {done.attachments_opened} 个",
        f"事件链 {done.chains} 条、事件 {done.events} 条，已核对",
    ]
    if done.migrated:
        lines.append(f"备份来自较早的版本（{done.program}），已执行 {done.migrated} 个迁移")
    if done.lost:
        lines.append(f"备份前就已丢失内容的附件：{len(done.lost)} 个")
    lines += [f"密钥：{one}" for one in done.keys]
    if done.rulebooks:
        lines.append(
            f"与备份时不同的规则簿：{'、'.join(done.rulebooks)}（备份中的版本已放入 rulebooks-of-backup，请比较）"
        )
    return [*lines, *(f"有问题：{one}" for one in done.problems)]
