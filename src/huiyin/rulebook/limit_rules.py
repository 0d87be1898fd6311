"""Which time limit holds for which matter: rules by clock, of which the first that fits wins."""

from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, Field

from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Flag, Labelled, Section, none_as_written
from huiyin.rulebook.where import Where


class ClockName(Labelled):
    """What a limit measures; every book says something about each, of matters in `limits`."""

    UNIT_SIGN = "unit_sign", "单位签收"
    FIRST_CONTACT = "first_contact", "先行联系"
    UNIT_REPLY = "unit_reply", "单位反馈"
    CITIZEN = "citizen", "答复诉求人"
    CENTRE_REVIEW = "centre_review", "中心审核"
    CENTRE_APPROVAL = "centre_approval", "领导呈批"
    CENTRE_DISPATCH = "centre_dispatch", "中心转办"
    CENTRE_RETURN_REVIEW = "centre_return_review", "退单审核"
    CENTRE_EXTENSION = "centre_extension", "延期审批"
    CENTRE_AUDIT = "centre_audit", "反馈审核"
    CALLBACK = "callback", "回访"
    SUB_DISPATCH_RESERVE = "sub_dispatch_reserve", "下派预留"
    SUPERVISION = "supervision", "督办反馈"


OF_NO_MATTER = frozenset({ClockName.SUPERVISION})
"""Clocks of other things than cases: their limits stand in a section of their own, not among those of matters."""


WrittenLimit = Annotated[Limit | None, BeforeValidator(none_as_written)]


class LimitRule(Where):
    """One limit and the matters for which it holds."""

    within: WrittenLimit = Field(description='时限，如 "5wd"、"24h+at_once"；"none" 表示这里不设时限')

    @cached_property
    def day_and_night(self) -> Limit | None:
        """The same limit for an urgent matter: its minutes and hours run at once, nights and holidays too."""
        if self.within is None or self.within.unit not in {"minute", "hour"}:
            return self.within
        return self.within.model_copy(update={"after_hours": "at_once"})


class UnitClock(Section):
    """What is fair to a unit whose clock depends on others."""

    stands_while_centre_is_late: Flag = Field(description="中心自身超时期间，单位的时限是否停走")
    full_limit_after_return: Flag = Field(description="退单成立后，改派的单位是否从头得到完整时限")
