"""When the clock urges by itself, and how much a unit may be disturbed."""

from datetime import time
from typing import Literal, Self

from pydantic import Field, model_validator

from huiyin.flow.posts import Post
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Coded, Positive, Section


class UrgePoint(Coded):
    """One moment before or after a due time at which somebody is reminded."""

    clock: ClockName = Field(description="针对哪个时限")
    before: Limit | None = Field(default=None, description="到期之前多久；与 after 二者写一")
    after: Limit | None = Field(default=None, description="到期之后多久；与 before 二者写一")
    to: tuple[Post, ...] = Field(min_length=1, description="提醒哪些岗位")

    @model_validator(mode="after")
    def _on_one_side_of_the_due_time(self) -> Self:
        if (self.before is None) == (self.after is None):
            raise ValueError("before 和 after 须写且只写一个")
        return self


PetitionerHears = Literal["accepted", "dispatched", "extended", "answered"]


class Messages(Section):
    """What goes out, to whom, and when it keeps quiet."""

    ordinary_messages_per_unit_day: Positive = Field(description="每个单位每天最多收几条一般消息（合并发送）")
    quiet_from: time = Field(description="夜间静默自几时起（急件除外）")
    quiet_until: time = Field(description="夜间静默至几时止")
    urgent_unread_minutes: Positive = Field(description="急件多少分钟未读转给下一人")
    petitioner_hears: tuple[PetitionerHears, ...] = Field(
        description="何时通知诉求人：accepted 受理，dispatched 转办（告知单位），"
        "extended 延期（告知原因和新期限），answered 答复"
    )

    def is_quiet(self, moment: time) -> bool:
        """Whether ordinary messages wait at this local time; the quiet hours may run over midnight."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= moment < self.quiet_until
        return moment >= self.quiet_from or moment < self.quiet_until
