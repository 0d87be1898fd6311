"""For which matters a rule holds: the conditions that limits and approval rules share."""

from dataclasses import dataclass

from pydantic import Field

from huiyin.rulebook.channels import Family
from huiyin.rulebook.section import Code, Flag, Positive, Section, Text


@dataclass(frozen=True, slots=True)
class Matter:
    """What a rule may ask about a case. `lineage` holds the code of its category and of everything above it."""

    kind: str
    family: str
    channel: str
    urgency: str
    important: bool = False
    level: int | None = None
    lineage: frozenset[str] = frozenset()


class Where(Section):
    """Conditions of a rule: each list means "one of these", an empty list "any", and all must hold together."""

    kind: tuple[Code, ...] = Field(default=(), description="条件：诉求性质之一；不写为不限")
    family: tuple[Family, ...] = Field(default=(), description="条件：渠道大类之一；不写为不限")
    channel: tuple[Code, ...] = Field(default=(), description="条件：受理渠道之一；不写为不限")
    category: tuple[Text, ...] = Field(default=(), description="条件：事项类别之一，含其下各级；不写为不限")
    urgency: tuple[Code, ...] = Field(default=(), description="条件：紧急程度之一；不写为不限")
    level: tuple[Positive, ...] = Field(default=(), description="条件：承办单位的层级，1 为中心下一级；不写为不限")
    important: Flag | None = Field(default=None, description="条件：是否重要或领导批示件；不写为不限")

    @property
    def is_catch_all(self) -> bool:
        """Whether the rule holds for every matter."""
        lists = (self.kind, self.family, self.channel, self.category, self.urgency, self.level)
        return self.important is None and not any(lists)

    def fits(self, matter: Matter) -> bool:
        """Whether the rule holds for this matter."""
        return (
            (not self.kind or matter.kind in self.kind)
            and (not self.family or matter.family in self.family)
            and (not self.channel or matter.channel in self.channel)
            and (not self.category or not matter.lineage.isdisjoint(self.category))
            and (not self.urgency or matter.urgency in self.urgency)
            and (not self.level or matter.level in self.level)
            and (self.important is None or matter.important == self.important)
        )
