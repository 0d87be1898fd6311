"""The states of a hot topic, of a warning, of a unit's preparation for a season and of a case of the library."""

from huiyin.flow.table import State
from huiyin.rulebook.section import Labelled


class TopicState(State):
    """Where a hot topic stands."""

    LISTED = "listed", "在列"
    MERGED = "merged", "已并入"
    DISMISSED = "dismissed", "不作热点"
    FADED = "faded", "已消退"


class AlertState(State):
    """Where a warning stands."""

    FOUND = "found", "待确认"
    ACKNOWLEDGED = "acknowledged", "已确认"
    ACTED = "acted", "已处置"
    DISMISSED = "dismissed", "已排除"
    EXPIRED = "expired", "已消退"


OPEN_ALERT = frozenset({AlertState.FOUND, AlertState.ACKNOWLEDGED})


class PreparationState(State):
    """Where a unit's preparation for a season stands."""

    ASKED = "asked", "待准备"
    DONE = "done", "已落实"
    RETURNED = "returned", "退回补充"


class StoryState(State):
    """Where a case of the library stands."""

    PROPOSED = "proposed", "待审定"
    RETURNED = "returned", "退回修改"
    LISTED = "listed", "已入库"
    REMOVED = "removed", "已撤下"


class Rhythm(Labelled):
    """How long the period of a list of hot topics is."""

    WEEK = "week", "周"
    MONTH = "month", "月"


class Deed(Labelled):
    """What was done because of a warning."""

    FOCUS = "focus", "列为每月重点"
    SUPERVISION = "supervision", "发督办单"
    INCIDENT = "incident", "启动突发事件处置"
    BRIEF = "brief", "编报专报"
    UNIT = "unit", "责成单位处置"
    OTHER = "other", "其他"
