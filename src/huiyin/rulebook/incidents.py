"""Incidents as data: their kinds, who commands them, and what may be counted in their log of resources."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.rulebook.categories import CategoryCode
from huiyin.rulebook.section import Coded, Flag, Positive, Section, Text


class IncidentKind(Coded):
    """One kind of incident, with what stands in the form when it is declared."""

    categories: tuple[CategoryCode, ...] = Field(default=(), description="通常涉及的事项类别，登记事件时先填上，可改")
    whole_day_duty: Flag = Field(description="启动后有任务的单位是否须 24 小时值班")


class ResourceKind(Coded):
    """One thing that is counted in the log of an incident."""

    measure: Text = Field(description="计量单位，如 车次、吨、人、乡镇")
    about: str = Field(default="", description="说明：记什么")


class Incidents(Section):
    """Kinds of incidents, who commands and starts them, and the resources that are counted."""

    kinds: tuple[IncidentKind, ...] = Field(min_length=1, description="事件种类")
    commands: tuple[Post, ...] = Field(min_length=1, description="谁登记事件、发布口径、下达任务、确认任务")
    starts: tuple[Post, ...] = Field(min_length=1, description="谁启动、解除和结束事件")
    resources: tuple[ResourceKind, ...] = Field(min_length=1, description="资源和影响记录的种类，各有计量单位")
    task_hours: Positive = Field(description="任务的期限没有另写时，几小时内报告")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        for name, entries in (("kinds", self.kinds), ("resources", self.resources)):
            codes = [one.code for one in entries]
            if len(set(codes)) != len(codes):
                yield f"{name} 的代码重复"
        if UNIT_POSTS.intersection((*self.commands, *self.starts)):
            yield "事件由中心指挥，commands、starts 只能写中心的岗位"

    def kind(self, code: str) -> IncidentKind | None:
        """Return the kind with this code, if there is one."""
        return next((one for one in self.kinds if one.code == code), None)

    def resource(self, code: str) -> ResourceKind | None:
        """Return what is counted under this code, if anything is."""
        return next((one for one in self.resources if one.code == code), None)
