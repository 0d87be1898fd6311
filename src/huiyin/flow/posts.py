"""The posts of a hotline. They are constants of the trade; which rulebook role maps to which post is the city's."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Post(StrEnum):
    """A post that a person can hold; the value is stored, the label is shown."""

    AGENT = "agent", "话务员"
    SHIFT_LEAD = "shift_lead", "班长/质检"
    OPINION_CLERK = "opinion_clerk", "舆情专员"
    REVIEWER = "reviewer", "审核员"
    APPROVER = "approver", "呈批领导"
    SECTION_CHIEF = "section_chief", "科长"
    DISPATCHER = "dispatcher", "派单员"
    AUDITOR = "auditor", "审件员"
    SUPERVISOR = "supervisor", "督办员"
    CALLBACK_AGENT = "callback_agent", "回访员"
    ASSESSOR = "assessor", "考核员"
    EDITOR = "editor", "简报编辑"
    ENTERPRISE_CLERK = "enterprise_clerk", "企业投诉专员"
    DIRECTOR = "director", "中心主任"
    SECRETARY_GENERAL = "secretary_general", "秘书长"
    VICE_MAYOR = "vice_mayor", "分管副市长"
    CITY_LEADER = "city_leader", "市领导"
    LEADER_SECRETARY = "leader_secretary", "秘书"
    UNIT_HANDLER = "unit_handler", "承办人"
    UNIT_DUTY = "unit_duty", "单位值班员"
    UNIT_LEADER = "unit_leader", "单位分管领导"
    UNIT_HEAD = "unit_head", "单位主要领导"
    LINE_CLERK = "line_clerk", "专线员"
    ARBITER = "arbiter", "裁定员"
    EVALUATOR = "evaluator", "第三方评估员"
    ADMIN = "admin", "系统管理员"

    label: str

    def __new__(cls, value: str, label: str = "") -> "Post":
        """Keep the Chinese label beside the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


UNIT_POSTS = frozenset({Post.UNIT_HANDLER, Post.UNIT_DUTY, Post.UNIT_LEADER, Post.UNIT_HEAD, Post.LINE_CLERK})
"""Posts held in a network unit; every other post is held in the centre or above it."""

CENTRE_POSTS = frozenset(Post) - UNIT_POSTS

_LEADS = frozenset(
    {
        Post.DIRECTOR, Post.APPROVER, Post.SECTION_CHIEF, Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER,
        Post.ARBITER,
    }
)  # fmt: skip

TASKS_ON_OWN_LINE: Mapping[Post, frozenset[Post]] = MappingProxyType({
    Post.LINE_CLERK: frozenset(
        {
            Post.AGENT, Post.OPINION_CLERK, Post.REVIEWER, Post.DISPATCHER, Post.AUDITOR, Post.SUPERVISOR,
            Post.CALLBACK_AGENT,
        }
    ),
    Post.UNIT_LEADER: _LEADS,
    Post.UNIT_HEAD: _LEADS,
})  # fmt: skip
"""A unit with a line of its own (区长专线) is the centre for what it takes in: whose work its few people do there."""
