"""What is wrong with a rulebook, said in Chinese with the file and the path of the key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个键",
    "enum": "只能是 {expected}",
    "literal_error": "只能是 {expected}",
    "bool_type": "应是 true 或 false",
    "int_type": "应是整数",
    "int_from_float": "应是整数",
    "float_type": "应是数字",
    "float_parsing": "应是数字",
    "string_type": "应是文字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "代码的写法不对，应符合 {pattern}",
    "tuple_type": "应是列表",
    "tuple_too_short": "至少要有 {min_length} 项",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多只能有 {max_length} 项",
    "dict_type": "应是一节，如 [名称] 或 {{ 键 = 值 }}",
    "model_type": "应是一节，如 [名称] 或 {{ 键 = 值 }}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "union_tag_not_found": "缺少 {discriminator}",
    "union_tag_invalid": "{discriminator} 只能是 {expected_tags}",
    "value_error": "{error}",
}
_BEGINNINGS = {"date": "应是日期，如 2018-01-01", "time": "应是时刻，如 08:30"}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: in which file, at which key, and what."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.message}" if self.path else f"{self.file}: {self.message}"


class RulebookError(Exception):
    """Rulebooks cannot be used; `problems` lists everything that is wrong, not only the first thing."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def said_in_chinese(error: ValidationError) -> list[tuple[str, str]]:
    """Return (key path, message) for each complaint of the models."""
    return [(path_of(one["loc"]), _message(one)) for one in error.errors(include_url=False)]


def path_of(steps: Sequence[int | str]) -> str:
    """Return a key path as it is spoken of: `approval.rules[2].up_to`, counted from 0 as in TOML tools."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step != "[key]":
            path += f".{step}" if path else step
    return path


def _message(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if error["loc"] and error["loc"][-1] == "[key]":
        return _WORDS["extra_forbidden"]
    if kind in _WORDS:
        return _WORDS[kind].format(**context)
    beginning = next((words for start, words in _BEGINNINGS.items() if kind.startswith(start)), None)
    return beginning or f"不合要求（{error['msg']}）"
