"""The ladder by which the centre becomes sterner: cards, supervision, talks, circulars, accountability; and its triggers."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Code, Coded, Count, Flag, Labelled, Positive, Section, Share, Text


class Rung(Labelled):
    """What is done to a unit, the mildest first. Urging comes before all of them and has its own points (`urging`)."""

    YELLOW = "yellow", "黄牌"
    RED = "red", "红牌"
    ORDER = "order", "督办"
    TALK = "talk", "约谈"
    CIRCULAR = "circular", "通报批评"
    ACCOUNTABILITY = "accountability", "问责"

    @property
    def weight(self) -> int:
        """How stern it is: a greater number stands higher on the ladder."""
        return list(Rung).index(self) + 1


CARDS = frozenset({Rung.YELLOW, Rung.RED})
"""What the software shows by itself. Everything above a supervision order only a person can order."""

MAY_COME_BY_ITSELF = frozenset({*CARDS, Rung.ORDER})

Trigger = Literal["overdue", "urged", "dissatisfied", "redone", "no_lead", "open_long", "problem"]
NEEDS: dict[str, frozenset[str]] = {
    "overdue": frozenset({"clock", "after"}), "urged": frozenset({"clock", "times"}), "dissatisfied": frozenset({"times"}),
    "redone": frozenset({"times"}), "no_lead": frozenset({"after"}), "open_long": frozenset({"after"}),
    "problem": frozenset({"problem"}),
}  # fmt: skip
"""What each trigger has to be told."""


class Step(Coded):
    """One step of the ladder: what brings it about, and what is done then."""

    rung: Rung = Field(
        description="升到哪一级：yellow 黄牌，red 红牌，order 督办，talk 约谈，circular 通报批评，accountability 问责"
    )
    trigger: Trigger = Field(
        description="由什么引起：overdue 某项时限超期，urged 催办多次仍未反馈，dissatisfied 回访多次不满意，redone 多次重办，"
        "no_lead 受理后久无主办单位，open_long 久拖不决，problem 单位的某一突出问题"
    )
    clock: Code | None = Field(
        default=None, description="针对哪个时限，如 unit_reply、instruction；用于 overdue、urged"
    )
    after: Limit | None = Field(default=None, description="超期、受理之后多久；用于 overdue、no_lead、open_long")
    times: Positive | None = Field(default=None, description="第几次；用于 urged、dissatisfied、redone")
    problem: Code | None = Field(default=None, description="哪一突出问题，problems 之一；用于 problem")
    by_itself: Flag = Field(default=False, description="是否由系统直接下达；只用于督办，黄牌红牌总是由系统发出")
    whom: str = Field(default="", description="约谈谁，如 单位分管领导；只用于约谈")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        needed = NEEDS[self.trigger]
        for name in ("clock", "after", "times", "problem"):
            if (getattr(self, name) is not None) != (name in needed):
                yield f"{self.trigger} 须有 {'、'.join(sorted(needed))}，不能有其他条件"
        if self.by_itself and self.rung not in MAY_COME_BY_ITSELF:
            yield f"{self.rung.label}只能由系统提请、由人决定"
        if self.whom and self.rung != Rung.TALK:
            yield "只有约谈写 whom"
        if self.rung in CARDS and self.trigger == "problem":
            yield "黄牌红牌针对一件工单，不能由单位的突出问题引起"

    @property
    def comes_by_itself(self) -> bool:
        """Whether the software does it without asking anybody."""
        return self.by_itself or self.rung in CARDS

    @property
    def deed(self) -> str:
        """What happens, as the end of a sentence: "发红牌", "提请约谈单位分管领导"."""
        if self.rung in CARDS:
            return f"发{self.rung.label}"
        return f"{'下达' if self.by_itself else '提请'}{self.rung.label}{self.whom}"

    @property
    def why(self) -> str:
        """What brings it about, in words."""
        after = self.after.label if self.after else ""
        return {
            "overdue": f"超期{after}", "urged": f"催办{self.times}次仍未办结", "dissatisfied": f"回访{self.times}次不满意",
            "redone": f"重办{self.times}次", "no_lead": f"受理{after}仍无主办单位", "open_long": f"受理{after}仍未办结",
            "problem": "突出问题",
        }[self.trigger]  # fmt: skip


class UnitProblem(Coded):
    """A way in which a unit as a whole lags behind: the share of one measure in another, in the days before."""

    measure: Text = Field(description="问题件的指标名，如 unit_due_late")
    of: Text = Field(description="作分母的指标名，如 unit_due")
    share: Share = Field(description="占比超过多少算突出，如 0.2")
    least: Count = Field(description="分母至少多少件才算，件数太少不下结论")


class Ordering(Section):
    """Who decides about one rung."""

    rung: Rung = Field(description="哪一级")
    by: tuple[Post, ...] = Field(min_length=1, description="由哪些岗位决定，任一岗位即可")


class Named(Coded):
    """One word to choose, with what it means."""

    help: str = Field(default="", description="说明，显示在选项旁")


class Accountability(Section):
    """To whom a matter of responsibility is handed, for what, and what can become of it."""

    situations: tuple[Named, ...] = Field(min_length=1, description="追究责任的情形")
    bodies: tuple[Named, ...] = Field(min_length=1, description="移送给哪些机关")
    outcomes: tuple[Named, ...] = Field(min_length=1, description="处理结果")


class Correction(Section):
    """The correction (整改) that a unit is told to make."""

    days: Positive = Field(description="整改期限一般多少天")
    remind_before: Count = Field(description="到期前几天提醒一次")
    urge_every: Positive = Field(description="逾期后每几天催一次")


class Circulars(Section):
    """Circulars of praise and of criticism."""

    approved_by: tuple[Post, ...] = Field(min_length=1, description="由哪些岗位审批")
    number: Text = Field(description="文号的写法，{year} 年份，{n} 序号，如 通报〔{year}〕{n}号")
    units_may: Flag = Field(description="有下级的单位可否向下级发通报")


class Escalation(Section):
    """The whole ladder of a city."""

    steps: tuple[Step, ...] = Field(min_length=1, description="升级的各级，由轻到重")
    problems: tuple[UnitProblem, ...] = Field(default=(), description="单位的突出问题")
    problem_days: Positive = Field(description="突出问题看最近多少天")
    orders: tuple[Ordering, ...] = Field(min_length=1, description="各级由谁决定")
    order_kind: Code = Field(description="升到督办时用哪种督办方式，supervision.kinds 之一")
    circulars: Circulars = Field(description="通报")
    accountability: Accountability = Field(description="问责")
    correction: Correction = Field(description="整改")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        for name in ("steps", "problems"):
            codes = Counter(one.code for one in getattr(self, name))
            if twice := [code for code, n in codes.items() if n > 1]:
                yield f"{name} 重复：{twice[0]}"
        known = {problem.code for problem in self.problems}
        if lost := [step.problem for step in self.steps if step.problem and step.problem not in known]:
            yield f"problems 里没有：{lost[0]}"
        for rung in Rung:
            many = sum(one.rung == rung for one in self.orders)
            if many != (0 if rung in CARDS else 1):
                yield f"orders 须写且只写一次由谁决定{rung.label}；黄牌红牌不写"
        if wrong := [post for one in self.orders for post in one.by if post in UNIT_POSTS]:
            yield f"{wrong[0].label}是承办单位的岗位，不能作决定"

    def step(self, code: str) -> Step | None:
        """Return the step with this code, None where this edition has none such."""
        return next((step for step in self.steps if step.code == code), None)

    def family(self, trigger: str, clock: str | None = None) -> list[Step]:
        """Return the steps of one trigger (and clock), the first to come first."""
        return sorted(
            (step for step in self.steps if step.trigger == trigger and step.clock == clock),
            key=lambda step: (step.times or 0, step.rung.weight if step.after is None else _length(step.after)),
        )

    def clocks(self, trigger: str) -> list[str]:
        """Return the clocks that steps of a trigger look at."""
        return sorted({step.clock for step in self.steps if step.trigger == trigger and step.clock})

    def orderers(self, rung: str) -> tuple[Post, ...]:
        """Return who decides about a rung."""
        return next((one.by for one in self.orders if one.rung == rung), ())

    def problem(self, code: str) -> UnitProblem | None:
        """Return the problem with this code, None where this edition has none such."""
        return next((one for one in self.problems if one.code == code), None)


_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "workday": 24.0}


def _length(limit: Limit) -> float:
    return limit.amount * _HOURS[limit.unit]
