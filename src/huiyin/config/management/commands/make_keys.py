"""Makes the keys of a new installation: `manage make_keys`, once."""

import json
from argparse import ArgumentParser
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError

from huiyin.config.safekeeping.fingerprints import fingerprints_of
from huiyin.config.safekeeping.replacing import holds_work
from huiyin.privacy.installed import key_file, ring
from huiyin.privacy.keys import Suite, make_key_file
from huiyin.privacy.problems import KeysMissing, PrivacyProblem


class Command(BaseCommand):
    """Makes the key file where there is none. With data sealed by a lost key a new one would only hide the loss."""

    help = "为新装的系统生成密钥文件（权限 600）；已有密钥时不改动；已有数据而密钥丢失时拒绝"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--suite", choices=get_args(Suite), default="aes-256-gcm", help="加密算法")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, or say that they are there."""
        try:
            found, made = ring(), False
        except KeysMissing:
            if holds_work():
                raise CommandError(
                    "数据库中已有数据，而密钥文件不在：请从备份中恢复原来的密钥文件，切勿重新生成"
                ) from None
            found, made = make_key_file(key_file(), options["suite"]), True
        except PrivacyProblem as problem:
            raise CommandError(str(problem)) from problem
        prints = fingerprints_of(found)
        if options["json"]:
            self.stdout.write(json.dumps({"made": made, "file": str(key_file()), **prints}))
            return
        self.stdout.write(f"{'已生成密钥' if made else '密钥已在，没有改动'}：{key_file()}")
        self.stdout.write(f"当前密钥 {prints['current']}，指纹 {prints['keys'][prints['current']]}")
        self.stdout.write("请立即把密钥文件另存一处，与备份分开：丢了它，个人信息和附件永远无法打开。")
