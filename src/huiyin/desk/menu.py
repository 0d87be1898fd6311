"""How the navigation is arranged: what each post works with every day stands first, everything else in a few groups.

It is said in one place for the whole house: a room registers its entry, here it is read what lies beside what. A new entry that
nobody has given a place stands under 更多.
"""

from collections.abc import Mapping

from huiyin.flow.posts import Post
from huiyin.ui.navigation import Group

GROUPS = (
    Group("watch", "督导落实", (
        "supervision:orders", "escalation:index", "escalation:own", "desk:urge", "rechecks:index", "hardcases:index",
        "hardcases:focuses", "linetests:index", "desk:applications", "callbacks:objections", "callbacks:judging",
        "instructions:home", "callbacks:waiting",
    )),
    Group("topics", "热点预警", ("insight:topics", "insight:alerts", "insight:preparations", "insight:stories")),
    Group("duty", "值班来电", (
        "incidents:index", "duty:now", "duty:days", "calls:index", "calls:ring_backs", "notices:texts", "intake:new",
        "intake:screening",
    )),
    Group("known", "资料台账", (
        "knowledge:items", "knowledge:phrases", "registers:index", "units:contacts", "dispatch:catalogue",
        "dispatch:categories",
    )),
    Group("figures", "统计考核", (
        "desk:morning", "statistics:figures", "statistics:lines", "desk:wall", "briefs:papers", "portal:publications",
        "assessment:rounds", "assessment:claims", "rollups:checks",
    )),
    Group("settings", "系统设置", (
        "units:tree", "people:list", "clocks:holidays", "desk:who_saw", "desk:wall_displays",
    )),
)  # fmt: skip

FOR_ALL = ("desk:home", "notices:list", "desk:cases", "desk:shares")

_LEADERS = ("instructions:home", "briefs:papers", "desk:wall", "statistics:figures")
_UNITS = (
    "intake:new",
    "desk:applications",
    "escalation:own",
    "supervision:orders",
    "instructions:home",
    "registers:index",
)

DAILY: Mapping[Post, tuple[str, ...]] = {
    Post.AGENT: ("intake:new", "calls:ring_backs", "knowledge:items", "knowledge:phrases", "units:contacts"),
    Post.SHIFT_LEAD: ("intake:new", "calls:index", "calls:ring_backs", "callbacks:waiting", "duty:now", "rechecks:index"),
    Post.OPINION_CLERK: ("intake:screening", "intake:new", "knowledge:items", "insight:alerts"),
    Post.REVIEWER: ("knowledge:items", "units:contacts"),
    Post.APPROVER: ("instructions:home",),
    Post.SECTION_CHIEF: ("instructions:home", "escalation:index", "briefs:papers"),
    Post.DISPATCHER: ("desk:applications", "dispatch:catalogue", "units:contacts", "escalation:index", "insight:alerts"),
    Post.AUDITOR: ("callbacks:judging", "callbacks:objections", "escalation:index"),
    Post.SUPERVISOR: (
        "supervision:orders", "escalation:index", "desk:urge", "instructions:home", "callbacks:judging", "callbacks:objections",
        "insight:alerts",
    ),
    Post.CALLBACK_AGENT: ("callbacks:waiting", "callbacks:objections", "calls:ring_backs", "rechecks:index"),
    Post.ASSESSOR: ("assessment:rounds", "assessment:claims", "escalation:index", "rechecks:index"),
    Post.EDITOR: ("briefs:papers", "statistics:figures", "insight:topics", "insight:alerts", "registers:index"),
    Post.ENTERPRISE_CLERK: ("intake:new", "registers:index", "knowledge:items"),
    Post.DIRECTOR: (
        "desk:morning", "instructions:home", "supervision:orders", "escalation:index", "briefs:papers", "statistics:figures",
    ),
    Post.SECRETARY_GENERAL: _LEADERS,
    Post.VICE_MAYOR: _LEADERS,
    Post.CITY_LEADER: _LEADERS,
    Post.LEADER_SECRETARY: ("instructions:home", "briefs:papers"),
    Post.UNIT_HANDLER: _UNITS,
    Post.UNIT_DUTY: (*_UNITS, "duty:now"),
    Post.UNIT_LEADER: _UNITS,
    Post.UNIT_HEAD: _UNITS,
    Post.LINE_CLERK: (*_UNITS, "callbacks:waiting", "calls:ring_backs"),
    Post.ARBITER: ("desk:applications",),
    Post.EVALUATOR: ("registers:index",),
    Post.ADMIN: ("people:list", "units:tree", "desk:who_saw", "rollups:checks"),
}  # fmt: skip
"""What somebody in a post opens every day, beside what everybody does."""
