"""What every section of a rulebook shares: it is frozen and strict, and its entries have a code and a Chinese word."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""A code that rows store and programs compare: lower-case ASCII."""

Text = Annotated[str, Field(min_length=1)]
Flag = Annotated[bool, Strict()]
Count = Annotated[int, Strict(), Field(ge=0)]
Positive = Annotated[int, Strict(), Field(ge=1)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]


class Section(BaseModel):
    """A part of a rulebook. A key that it does not know is an error, and nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Coded(Section):
    """An entry of a list: the code is stored, the label is shown."""

    code: Code = Field(description="代码，保存在数据中，启用后不改")
    label: Text = Field(description="名称，页面和文书上显示")


class Named(Coded):
    """An entry that other systems may call by another word."""

    aliases: tuple[Text, ...] = Field(default=(), description="别的系统或旧资料里的叫法，导入时认得")

    def is_called(self, word: str) -> bool:
        """Whether the word is this entry's code, label or one of its other names."""
        return word in {self.code, self.label, *self.aliases}


class Labelled(StrEnum):
    """Words that all cities share, so that they stand in code: the value is stored, the label is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        """Keep the Chinese label beside the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Unknown(LookupError):
    """A code is not in the rulebook; the message says so in Chinese."""


Entry = TypeVar("Entry", bound=Coded)


def entry_of(entries: Iterable[Entry], code: str, what: str) -> Entry:
    """Return the entry with this code. Raises Unknown, naming what was looked for ("渠道")."""
    for entry in entries:
        if entry.code == code:
            return entry
    raise Unknown(f"规则簿里没有这个{what}：{code}")


def none_as_written(value: Any) -> Any:
    """Read the written word "none" as nothing: TOML has no empty value, and a forgotten key must stay an error."""
    return None if value == "none" else value


def pairs(entries: Iterable[Coded]) -> list[tuple[str, str]]:
    """Return (code, label) of each entry, as a choice of a form wants them."""
    return [(entry.code, entry.label) for entry in entries]
