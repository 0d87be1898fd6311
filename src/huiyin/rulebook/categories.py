"""The tree of topics: codes with a time of validity, and what an old code became."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from huiyin.rulebook.section import Section, Text, Unknown

CategoryCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{2,8}$")]


class Category(Section):
    """One topic. It is never deleted: it ends on a day and names what it became."""

    code: CategoryCode = Field(description="类别代码，大写字母和数字")
    name: Text = Field(description="类别名称")
    parent: CategoryCode | None = Field(default=None, description="上级类别代码；空为一级")
    since: date = Field(description="启用日期")
    until: date | None = Field(default=None, description="停用日期：自这一天起不再使用；空为仍在用")
    becomes: tuple[CategoryCode, ...] = Field(default=(), description="停用后归入的新类别代码")
    aliases: tuple[Text, ...] = Field(default=(), description="其他叫法，导入时认得")
    source: str = Field(default="", description="名称的出处")

    def is_valid(self, on: date) -> bool:
        """Whether the topic may be chosen on this day."""
        return self.since <= on and (self.until is None or on < self.until)


class CategoryTree:
    """The topics of one rulebook, asked from above and from below."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self.by_code: Mapping[str, Category] = {category.code: category for category in categories}
        self._children: dict[str | None, list[str]] = defaultdict(list)
        for category in self.by_code.values():
            self._children[category.parent].append(category.code)

    def category(self, code: str) -> Category:
        """Return the topic with this code. Raises Unknown."""
        try:
            return self.by_code[code]
        except KeyError:
            raise Unknown(f"规则簿里没有这个类别：{code}") from None

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the codes from the first level down to this topic. Raises Unknown."""
        codes: list[str] = []
        step: str | None = code
        while step is not None and step not in codes:
            codes.append(step)
            step = self.category(step).parent
        return tuple(reversed(codes))

    def below(self, code: str) -> frozenset[str]:
        """Return this topic's code and the codes of everything under it. Raises Unknown."""
        found, waiting = set(), [self.category(code).code]
        while waiting:
            step = waiting.pop()
            found.add(step)
            waiting += [child for child in self._children[step] if child not in found]
        return frozenset(found)

    def leaves(self, on: date) -> tuple[Category, ...]:
        """Return the topics that a clerk may choose on this day: valid, with nothing valid under them."""
        valid = [category for category in self.by_code.values() if category.is_valid(on)]
        parents = {category.parent for category in valid}
        return tuple(category for category in valid if category.code not in parents)

    def heirs(self, code: str, on: date) -> frozenset[str]:
        """Return what this topic is called on the day: itself while it is valid, else what it became. Raises Unknown.

        Empty where the mapping leads nowhere: before the topic began, or after it ended without a successor.
        """
        category = self.category(code)
        if category.is_valid(on):
            return frozenset({code})
        if category.since > on:
            return frozenset()
        return frozenset().union(*(self.heirs(heir, on) for heir in category.becomes))

    def called(self, word: str, on: date) -> Category | None:
        """Return the valid topic with this code, name or other name; of several the deepest, then the first."""
        valid = [category for category in self.by_code.values() if category.is_valid(on)]
        matching = [c for c in valid if word in {c.code, c.name, *c.aliases}]
        return max(matching, key=lambda c: len(self.lineage(c.code)), default=None)
