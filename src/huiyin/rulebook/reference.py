"""The reference of the rulebook's keys, generated from the models: `docs/rules/rulebook.md`."""

import types
from collections.abc import Iterator
from datetime import date, time
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from huiyin.flow.posts import Post
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.calls import CallField, CallOutcome
from huiyin.rulebook.categories import Category
from huiyin.rulebook.channels import OFF_THE_WAY, ON_THE_WAY, Essential, Family
from huiyin.rulebook.escalation import Rung
from huiyin.rulebook.imports import ImportField
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.limits import UNIT_LABELS, UNIT_OF_SHORT, Limit

HEAD = """# 规则簿的键

本页由 `./huiyin manage rulebook_reference` 根据模型生成，请不要手改。

规则簿是 `src/huiyin/rulebook/<城市>/<生效日期>.toml`，一个城市一个目录，一版一个文件。
写错一个键，系统就不启动，并指出文件和键的位置（列表从 0 数起，如 `approval.rules[2].up_to`）。
改规则时另存一版，不改旧版：工单始终按受理时的那一版办。写了 `base` 的，没有写的整节沿用底本。
下表中 `[]` 表示列表中的每一项，`<…>` 表示由此取名的键。

- `./huiyin manage check_rulebooks --shelf 目录`：放上书架之前检查；
- `./huiyin manage rulebook --city 城市 --day 日期`：查看某日施行的内容。
"""
_WORDS: dict[Any, str] = {
    str: "文字", int: "整数", float: "数字", bool: "true 或 false", date: "日期", time: "时刻", Limit: "时限",
}  # fmt: skip
_VOCABULARIES: dict[type[Enum], str] = {
    Family: "渠道大类", Essential: "要素", ClockName: "时限名", Post: "岗位", ImportField: "导入项目", Rung: "升级措施",
    CallField: "话单项目", CallOutcome: "来电结果",
}  # fmt: skip


class Key(NamedTuple):
    """One key of a rulebook, as a row of the table."""

    path: str
    kind: str
    default: str
    meaning: str


def reference() -> str:
    """Return the whole page as Markdown."""
    parts = [HEAD, "## 时限的写法\n", _limits(), "## TOML 文件\n", _table(keys_of(Rulebook))]
    parts += ["## 类别文件（CSV 的列）\n", _table(keys_of(Category)), "列表用 `|` 分隔，空格子表示没有。\n"]
    return "\n".join([*parts, "## 固定的词\n", *_vocabularies()])


def keys_of(model: type[BaseModel], path: str = "") -> Iterator[Key]:
    """Yield every key that may be written, sections before what stands in them."""
    for name, field in model.model_fields.items():
        if model is Rulebook and name == "id":
            continue
        here = f"{path}.{name}" if path else name
        if model is Rulebook and name == "categories":
            yield Key(here, "文件名", "必填", field.description or "")
            continue
        yield Key(here, _kind_of(field.annotation), _default_of(field), field.description or "")
        yield from _inside(field.annotation, here)


def _inside(annotation: Any, path: str) -> Iterator[Key]:
    """Yield the keys of the section that a field holds, once or as each entry of a list or table."""
    annotation = _plain(annotation)
    if get_origin(annotation) is tuple:
        yield from _inside(get_args(annotation)[0], f"{path}[]")
    elif get_origin(annotation) is dict:
        name, value = get_args(annotation)
        yield from _inside(value, f"{path}.<{_kind_of(name)}>")
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation is not Limit:
        yield from keys_of(annotation, path)


def _kind_of(annotation: Any) -> str:
    annotation = _plain(annotation)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return "、".join(f"`{getattr(word, 'value', word)}`" for word in inner)
    if origin is tuple:
        return "起止时刻" if inner == (time, time) else f"列表：{_kind_of(inner[0])}"
    if origin is dict:
        return f"节：{_kind_of(inner[0])} = {_kind_of(inner[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _VOCABULARIES[annotation]
    return _WORDS.get(annotation, "节")


def _plain(annotation: Any) -> Any:
    """Return the type without constraints and without "or nothing"."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return _plain(next(one for one in get_args(annotation) if one is not types.NoneType))
    return annotation


def _default_of(field: FieldInfo) -> str:
    if field.is_required():
        return "必填"
    default = field.default
    if default is None or default in ((), {}, ""):
        return "无" if default is None else "空"
    written = str(default).lower() if isinstance(default, bool) else str(default)
    return "换行" if written == "\n" else f"`{written}`"


def _table(keys: Iterator[Key]) -> str:
    lines = ["| 键 | 类型 | 缺省 | 意思 |", "|---|---|---|---|"]
    lines += [f"| `{key.path}` | {key.kind} | {key.default} | {key.meaning} |" for key in keys]
    return "\n".join(lines) + "\n"


def _limits() -> str:
    units = "，".join(f"`{short}` {UNIT_LABELS[unit].removeprefix('个')}" for short, unit in UNIT_OF_SHORT.items())
    return (
        f"数目加单位：{units}。如 `5wd` 是五个工作日。后面可加："
        "`+first_day` 首日计入，`+office_close` 按日计的到下班为止，`+midnight` 到半夜为止，"
        "`+at_once` 非办公时间也立即起算，`+sign` 自签收起，`+accept` 自受理起，`+event` 自该事项发生起"
        "（不写为自转办起）。"
        "紧急程度按自然小时计的，分钟和小时一律昼夜连续。\n"
    )


def _vocabularies() -> Iterator[str]:
    """Yield the words that all cities share: they stand in code, a book only uses them."""
    for words, name in _VOCABULARIES.items():
        yield f"- {name}：" + "，".join(f"`{word.value}` {getattr(word, 'label', '')}" for word in words)
    yield f"- 工单状态（步骤和导入用）：{'、'.join(f'`{state}`' for state in (*ON_THE_WAY, *OFF_THE_WAY))}\n"
