"""Whether the parts of one rulebook fit together: every reference exists, every list of rules is complete."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from huiyin.flow.posts import UNIT_POSTS
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import OFF_THE_WAY, ON_THE_WAY
from huiyin.rulebook.limit_rules import OF_NO_MATTER, ClockName
from huiyin.rulebook.scheme_shelf import all_schemes
from huiyin.rulebook.where import Where

Complaint = tuple[str, str]
"""A key path and what is wrong there."""

_CODED = (
    "unit_kinds", "channels", "kinds", "urgencies", "reject_causes", "reassign_causes", "results", "refusals", "transfers",
    "void_reasons", "reveal_purposes", "urging", "registers", "seasons",
)  # fmt: skip


def unsound(book: Rulebook) -> list[Complaint]:
    """Return everything that does not fit together; an empty list means that the book can be used."""
    checks = (
        _codes, _limits, _approval, _families, _categories, _territories, _rates, _imports, _outcomes, _assessment, _registers,
        _papers, _seasons, _duty, _incidents, _annual,
    )  # fmt: skip
    return [complaint for check in (*checks, _escalation, _warnings) for complaint in check(book)]


def _escalation(book: Rulebook) -> Iterator[Complaint]:
    ladder = book.escalation
    if ladder.order_kind not in {kind.code for kind in book.supervision.kinds}:
        yield "escalation.order_kind", f"没有这种督办方式：{ladder.order_kind}"
    # That of an instruction has no limit in `limits`: its own section says it.
    known = {clock.value for clock in ClockName} | {"instruction"}
    for index, step in enumerate(ladder.steps):
        if step.clock and step.clock not in known:
            yield f"escalation.steps[{index}].clock", f"没有这个时限：{step.clock}"


def _warnings(book: Rulebook) -> Iterator[Complaint]:
    # A paper about a warning covers the days of the warning: a kind with a rhythm has days of its own.
    free = {"", *(kind.code for kind in book.papers.kinds if kind.rhythm == "none")}
    if book.insight.warnings.paper not in free:
        yield "insight.warnings.paper", f"没有这种时段自定的公文：{book.insight.warnings.paper}"


def _annual(book: Rulebook) -> Iterator[Complaint]:
    known: dict[str, tuple[str, set[str]]] = {
        "category": ("类别", set(book.categories)),
        "territory": ("地区", {one.code for one in book.territories}),
        "channel": ("渠道", {one.code for one in book.channels}),
        "kind": ("诉求性质", {one.code for one in book.kinds}),
    }
    for index, line in enumerate(book.annual.lines):
        for field, (what, codes) in known.items():
            if (code := getattr(line, field)) and code not in codes:
                yield f"annual.lines[{index}].{field}", f"没有这个{what}：{code}"


def _codes(book: Rulebook) -> Iterator[Complaint]:
    for name in _CODED:
        yield from _twice(name, [entry.code for entry in getattr(book, name)])
    yield from _twice("approval.roles", [role.code for role in book.approval.roles])
    yield from _twice("callback.grades", [grade.code for grade in book.callback.grades])
    yield from _twice("callback.dimensions", [dimension.code for dimension in book.callback.dimensions])
    yield from _twice("imports.profiles", [profile.code for profile in book.imports.profiles])
    yield from _twice("flows", [flow.family for flow in book.flows])
    yield from _twice("levels", book.levels)


def _twice(path: str, codes: Sequence[str]) -> Iterator[Complaint]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield f"{path}[{index}]", f"重复：{code}"


def _limits(book: Rulebook) -> Iterator[Complaint]:
    for clock in OF_NO_MATTER & set(book.limits):
        yield f"limits.{clock}", "这项时限不分诉求，写在它自己的一节里"
    for clock in (one for one in ClockName if one not in OF_NO_MATTER):
        rules = book.limits.get(clock, ())
        yield from _complete(f"limits.{clock}", rules)
        yield from _conditions(book, f"limits.{clock}", rules)


def _approval(book: Rulebook) -> Iterator[Complaint]:
    roles = {role.code for role in book.approval.roles}
    rules = book.approval.rules
    for index, rule in enumerate(rules):
        if rule.up_to is not None and rule.up_to not in roles:
            yield f"approval.rules[{index}].up_to", f"没有这个角色：{rule.up_to}"
        if rule.level:
            yield f"approval.rules[{index}].level", "呈批在转办之前，不能以承办单位的层级为条件"
    for index, role in enumerate(book.approval.roles):
        if role.post in UNIT_POSTS:
            yield f"approval.roles[{index}].post", f"{role.post.label}是承办单位的岗位，不能呈批"
    if roles or rules:
        yield from _complete("approval.rules", rules)
    yield from _conditions(book, "approval.rules", rules)


def _complete(path: str, rules: Sequence[Where]) -> Iterator[Complaint]:
    if not rules or not rules[-1].is_catch_all:
        yield path, "缺少最后一条不带条件的规则"
    for index, rule in enumerate(rules[:-1]):
        if rule.is_catch_all:
            yield f"{path}[{index}]", "这条不带条件，其后的规则永远用不到"


def _conditions(book: Rulebook, path: str, rules: Iterable[Where]) -> Iterator[Complaint]:
    known: dict[str, tuple[str, set[Any]]] = {
        "kind": ("诉求性质", {kind.code for kind in book.kinds}),
        "channel": ("渠道", {channel.code for channel in book.channels}),
        "urgency": ("紧急程度", {urgency.code for urgency in book.urgencies}),
        "category": ("类别", set(book.categories)),
        "level": ("层级", set(range(1, len(book.levels) + 1))),
    }
    for index, rule in enumerate(rules):
        for field, (what, codes) in known.items():
            for code in getattr(rule, field):
                if code not in codes:
                    yield f"{path}[{index}].{field}", f"没有这个{what}：{code}"


def _families(book: Rulebook) -> Iterator[Complaint]:
    with_steps = {flow.family for flow in book.flows}
    for index, channel in enumerate(book.channels):
        if channel.family not in with_steps:
            yield f"channels[{index}].family", f"flows 里没有{channel.family.label}的步骤"
        if channel.family not in book.numbers.case:
            yield f"channels[{index}].family", f"numbers.case 里没有{channel.family.label}的编号"


def _categories(book: Rulebook) -> Iterator[Complaint]:
    if not book.category_leaves(book.since):
        yield "categories", "生效之日没有可选的类别"
    for category in book.categories.values():
        for code in filter(None, (category.parent, *category.becomes)):
            if code not in book.categories:
                yield "categories", f"{category.code} 提到的类别不存在：{code}"
        if category.becomes and category.until is None:
            yield "categories", f"{category.code} 还在用，不能有归入的新类别"
        if category.until is not None and category.until <= category.since:
            yield "categories", f"{category.code} 的停用日期须晚于启用日期"
        if _runs_in_a_circle(book, category.code):
            yield "categories", f"{category.code} 的上级或归入关系绕了回来"


def _runs_in_a_circle(book: Rulebook, code: str) -> bool:
    """Whether one comes back to this topic by going up or by following what topics became."""
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        category = book.categories.get(waiting.pop())
        following = [c for c in (category.parent, *category.becomes) if c] if category else []
        if code in following:
            return True
        waiting += [step for step in following if step not in seen]
        seen.update(following)
    return False


def _territories(book: Rulebook) -> Iterator[Complaint]:
    codes = [territory.code for territory in book.territories]
    yield from _twice("territories", codes)
    for index, territory in enumerate(book.territories):
        if territory.parent is not None and territory.parent not in codes[:index]:
            yield f"territories[{index}].parent", f"上级地区须列在前面：{territory.parent}"


def _rates(book: Rulebook) -> Iterator[Complaint]:
    measures = [rate.measure for rate in book.rates]
    yield from _twice("rates", measures)
    if book.headline_rate not in measures:
        yield "headline_rate", f"rates 里没有这个指标：{book.headline_rate}"


def _imports(book: Rulebook) -> Iterator[Complaint]:
    channels = {channel.code for channel in book.channels}
    for index, profile in enumerate(book.imports.profiles):
        if profile.channel not in channels:
            yield f"imports.profiles[{index}].channel", f"没有这个渠道：{profile.channel}"
        for word, state in profile.states.items():
            if state not in {*ON_THE_WAY, *OFF_THE_WAY}:
                yield f"imports.profiles[{index}].states.{word}", f"没有这个工单状态：{state}"


def _outcomes(book: Rulebook) -> Iterator[Complaint]:
    if not any(result.solves for result in book.results):
        yield "results", "至少要有一种结果算问题已解决"
    for index, result in enumerate(book.results):
        if result.solves and not result.closes:
            yield f"results[{index}].closes", "算已解决的结果须可以办结"
        if result.suspends and (result.closes or not book.suspension.allowed):
            yield f"results[{index}].suspends", "转为挂账的结果不能办结，且本市须允许挂账"


def _seasons(book: Rulebook) -> Iterator[Complaint]:
    kinds = {kind.code for kind in book.unit_kinds}
    for index, season in enumerate(book.seasons):
        yield from _twice(f"seasons[{index}].topics", [topic.code for topic in season.topics])
        for place, topic in enumerate(season.topics):
            for code in topic.unit_kinds:
                if code not in kinds:
                    yield f"seasons[{index}].topics[{place}].unit_kinds", f"没有这个单位分组：{code}"


def _registers(book: Rulebook) -> Iterator[Complaint]:
    kinds = {kind.code for kind in book.unit_kinds}
    codes = {register.code for register in book.registers}
    for index, register in enumerate(book.registers):
        for field in register.fields:
            if field.of and field.of not in codes:
                yield f"registers[{index}].fields.{field.code}.of", f"没有这个台账：{field.of}"
        if register.as_case and all(one.code != register.as_case.channel for one in book.channels):
            yield f"registers[{index}].as_case.channel", f"没有这个渠道：{register.as_case.channel}"
        if register.due is None:
            continue
        for code in register.due.unit_kinds:
            if code not in kinds:
                yield f"registers[{index}].due.unit_kinds", f"没有这个单位分组：{code}"
        for level in register.due.levels:
            if level > len(book.levels):
                yield f"registers[{index}].due.levels", f"没有这个层级：{level}"


def _papers(book: Rulebook) -> Iterator[Complaint]:
    registers = {register.code: register for register in book.registers}
    for index, kind in enumerate(book.papers.kinds):
        if kind.enters is None:
            continue
        register, where = registers.get(kind.enters), f"papers.kinds[{index}].enters"
        if register is None:
            yield where, f"没有这个台账：{kind.enters}"
        elif register.belongs != "day" or register.of_unit or any(field.required for field in register.fields[1:]):
            yield where, f"公文只登入属于某日、不属于单位、标题以外没有必填栏目的台账：{kind.enters}"


def _assessment(book: Rulebook) -> Iterator[Complaint]:
    known = list(dict.fromkeys(one.name for one in all_schemes()))
    if book.assessment.scheme not in known:
        yield "assessment.scheme", f"没有这个考核方案：{book.assessment.scheme}；有：{'、'.join(known)}"


def _duty(book: Rulebook) -> Iterator[Complaint]:
    known = {kind.code for kind in book.unit_kinds}
    for index, rule in enumerate(book.duty.rules):
        for code in rule.unit_kinds:
            if code not in known:
                yield f"duty.rules[{index}].unit_kinds", f"没有这个单位分组：{code}"
        if any(level > len(book.levels) for level in rule.levels):
            yield f"duty.rules[{index}].levels", "没有这一级单位"


def _incidents(book: Rulebook) -> Iterator[Complaint]:
    for index, kind in enumerate(book.incidents.kinds):
        for code in kind.categories:
            if code not in book.categories:
                yield f"incidents.kinds[{index}].categories", f"没有这个类别：{code}"
