"""How people are asked afterwards whether they got their answer, and what follows when they are not content."""

from datetime import time
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from huiyin.rulebook.channels import Family
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Coded, Count, Flag, Positive, Section, Share


class Grade(Coded):
    """One answer to "are you satisfied?"."""

    satisfied: Flag | None = Field(
        default=None, description="true 计满意，false 计不满意，不写为中性（不进满意率的分子和分母）"
    )
    score: float = Field(ge=0, le=100, description="计算满意度（平均分）时的分值，0 到 100")


class Dimension(Coded):
    """With what somebody is not content: kept apart, so that service is not judged by the outcome alone."""


class Callback(Section):
    """When, whom and how often to call."""

    when: Literal["after_close", "before_close"] = Field(description="回访在办结之后还是之前")
    share: Share = Field(description="回访的比例，0 到 1")
    shares: dict[Family, Share] = Field(default={}, description="另定比例的渠道大类；不写的按 share")
    attempts: Positive = Field(description="打几次不通算联系不上")
    slots: tuple[tuple[time, time], ...] = Field(min_length=1, description="各次尝试要分布的时段，须由早到晚且不重叠")
    one_call_a_caller: Flag = Field(description="同一诉求人的多件是否一次回访")
    unreachable: Literal["neutral", "excluded"] = Field(description="联系不上的：neutral 列为中性并公布，excluded 不列")
    grades: tuple[Grade, ...] = Field(min_length=2, description="满意程度的各档")
    dimensions: tuple[Dimension, ...] = Field(min_length=1, description="不满意的方面")
    reopen_within: Limit = Field(description="办结后多久之内诉求人可要求重办")
    objection_within: Limit = Field(description="诉求人要求重办后中心多久之内答复")

    def share_of(self, family: str) -> float:
        """Return which share of the cases of a family of channels is called."""
        return self.shares.get(Family(family), self.share) if family else self.share

    @field_validator("slots")
    @classmethod
    def _slots_in_order(cls, slots: tuple[tuple[time, time], ...]) -> tuple[tuple[time, time], ...]:
        edges = [edge for slot in slots for edge in slot]
        if any(left > right for left, right in pairwise(edges)):
            raise ValueError("时段须由早到晚，且互不重叠")
        return slots

    @model_validator(mode="after")
    def _somebody_can_be_content_and_not(self) -> Self:
        if not {True, False} <= {grade.satisfied for grade in self.grades}:
            raise ValueError("grades 里至少要有一档计满意、一档计不满意")
        return self


class Redo(Section):
    """How often a case is done again."""

    max_times: Count = Field(description="最多重办几次")
    needs_reasonable: Flag = Field(description="不满意须经判断为合理才重办")
    second_reviewer: Flag = Field(description="重办次数用完后，可否由第二人复核、说明理由后研判终结")
    problem_after: Positive = Field(description="重办几次仍未解决列为疑难工单")
