"""The whole rulebook of one city from one day on, and the questions that the rooms ask it."""

from datetime import date
from functools import cached_property
from typing import Any

from pydantic import Field

from huiyin.flow.posts import Post
from huiyin.rulebook.aftercare import Hardcases, HardKind, LineTests, Rechecks, Season
from huiyin.rulebook.annual import Annual
from huiyin.rulebook.applications import Extension, Returns, Suspension
from huiyin.rulebook.approval import Approval, Role, SignOff
from huiyin.rulebook.assessment import Assessment
from huiyin.rulebook.callback import Callback, Redo
from huiyin.rulebook.calls import Calls
from huiyin.rulebook.categories import Category, CategoryTree
from huiyin.rulebook.channels import Channel, Essential, Family, Flow, Kind, Step, Urgency
from huiyin.rulebook.city import City, ContactChange, Territory, UnitKind
from huiyin.rulebook.duty import Duty
from huiyin.rulebook.escalation import Escalation
from huiyin.rulebook.handling import Answers, Attachments, Audit, Dispatch, Merge, Repeats, Trays
from huiyin.rulebook.identities import Identity
from huiyin.rulebook.imports import ImportProfile, Imports
from huiyin.rulebook.incidents import Incidents
from huiyin.rulebook.insight import Insight
from huiyin.rulebook.instructions import Instructions
from huiyin.rulebook.limit_rules import ClockName, LimitRule, UnitClock
from huiyin.rulebook.limits import Limit, OfficeHours
from huiyin.rulebook.numbers import NumberFormat, Numbers
from huiyin.rulebook.outcomes import ReassignCause, Refusal, RejectCause, Result, RevealPurpose, Transfer, VoidReason
from huiyin.rulebook.papers import Papers
from huiyin.rulebook.publicity import Publicity
from huiyin.rulebook.rates import RateDef
from huiyin.rulebook.registers import Register
from huiyin.rulebook.section import Positive, Section, Text, Unknown, entry_of
from huiyin.rulebook.supervision import MeetingKind, Supervision, SupervisionKind
from huiyin.rulebook.urging import Messages, UrgePoint
from huiyin.rulebook.where import Matter


