"""Makes the first administrator of a new installation: `manage first_admin STAFF_NUMBER NAME`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.flow import times
from huiyin.flow.actor import PLATFORM
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.journal.writing import writing
from huiyin.people import act
from huiyin.people.queries import holders


class Command(BaseCommand):
    """Accounts are made by the administrator; only the first one has to come from somewhere else."""

    help = "为新装的系统建立第一位系统管理员，并显示一次性密码；已有管理员时拒绝"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("username", help="工号")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, give it its post, and show the password this once."""
        at = times.now()
        try:
            with writing():
                if holders(Post.ADMIN, at=at).exists():
                    raise CommandError("已有系统管理员：其他用户由管理员在“用户和岗位”中建立")
                new = act.NewUser(options["username"], options["name"])
                user, password = act.create_user(new, actor=PLATFORM, at=at)
                act.give_post(user.pk, Post.ADMIN, actor=PLATFORM, at=at)
        except Refused as refused:
            raise CommandError("；".join([*refused.reasons, *refused.fields.values()])) from refused
        if options["json"]:
            self.stdout.write(json.dumps({"username": user.username, "password": password}))
            return
        self.stdout.write(f"已建立系统管理员 {user.name}（{user.username}），一次性密码：{password}")
        self.stdout.write("密码只显示这一次，首次登录时须修改。")
