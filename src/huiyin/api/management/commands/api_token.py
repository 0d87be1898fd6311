"""`./huiyin manage api_token`: issues, lists and revokes the keys by which other systems come in."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from huiyin.api.models import Token
from huiyin.api.tokens import issue, revoke
from huiyin.flow import times
from huiyin.flow.table import Refused


class Command(BaseCommand):
    """Issue a token for an account; its text is printed once and kept nowhere."""

    help = "签发、列出或撤销接口令牌。令牌只显示一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done."""
        parser.add_argument("--user", help="账号（工号）")
        parser.add_argument("--name", default="", help="给哪个系统用")
        parser.add_argument("--days", type=int, default=90, help="有效天数，默认 90")
        parser.add_argument("--list", action="store_true", help="列出令牌（不含内容）")
        parser.add_argument("--revoke", type=UUID, metavar="ID", help="撤销这个令牌")
        parser.add_argument("--json", action="store_true", help="以一个 JSON 对象输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing that was asked for."""
        try:
            told = _do(options)
        except Refused as refused:
            raise CommandError("；".join(refused.reasons)) from None
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _in_words(told))


def _do(options: dict[str, Any]) -> dict[str, Any]:
    if options["list"]:
        return {"tokens": [_told(token) for token in Token.objects.select_related("user")]}
    if options["revoke"]:
        return _told(revoke(options["revoke"], at=times.now()))
    if not options["user"]:
        raise Refused(["请用 --user 指定账号，或用 --list、--revoke"])
    token, text = issue(options["user"], options["name"], days=options["days"], at=times.now())
    return {**_told(token), "token": text}


def _told(token: Token) -> dict[str, Any]:
    ended = token.revoked_at.isoformat() if token.revoked_at else None
    return {
        "id": str(token.pk), "user": token.user.username, "name": token.name, "issued_at": token.issued_at.isoformat(),
        "expires_at": token.expires_at.isoformat(), "revoked_at": ended,
    }  # fmt: skip


def _in_words(told: dict[str, Any]) -> str:
    if "tokens" in told:
        return "\n".join(_in_words(one) for one in told["tokens"]) or "没有令牌"
    state = "已撤销" if told["revoked_at"] else f"有效至 {told['expires_at'][:10]}"
    line = f"{told['id']}  {told['user']}  {told['name']}  {state}"
    return f"{line}\n令牌（只显示这一次）：{told['token']}" if "token" in told else line
