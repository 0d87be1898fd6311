"""Change the key that seals personal data, and seal everything anew with it."""

import json
import os
from argparse import ArgumentParser
from collections import Counter
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from huiyin.privacy.installed import key_file, ring
from huiyin.privacy.keys import KeyRing, Suite, rotated, save_ring, without
from huiyin.privacy.problems import PrivacyProblem
from huiyin.privacy.rotation import reseal_everything


class Command(BaseCommand):
    """`./huiyin manage rotate_keys`"""

    help = (
        "更换加密密钥，并用新密钥重新加密全部个人信息和附件。可以在系统运行时进行；中断后用 --resume 继续。"
        "旧密钥仍留在密钥文件中，确认备份不再需要后用 --retire 移除。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--suite", choices=get_args(Suite), help="新密钥使用的算法；缺省沿用现有算法")
        parser.add_argument("--resume", action="store_true", help="不生成新密钥，只继续上次中断的重新加密")
        parser.add_argument("--retire", action="store_true", help="重新加密剩余内容后，从密钥文件中移除全部旧密钥")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, seal anew, and say how much."""
        try:
            answer = _rotate(options)
        except PrivacyProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else _in_words(answer))


def _rotate(options: dict[str, Any]) -> dict[str, Any]:
    if os.environ.get("HUIYIN_KEYS"):
        raise CommandError("密钥由环境变量 HUIYIN_KEYS 给出，请先改为使用密钥文件，再更换密钥")
    current = ring()
    if not options["resume"] and not options["retire"]:
        current = rotated(current, options["suite"])
        # Saved before the first value is sealed with it: a new key that is lost would take data with it.
        save_ring(current, key_file())
    resealed = _reseal(current, quiet=options["json"])
    retired = _retire(current) if options["retire"] else []
    return {"current": current.current, "resealed": resealed, "retired": retired}


def _reseal(current: KeyRing, *, quiet: bool) -> dict[str, int]:
    done: Counter[str] = Counter()
    bar = Console(stderr=True, quiet=quiet)
    for place, anew in track(reseal_everything(current), description="重新加密", console=bar):
        done[place] += anew
    return dict(done)


def _retire(current: KeyRing) -> list[str]:
    old = [key_id for key_id in current.keys if key_id != current.current]
    for key_id in old:
        current = without(current, key_id)
    save_ring(current, key_file())
    return old


def _in_words(answer: dict[str, Any]) -> str:
    lines = [f"当前密钥：{answer['current']}"]
    lines += [f"{place}：重新加密 {count} 项" for place, count in answer["resealed"].items()]
    lines += [f"已移除旧密钥：{'、'.join(answer['retired'])}"] if answer["retired"] else []
    return "\n".join([*lines, f"请立即备份密钥文件：{key_file()}"])
