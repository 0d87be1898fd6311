"""Why a matter cannot be heard as it was said."""

from typing import Any

from huiyin.cases.facts import CaseFacts
from huiyin.cases.guards.dispatching import is_below
from huiyin.flow.table import At, Said
from huiyin.flow.times import local_day

FIELDS_OF_ESSENTIAL = {
    "time": ("occurred", "received_at"), "place": ("place", "territory"), "object": ("object", "title"),
    "course": ("text",), "wish": ("wishes", "title"), "text": ("text",), "name": ("name",), "phone": ("phone",),
}  # fmt: skip
"""Which fields of the form hold an essential; one of them suffices."""

BEFORE_APPROVAL = frozenset({"registered", "in_review"})
AMENDED_EARLY = ("kind", "category", "territory", "urgency", "important", "immediate")


def essentials_are_given(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Each channel has its own essentials, some kinds waive some; a name is one of them only if the city says so."""
    channel = said.get("channel") or facts.channel
    return _missing(facts, said, book.essentials(channel, said.get("kind") or None))


def essentials_to_collect_are_given(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A message needs what its channel says; the clerk's screening supplies the rest."""
    return _missing(facts, said, book.channel(said["channel"]).essentials)


def _missing(facts: CaseFacts, said: Said, essentials: Any) -> str | None:
    lacking = [
        e for e in essentials if not any(said.get(f) or f in facts.filled for f in FIELDS_OF_ESSENTIAL[str(e)])
    ]  # fmt: skip
    if not lacking:
        return None
    return At(FIELDS_OF_ESSENTIAL[str(lacking[0])][0], f"还缺：{'、'.join(e.label for e in lacking)}")


def channel_is_online(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what stands on the web is collected before it is registered."""
    return None if book.channel(said["channel"]).online else At("channel", "只有网络渠道先采集后登记，请直接登记")


def category_is_in_force(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A new case takes a category that is valid on its day."""
    code = said.get("category")
    if not code or book.category(code).is_valid(local_day(facts.at)):
        return None
    return At("category", f"分类“{book.category(code).name}”已停用，请选新的分类")


def received_is_not_in_the_future(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A message cannot have come after it is written down."""
    received = said.get("received_at")
    return At("received_at", "收到时间不能晚于现在") if received and received > facts.at else None


def accused_is_named_for_report(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Who is accused must be a unit of the tree, or the field stays empty."""
    accused = said.get("accused_unit")
    return At("accused_unit", "没有这个单位") if accused and facts.unit(accused) is None else None


def only_the_accused_is_named_later(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """What was laid before the leaders stays as they saw it; against whom a report is may come out at any time."""
    if facts.state in BEFORE_APPROVAL:
        return None
    changed = any(said.get(name) and said[name] != getattr(facts, name) for name in AMENDED_EARLY)
    return "呈批、转办之后只能补填被举报单位" if changed else None


def accused_does_not_handle_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Who has the case in hand must give it up before it can be hidden from him."""
    accused = facts.unit(said["accused_unit"]) if said.get("accused_unit") else None
    if accused and any(p.is_open and is_below(p.unit_path, accused.path) for p in facts.parts):
        return At("accused_unit", f"{accused.name}或其下级正在承办本件，请先收回，或由其退单")
    return None


def essentials_to_reach_are_kept(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Anonymous and a name together contradict each other."""
    return (
        At("anonymous", "选了匿名就不要填姓名；要保密请选“要求保密”")
        if said.get("anonymous") and said.get("name")
        else None
    )


def something_is_amended(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """An amendment says what was wrong."""
    changed = any(value for name, value in said.items() if name != "reason")
    return None if changed else "请填写要更正的项目"


def own_line_is_open(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A unit is a centre only while it has a line of its own."""
    unit = facts.unit(facts.centre) if facts.centre else None
    return "本单位没有设立专线，不能自行受理" if facts.centre and not (unit and unit.active and unit.has_line) else None


def own_line_is_not_accused(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Nobody looks into a report against himself: the city does, and the line's people do not see it there."""
    accused = facts.unit(said["accused_unit"]) if said.get("accused_unit") else None
    own = facts.unit(facts.centre) if facts.centre else None
    if accused is None or own is None or not own.path.startswith(accused.path):
        return None
    return At("accused_unit", "举报本单位或上级的，请来电人拨打市热线，专线不受理")