class Rulebook(Section):
    """What differs between cities and years. Two rulebooks are the same when their ids are."""

    id: Text = Field(description="规则簿编号：城市目录/生效日期，由文件位置得出，不写在文件里")
    since: date = Field(description="生效日期，须与文件名相同")
    base: Text | None = Field(default=None, description="以哪一版为底本：没有写的整节沿用底本，写了的整节取代底本")
    levels: tuple[Text, ...] = Field(min_length=1, description="中心以下各级网络单位的叫法，由上到下")
    headline_rate: Text = Field(description="对外公布的主要指标，须是 rates 中的一个")
    archive_after_days: Positive = Field(description="办结多少天后归档")
    categories: dict[str, Category] = Field(description="事项类别：同目录下 CSV 文件的名称，随规则簿一起读入")
    city: City = Field(description="城市和热线")
    territories: tuple[Territory, ...] = Field(description="地区：与事项类别分开的另一维度")
    unit_kinds: tuple[UnitKind, ...] = Field(min_length=1, description="单位分组，同组比较")
    contact_change: ContactChange = Field(description="联系人变更过于频繁的提醒")
    channels: tuple[Channel, ...] = Field(min_length=1, description="受理渠道")
    flows: tuple[Flow, ...] = Field(min_length=1, description="各渠道大类的办理步骤")
    kinds: tuple[Kind, ...] = Field(min_length=1, description="诉求性质")
    urgencies: tuple[Urgency, ...] = Field(min_length=1, description="紧急程度，第一个为一般")
    office: OfficeHours = Field(description="办公时间")
    limits: dict[ClockName, tuple[LimitRule, ...]] = Field(
        description="各项时限；自上而下第一条符合的生效，最后一条须不带条件"
    )
    unit_clock: UnitClock = Field(description="单位时限的公平规则")
    approval: Approval = Field(description="呈批")
    instructions: Instructions = Field(description="领导批示")
    sign_off: SignOff = Field(description="单位反馈的签署")
    dispatch: Dispatch = Field(description="转办")
    trays: Trays = Field(description="共用的待办")
    answers: Answers = Field(description="答复诉求人")
    extension: Extension = Field(description="延期")
    returns: Returns = Field(description="退单")
    suspension: Suspension = Field(description="挂账")
    audit: Audit = Field(description="反馈审核")
    reject_causes: tuple[RejectCause, ...] = Field(min_length=1, description="退回重办的原因")
    reassign_causes: tuple[ReassignCause, ...] = Field(min_length=1, description="中心改派的原因")
    results: tuple[Result, ...] = Field(min_length=1, description="办理结果")
    refusals: tuple[Refusal, ...] = Field(min_length=1, description="不予受理的原因")
    transfers: tuple[Transfer, ...] = Field(min_length=1, description="即时转接的去向")
    void_reasons: tuple[VoidReason, ...] = Field(min_length=1, description="作废的原因")
    reveal_purposes: tuple[RevealPurpose, ...] = Field(min_length=1, description="查看诉求人身份的用途")
    merge: Merge = Field(description="并案")
    repeats: Repeats = Field(description="重复诉求")
    attachments: Attachments = Field(description="附件")
    callback: Callback = Field(description="回访")
    redo: Redo = Field(description="重办")
    urging: tuple[UrgePoint, ...] = Field(description="自动催办的时点")
    messages: Messages = Field(description="通知")
    rates: tuple[RateDef, ...] = Field(min_length=1, description="各种率的定义")
    identities: tuple[Identity, ...] = Field(description="哪些数是哪些数之和：公文签发前据此核对")
    assessment: Assessment = Field(description="考核")
    supervision: Supervision = Field(description="督办、核实、约谈和协调会")
    escalation: Escalation = Field(description="升级：催办之后的黄牌红牌、督办、约谈、通报、问责")
    numbers: Numbers = Field(description="编号")
    imports: Imports = Field(description="导入")
    registers: tuple[Register, ...] = Field(default=(), description="台账：办公室和各单位登记的各种清单")
    papers: Papers = Field(description="公文简报")
    publicity: Publicity = Field(description="对外公布")
    duty: Duty = Field(description="值班")
    incidents: Incidents = Field(description="突发事件")
    rechecks: Rechecks = Field(description="抽样复核")
    hardcases: Hardcases = Field(description="疑难台账和每月重点")
    seasons: tuple[Season, ...] = Field(default=(), description="季节性热点日历")
    line_tests: LineTests = Field(description="单位电话拨测")
    calls: Calls = Field(description="来电：漏接回拨和话单文件")
    annual: Annual = Field(description="年度总结里的数字")
    insight: Insight = Field(description="热点、预警")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rulebook) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    # --- The city -------------------------------------------------------------------------------------------------
    @property
    def city_code(self) -> str:
        """The code of the city, such as "kaifeng"."""
        return self.id.partition("/")[0]

    def level_name(self, depth: int) -> str:
        """Return what units at this depth are called; 1 is directly below the centre. Raises Unknown."""
        if not 1 <= depth <= len(self.levels):
            raise Unknown(f"规则簿里没有第{depth}层单位的叫法")
        return self.levels[depth - 1]

    def territory(self, code: str) -> Territory:
        """Return the territory with this code. Raises Unknown."""
        for territory in self.territories:
            if territory.code == code:
                return territory
        raise Unknown(f"规则簿里没有这个地区：{code}")

    def unit_kind(self, code: str) -> UnitKind:
        """Return the group of units with this code. Raises Unknown."""
        return entry_of(self.unit_kinds, code, "单位分组")

    # --- What a request is ----------------------------------------------------------------------------------------
    def channel(self, code: str) -> Channel:
        """Return the channel with this code. Raises Unknown."""
        return entry_of(self.channels, code, "渠道")

    def kind(self, code: str) -> Kind:
        """Return the kind of request with this code. Raises Unknown."""
        return entry_of(self.kinds, code, "诉求性质")

    def urgency(self, code: str) -> Urgency:
        """Return the urgency with this code. Raises Unknown."""
        return entry_of(self.urgencies, code, "紧急程度")

    def channel_called(self, word: str) -> Channel | None:
        """Return the channel that a file from elsewhere calls so, if any."""
        return next((channel for channel in self.channels if channel.is_called(word)), None)

    def kind_called(self, word: str) -> Kind | None:
        """Return the kind that a file from elsewhere calls so, if any."""
        return next((kind for kind in self.kinds if kind.is_called(word)), None)

    def urgency_called(self, word: str) -> Urgency | None:
        """Return the urgency that a file from elsewhere calls so, if any."""
        return next((urgency for urgency in self.urgencies if urgency.is_called(word)), None)

    def essentials(self, channel: str, kind: str | None = None) -> tuple[Essential, ...]:
        """Return what must be known when a request is registered; with its kind, without what the kind waives."""
        waived = self.kind(kind).waives if kind else ()
        return tuple(e for e in self.channel(channel).registered_with if e not in waived)

    def steps(self, family: str) -> tuple[Step, ...]:
        """Return the steps of a family in their order. Raises Unknown."""
        for flow in self.flows:
            if flow.family == family:
                return flow.steps
        raise Unknown(f"规则簿里没有这个渠道大类的步骤：{family}")

    # --- Topics ---------------------------------------------------------------------------------------------------
    @cached_property
    def tree(self) -> CategoryTree:
        """The topics as a tree."""
        return CategoryTree(self.categories.values())

    def category(self, code: str) -> Category:
        """Return the topic with this code. Raises Unknown."""
        return self.tree.category(code)

    def category_path(self, code: str) -> tuple[str, ...]:
        """Return the names from the first level down to this topic. Raises Unknown."""
        return tuple(self.tree.category(step).name for step in self.tree.lineage(code))

    def category_leaves(self, on: date) -> tuple[Category, ...]:
        """Return the topics that a clerk may choose on this day."""
        return self.tree.leaves(on)

    def below(self, code: str) -> frozenset[str]:
        """Return this topic's code and the codes of everything under it. Raises Unknown."""
        return self.tree.below(code)

    # --- Time -----------------------------------------------------------------------------------------------------
    def limit(
        self, clock: str, *, kind: str, family: str, channel: str, category: str | None, urgency: str,
        level: int | None = None, important: bool = False,
    ) -> Limit | None:  # fmt: skip
        """Return the limit of the first rule that fits, None where the city sets none. Raises Unknown.

        Hours and minutes of an urgency that runs in natural hours start at once, whatever the time of day.
        """
        matter = Matter(kind, family, channel, urgency, important, level, self._lineage(category))
        if clock not in self.limits:
            raise Unknown(f"规则簿里没有这项时限：{clock}")
        rule = next(rule for rule in self.limits[ClockName(clock)] if rule.fits(matter))
        return rule.day_and_night if self.urgency(urgency).natural_hours else rule.within

    # --- Who approves, signs --------------------------------------------------------------------------------------
    def approval_chain(
        self, kind: str, family: str, channel: str, category: str | None, urgency: str, important: bool = False
    ) -> tuple[Role, ...]:
        """Return the roles that must approve before dispatch, lowest first; empty where none must. Raises Unknown."""
        matter = Matter(kind, family, channel, urgency, important, lineage=self._lineage(category))
        return self.approval.chain(matter)

    def signer(self, important: bool) -> Post | None:
        """Return the post that must sign a unit's answer, None where nobody must."""
        if not self.sign_off.required:
            return None
        return self.sign_off.important if important else self.sign_off.ordinary

    # --- Ends -----------------------------------------------------------------------------------------------------
    def result(self, code: str) -> Result:
        """Return the result with this code. Raises Unknown."""
        return entry_of(self.results, code, "办理结果")

    def refusal(self, code: str) -> Refusal:
        """Return the reason for not accepting with this code. Raises Unknown."""
        return entry_of(self.refusals, code, "不予受理原因")

    def transfer(self, code: str) -> Transfer:
        """Return the line to hand over to with this code. Raises Unknown."""
        return entry_of(self.transfers, code, "转接去向")

    def reject_cause(self, code: str) -> RejectCause:
        """Return the cause of sending a reply back with this code. Raises Unknown."""
        return entry_of(self.reject_causes, code, "退回原因")

    def reassign_cause(self, code: str) -> ReassignCause:
        """Return the cause of giving a case to another unit with this code. Raises Unknown."""
        return entry_of(self.reassign_causes, code, "改派原因")

    # --- Supervision ----------------------------------------------------------------------------------------------
    def supervision_kind(self, code: str) -> SupervisionKind:
        """Return the way of supervising with this code. Raises Unknown."""
        return entry_of(self.supervision.kinds, code, "督办方式")

    def meeting_kind(self, code: str) -> MeetingKind:
        """Return the sort of meeting with this code. Raises Unknown."""
        return entry_of(self.supervision.meetings, code, "会议种类")

    # --- Registers ------------------------------------------------------------------------------------------------
    def register(self, code: str) -> Register:
        """Return the register with this code. Raises Unknown."""
        return entry_of(self.registers, code, "台账")

    # --- Looked at again ------------------------------------------------------------------------------------------
    def hard_kind(self, code: str) -> HardKind:
        """Return the kind of long cases with this code. Raises Unknown."""
        return entry_of(self.hardcases.kinds, code, "疑难台账种类")

    # --- Figures, numbers, files ----------------------------------------------------------------------------------
    def rate(self, measure: str) -> RateDef:
        """Return the rate whose measure has this name, such as "on_time_rate.of_due". Raises Unknown."""
        for rate in self.rates:
            if rate.measure == measure:
                return rate
        raise Unknown(f"规则簿里没有这个指标：{measure}")

    def number_format(self, family: str) -> NumberFormat:
        """Return how cases of this family are numbered. Raises Unknown."""
        if family not in self.numbers.case:
            raise Unknown(f"规则簿里没有这个渠道大类的编号：{family}")
        return self.numbers.case[Family(family)]

    def import_profile(self, code: str) -> ImportProfile:
        """Return the sort of file with this code. Raises Unknown."""
        return entry_of(self.imports.profiles, code, "导入文件种类")

    def import_profile_for(self, headers: list[str], subject: str = "cases") -> ImportProfile | None:
        """Return the first sort of file whose needed columns are all there, if any."""
        fitting = (p for p in self.imports.profiles if p.subject == subject and not p.missing(headers))
        return next(fitting, None)

    def printable(self) -> dict[str, Any]:
        """Return the whole book as plain data, ready for JSON."""
        return self.model_dump(mode="json")

    def _lineage(self, category: str | None) -> frozenset[str]:
        return frozenset(self.tree.lineage(category)) if category else frozenset()
