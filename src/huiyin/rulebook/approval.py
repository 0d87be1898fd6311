"""Who above the centre must approve which matters, and who in a unit signs its answers."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from huiyin.flow.posts import Post
from huiyin.rulebook.section import Code, Coded, Flag, Section, Share, none_as_written
from huiyin.rulebook.where import Matter, Where


class Role(Coded):
    """A rung of the approval chain, by the city's own name for it."""

    post: Post = Field(description="对应的岗位")

    @property
    def name(self) -> str:
        """The city's word for the role."""
        return self.label


class ApprovalRule(Where):
    """How far up the chain matters of one sort go."""

    up_to: Annotated[Code | None, BeforeValidator(none_as_written)] = Field(
        description='呈批到哪个角色为止（从第一个角色逐级向上）；"none" 表示不需呈批'
    )


class Approval(Section):
    """The chain from its lowest rung to its highest, and the rules of which the first that fits wins."""

    roles: tuple[Role, ...] = Field(description="呈批角色，由低到高；没有呈批的城市写空列表")
    rules: tuple[ApprovalRule, ...] = Field(description="哪些事项呈批到哪一级；自上而下第一条符合的生效")
    urgent_dispatch_first: Flag = Field(description="急件是否先转办、后补批")

    def chain(self, matter: Matter) -> tuple[Role, ...]:
        """Return the roles that must approve this matter, lowest first; empty where none must."""
        rule = next((rule for rule in self.rules if rule.fits(matter)), None)
        if rule is None or rule.up_to is None:
            return ()
        codes = [role.code for role in self.roles]
        return self.roles[: codes.index(rule.up_to) + 1]


UnitSigner = Literal[Post.UNIT_HANDLER, Post.UNIT_DUTY, Post.UNIT_LEADER, Post.UNIT_HEAD]


class SignOff(Section):
    """Whether somebody in the unit must sign an answer before it goes out, and who."""

    required: Flag = Field(description="单位的反馈是否须经领导签署")
    ordinary: UnitSigner = Field(description="一般件由谁签署")
    important: UnitSigner = Field(description="重要件和领导批示件由谁签署")
    on_paper: Flag = Field(description="可否打印转办单手签后上传扫描件，代替在线签署")
    spot_check: Share = Field(description="纸面签署抽查的比例，0 到 1")
