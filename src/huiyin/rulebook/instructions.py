"""What leaders write (批示): which of their marks count, the clock of the feedback, how long a leader may take one back."""

from typing import Literal

from pydantic import Field

from huiyin.flow.posts import Post
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Coded, Flag, Positive, Section, Text, entry_of

LeaderPost = Literal[Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER]
CountedMark = Literal["instructed", "passed_on"]
"""A leader who only circled his name (圈阅) has read, and has instructed nothing: no book can count that."""


class InstructionKind(Coded):
    """What a leader means with his words: a demand, praise."""

    feedback: Flag = Field(description="是否要求承办单位反馈；表扬类不要求")


class PaperKind(Coded):
    """What is laid before a leader besides cases."""


class Instructions(Section):
    """What holds for the instructions of leaders."""

    leaders: tuple[LeaderPost, ...] = Field(min_length=1, description="哪些岗位的文字算批示；称呼取呈批角色的名称")
    counted: tuple[CountedMark, ...] = Field(
        min_length=1, description="哪些签批计入批示：instructed 批示，passed_on 阅示；圈阅不得计入"
    )
    kinds: tuple[InstructionKind, ...] = Field(min_length=1, description="批示类型，第一个为通常类型")
    papers: tuple[PaperKind, ...] = Field(min_length=1, description="工单以外呈阅哪些材料")
    feedback: Limit = Field(description="批示未写明日期的，承办单位多久反馈")
    again: Limit = Field(description="反馈被退回后多久再报")
    remind_before: Limit = Field(description="反馈到期之前多久提醒单位")
    recall_minutes: Positive = Field(description="领导作出批示后多少分钟内可撤回")
    second_check: Flag = Field(description="录入的纸质批示是否须第二人核对")
    consent: tuple[Text, ...] = Field(description="呈批时只写了这些字的是同意，不算批示")
    phrases: tuple[Text, ...] = Field(description="批示常用语，手机上一点即填")

    def kind(self, code: str) -> InstructionKind:
        """Return the kind with this code. Raises Unknown."""
        return entry_of(self.kinds, code, "批示类型")

    def paper(self, code: str) -> PaperKind:
        """Return the kind of paper with this code. Raises Unknown."""
        return entry_of(self.papers, code, "呈阅材料")

    def is_mere_consent(self, words: str) -> bool:
        """Whether words written on an approval say no more than yes."""
        return words.strip(" 　。.！!") in {"", *self.consent}
