"""A call that no telephone system tells of (a fault of the exchange, an office's own telephone), entered by hand."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.calls import asks
from huiyin.calls.act import keep_calls
from huiyin.calls.heard import Heard
from huiyin.calls.numbers import Lines
from huiyin.calls.queries import book_on, cases_by_number, users_by_number
from huiyin.calls.who import RINGERS
from huiyin.cases.petitioners import hash_or_none
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.says import clean
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local, local_day
from huiyin.rulebook.calls import CallOutcome

BY_HAND = "手工"


def centres_for(actor: Actor) -> set[UUID | None]:
    """Return for which lines the actor enters calls: None stands for the city's."""
    own = {centre for centre in actor.own_centres if actor.holds_for(centre, *RINGERS)}
    return own | ({None} if actor.holds(*RINGERS) else set())


def enter_call(raw: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> Heard:
    """Keep one call and return it; the same `key` sent twice keeps one. Raises Refused with every reason beside its field."""
    centres = centres_for(actor)
    if not centres:
        raise NotYours(["您的岗位不能补录来电"])
    said, errors = clean(asks.ENTERED, raw, book_on(local_day(at)))
    if errors:
        raise Refused([], errors)
    lines = Lines()
    heard = lines.place(_heard(said, actor, key, centres))
    if wrong := _objections(heard, said, lines, centres, at):
        raise Refused([], wrong)
    keep_calls([heard], actor=actor, at=at)
    return heard


def _heard(said: Mapping[str, Any], actor: Actor, key: str, centres: set[UUID | None]) -> Heard:
    outcome, began = CallOutcome(said["outcome"]), said["began_at"]
    answered = began + timedelta(seconds=said["waited"] or 0) if outcome == CallOutcome.ANSWERED else None
    ended = answered + timedelta(minutes=said["minutes"]) if answered and said["minutes"] else None
    # Who works on one line alone need not say which it is.
    centre = next(iter(centres)) if len(centres) == 1 and not said["line"] else None
    number = f"{BY_HAND}-{local(began):%Y%m%d%H%M}-{(key or uuid7().hex)[-12:]}"
    return Heard(
        number, began, outcome, answered, ended, said["caller"], said["line"], agent=said["agent"], case=said["case"],
        centre=centre,
    )  # fmt: skip


def _objections(
    heard: Heard, said: Mapping[str, Any], lines: Lines, centres: set[UUID | None], at: datetime
) -> dict[str, str]:
    """Return why the call cannot be so, by the fields of the form."""
    no: dict[str, str] = {}
    if heard.began_at > at:
        no["began_at"] = "来电时间在将来"
    elif (heard.ended_at or heard.began_at) > at:
        no["began_at"] = "加上等待和通话的时长，这通电话现在还没有打完；请填实际呼入的时间"
    for name in ("waited", "minutes"):
        if (said[name] or 0) < 0:
            no[name] = "不能是负数"
    if said["agent"] and not users_by_number([said["agent"]]):
        no["agent"] = "没有这个工号"
    if said["caller"] and hash_or_none("phone", said["caller"]) is None:
        no["caller"] = "看不出号码；号码隐藏的不填"
    if said["line"] and not heard.line_known:
        no["line"] = f"没有哪条线登记了这个号码；已登记的：{'、'.join(_known(lines, centres, heard)) or '无'}"
    elif heard.centre not in centres:
        no["line"] = "这个号码不是您所在的线，由那条线补录"
    case = cases_by_number([said["case"]]).get(said["case"]) if said["case"] else None
    if said["case"] and (case is None or not case.fits(heard.centre)):
        no["case"] = "没有这个编号的工单"
    return no


def _known(lines: Lines, centres: set[UUID | None], heard: Heard) -> list[str]:
    day = local_day(heard.began_at)
    return [number for centre in sorted(centres, key=str) for number in lines.numbers_of(centre, day)]
