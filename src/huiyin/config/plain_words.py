"""What the commands say of themselves: in Chinese, and without the options that only Django's developers need."""

import argparse
from collections.abc import Iterable
from difflib import get_close_matches

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, DjangoHelpFormatter

WORDS = {
    "usage: ": "用法：",
    "positional arguments": "必填",
    "options": "选项",
    "show this help message and exit": "只显示这份说明",
    "%(prog)s: error: %(message)s\n": "错误：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "“%(argument_name)s”：%(message)s",
    "the following arguments are required: %s": "还缺：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "expected one argument": "后面要写一个值",
    "expected at least one argument": "后面至少要写一个值",
    "ignored explicit argument %r": "后面不写值（%r）",
    "invalid %(type)s value: %(value)r": "不是合格的值：%(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可选：%(choices)s",
    "not allowed with argument %s": "不能和 %s 同时用",
    "one of the arguments %s is required": "%s 须写其中一个",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是：%(matches)s",
}
"""The sentences of argparse and ours."""


def speak_plainly() -> None:
    """Let every parser of this process tell its arguments and errors in Chinese."""
    argparse._ = lambda text: WORDS.get(text, text)  # type: ignore[attr-defined]
    DjangoHelpFormatter.add_usage = _add_usage  # type: ignore[method-assign]
    DjangoHelpFormatter.add_arguments = _add_arguments  # type: ignore[method-assign]


def all_commands() -> str:
    """Return what `./huiyin manage` can do, a line for each command: the house's own, and where Django's stand."""
    told = sorted((name, _command(name)) for name, room in get_commands().items() if _is_ours(room))
    wide = max(len(name) for name, _ in told)
    lines = [f"  {name:<{wide}}  {command.help.split('。')[0].split('；')[0]}" for name, command in told]
    return "\n".join([
        "用法：./huiyin manage <命令> [参数]", "", *lines, "",
        "./huiyin manage <命令> --help 说明一个命令的参数；加 --city 指定城市。",
        "Django 自带的命令（migrate、shell 等）也可用：./huiyin manage help --commands 列出全部名称。",
    ])  # fmt: skip


def no_such_command(name: str) -> str:
    """Return what to tell somebody who mistyped the name of a command."""
    near = get_close_matches(name, get_commands(), 3)
    meant = f"，是不是：{'、'.join(near)}" if near else ""
    return f"没有这个命令：{name}{meant}\n./huiyin manage --help 列出全部命令"


def _is_ours(room: "str | BaseCommand") -> bool:
    return str(room).startswith("huiyin.")


def _command(name: str) -> BaseCommand:
    room = get_commands()[name]
    return load_command_class(room, name) if isinstance(room, str) else room


def _own(actions: Iterable[argparse.Action]) -> list[argparse.Action]:
    return [one for one in actions if DjangoHelpFormatter.show_last.isdisjoint(one.option_strings)]


def _add_usage(
    self: DjangoHelpFormatter, usage: str | None, actions: Iterable[argparse.Action], *rest: object, **more: object
) -> None:
    argparse.HelpFormatter.add_usage(self, usage, _own(actions), *rest, **more)  # type: ignore[arg-type]


def _add_arguments(self: DjangoHelpFormatter, actions: Iterable[argparse.Action]) -> None:
    argparse.HelpFormatter.add_arguments(self, _own(actions))
