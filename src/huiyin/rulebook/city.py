"""Whose hotline it is: the city's names, its territories, the kinds of its units, and how often contacts may change."""

from pydantic import Field

from huiyin.rulebook.section import Coded, Positive, Section, Text


class City(Section):
    """The names that stand on pages and papers."""

    name: Text = Field(description="城市名称，如 开封市")
    short_name: Text = Field(description="城市简称，如 开封")
    hotline: Text = Field(description="热线名称")
    centre: Text = Field(description="热线中心（办公室）名称")
    phone: Text = Field(description="热线号码")

    def __str__(self) -> str:
        return self.name


class Territory(Section):
    """A piece of the city: a dimension of its own, never mixed with the topic of a request."""

    code: Text = Field(description="地区代码；有国家行政区划代码的用该代码")
    label: Text = Field(description="地区名称")
    parent: Text | None = Field(default=None, description="上级地区代码")


class UnitKind(Coded):
    """A group of units that are compared with one another."""


class ContactChange(Section):
    """When a unit's contacts change so often that the centre wants to know."""

    times: Positive = Field(description="变更达到几次即提醒")
    months: Positive = Field(description="在最近几个月内")
