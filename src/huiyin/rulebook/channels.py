"""Through which channel a request comes, what its registration needs, and by which steps it is worked off."""

from typing import Self

from pydantic import Field, model_validator

from huiyin.rulebook.section import Code, Flag, Labelled, Named, Section, Text

ON_THE_WAY = (
    "collected", "registered", "in_review", "in_approval", "approved", "in_handling", "in_audit", "in_callback",
    "closed", "archived",
)  # fmt: skip
"""The states of a case that are on the way to its answer, by the names that the room `cases` stores."""

OFF_THE_WAY = ("refused", "transferred_out", "merged", "voided", "withdrawn")
"""The states of a case that left the way; they belong to no step."""


class Family(Labelled):
    """A group of channels that are worked off by the same steps."""

    PLATFORM = "platform", "平台受理"
    ONLINE = "online", "网络舆情"
    ENTERPRISE = "enterprise", "企业投诉"


class Essential(Labelled):
    """Something that must be known of a request before it counts as entered or registered."""

    TIME = "time", "时间"
    PLACE = "place", "地点"
    OBJECT = "object", "对象"
    COURSE = "course", "经过"
    WISH = "wish", "诉求"
    TEXT = "text", "原文"
    NAME = "name", "姓名"
    PHONE = "phone", "联系电话"


class Channel(Named):
    """One way in. An online message is entered as it was sent; the clerk's screening supplies the rest."""

    family: Family = Field(description="渠道大类，决定办理步骤和编号")
    essentials: tuple[Essential, ...] = Field(min_length=1, description="收进来时必须有的要素")
    essentials_to_register: tuple[Essential, ...] = Field(
        default=(), description="筛选、登记完成时必须有的要素；不写则与收进来时相同"
    )
    online: Flag = Field(description="是否计入网络舆情（online）")
    measure: Code | None = Field(default=None, description="单独计数的指标名称，如 message_board")
    answer_needs_link: Flag = Field(default=False, description="答复是否要登记网上公开答复的链接")

    @property
    def registered_with(self) -> tuple[Essential, ...]:
        """What must be known when the registration is complete."""
        return self.essentials_to_register or self.essentials


class Kind(Named):
    """What the petitioner wants of the government: to ask, to complain, to report..."""

    waives: tuple[Essential, ...] = Field(default=(), description="这种诉求登记时可以没有的要素，如咨询不必有地点")
    kept_from_accused: Flag = Field(
        default=False, description="绝不派给被反映单位及其下级，也不出现在其列表、消息和导出中"
    )
    hides_identity: Flag = Field(default=False, description="承办单位默认看不到诉求人身份")


class Urgency(Named):
    """How soon somebody must act. The first one of a book is the ordinary one."""

    natural_hours: Flag = Field(description="时限是否按自然小时昼夜连续计算")


class Step(Section):
    """One step of the way as the city names it; a case stands at the step that has its state."""

    name: Code = Field(description="步骤代码")
    label: Text = Field(description="步骤名称")
    states: tuple[Text, ...] = Field(description="工单处于哪些状态时正在这一步；空列表表示到下一步时即已完成")


class Flow(Section):
    """The steps of one family in their order."""

    family: Family = Field(description="渠道大类")
    steps: tuple[Step, ...] = Field(min_length=1, description="依次的步骤")

    @model_validator(mode="after")
    def _every_state_has_its_one_step(self) -> Self:
        found = [state for step in self.steps for state in step.states]
        if unknown := sorted(set(found) - set(ON_THE_WAY)):
            raise ValueError(f"没有这个工单状态：{'、'.join(unknown)}")
        if twice := sorted({state for state in found if found.count(state) > 1}):
            raise ValueError(f"一个状态只能属于一个步骤：{'、'.join(twice)}")
        if missing := [state for state in ON_THE_WAY if state not in found]:
            raise ValueError(f"这些状态没有归入任何步骤：{'、'.join(missing)}")
        return self
