"""Hot topics and early warnings as data: the weights of the heat index, and when a growth is a warning."""

from typing import Annotated, Self

from pydantic import Field, Strict, model_validator

from huiyin.flow.posts import Post
from huiyin.rulebook.section import Coded, Count, Positive, Section, Share, Text, entry_of

Weight = Annotated[float, Field(ge=0, le=100)]
Factor = Annotated[float, Field(gt=0, le=100)]
Chance = Annotated[float, Strict(), Field(gt=0, lt=0.5)]


class Likeness(Section):
    """How the parts of likeness of two letters are weighed."""

    words: Share = Field(description="正文和标题的词")
    title: Share = Field(description="标题的字")
    place: Share = Field(description="提到的地点")


class Meaning(Section):
    """How groups of one spot are joined that say the same in other words."""

    share: Share = Field(description="意思占多少，其余是用词，0 到 1")
    alike: Share = Field(description="平均相似到多少并为一组；1 为不并")
    strands: Positive = Field(description="从全部诉求里归纳出多少个方面，按这些方面比意思")
    letters: Positive = Field(description="至少有多少件诉求才归纳，不足的不作这一步")


class HotTopics(Section):
    """How cases are put together to hot topics, and how hot a topic is."""

    first: Likeness = Field(description="先分小组时各部分的权重")
    second: Likeness = Field(description="再并小组时各部分的权重")
    pair: Share = Field(description="两件相似到多少才比较，也是一件与同组其余各件的中心至少要多相似，0 到 1")
    average: Share = Field(description="平均相似到多少算一组")
    middle: Share = Field(description="两组的中心相似到多少并为一组")
    meaning: Meaning = Field(description="同一地点的小组怎样按意思相并")
    same_letter: Share = Field(description="同一人的两件相似到多少只计一件")
    at_least_letters: Positive = Field(description="一个热点至少几件")
    at_least_people: Positive = Field(description="一个热点至少几人")
    people: Weight = Field(description="热度：每一诉求人的分")
    letters: Weight = Field(description="热度：每一件诉求的分")
    urgent: Weight = Field(description="热度：每一件紧急诉求加的分")
    days: Weight = Field(description="热度：ln(1+有诉求的天数) 的权重")
    likes: Weight = Field(description="热度：ln(1+点赞数) 的权重，没有点赞的渠道为 0 分")
    growth_most: Factor = Field(description="热度：增长系数最高多少，最低为 1")
    stretches: Positive = Field(description="没有上期可比时，把期间分成几段，看最密的一段")
    one_matter: Factor = Field(description="去掉共同地点后组内平均相似达到多少就算同一事项，不足的按比例打折")
    half_life: Factor = Field(description="最近一件过去几个期间，热度减半")
    shown: Positive = Field(description="页面上列前几个")
    most_cases: Positive = Field(description="一期至多读多少件，超过的只读最近的")
    places: tuple[Text, ...] = Field(default=(), description="本市的地名，补充文字里找到的地名")


class WarningKind(Coded):
    """One kind of warning: what it means, and from which counts on it is given."""

    means: Text = Field(description="定义，页面上显示")
    days: Positive = Field(description="看最近几天")
    at_least: Positive = Field(description="至少几件")
    people: Positive = Field(description="至少几个诉求人")
    times: Factor = Field(description="至少是预期的几倍")
    chance: Chance = Field(description="平常情况下偶然达到这个数的概率须小于多少")
    rising: Count = Field(description="须连续几段都比预期多，每段为上述天数的四分之一，0 为不要求")


class Warnings(Section):
    """When the platform warns."""

    kinds: tuple[WarningKind, ...] = Field(min_length=1, description="种类，先列的先报")
    weeks: Positive = Field(description="与最近几周相比")
    years: Count = Field(description="与前几年的同期相比，0 为不比")
    level: Positive = Field(description="按第几级类别看")
    most: Positive = Field(description="一次至多报几条，强的在前")
    quiet_days: Positive = Field(description="结束的预警多少天内不再为同一事报")
    told: tuple[Post, ...] = Field(min_length=1, description="报给中心哪些岗位")
    paper: str = Field(default="", description="由预警起草哪种公文（papers.kinds 的代码，时段自定的），不填为不起草")

    @model_validator(mode="after")
    def _stands_once(self) -> Self:
        codes = [kind.code for kind in self.kinds]
        if len(set(codes)) < len(codes):
            raise ValueError("kinds 有重复的代码")
        return self

    def kind(self, code: str) -> WarningKind:
        """Return the kind with this code. Raises Unknown."""
        return entry_of(self.kinds, code, "预警种类")


class Insight(Section):
    """What the cases say together."""

    topics: HotTopics = Field(description="热点")
    warnings: Warnings = Field(description="预警")
