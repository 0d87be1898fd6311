"""The endpoint by which a telephone system hands in its calls as they end; the same call sent again is kept once."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, ConfigDict, Field

from huiyin.calls.act import keep_calls
from huiyin.calls.heard import Heard
from huiyin.calls.numbers import Lines
from huiyin.calls.reading import AHEAD, EARLIEST, without_case
from huiyin.calls.who import KEEPERS
from huiyin.flow import times
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.moves.api import No
from huiyin.rulebook.calls import CallOutcome
from huiyin.ui.doors import actor_in

router = Router(tags=["来电"])


def _of_the_city(at: datetime) -> datetime:
    at = at if at.tzinfo else at.replace(tzinfo=CITY_TZ)
    if not EARLIEST.year <= at.year <= EARLIEST.year + 200:
        raise ValueError("时间不对")
    return at


Moment = Annotated[datetime, AfterValidator(_of_the_city)]


class CallTold(Schema):
    """One call. A moment without a zone is the city's."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(pattern=r"^[A-Za-z0-9_.:\-]{1,64}$", description="话务系统的话单编号")
    began_at: Moment
    outcome: CallOutcome
    answered_at: Moment | None = None
    ended_at: Moment | None = None
    caller: str = Field("", pattern=r"^[0-9+()\- ]{0,40}$")
    line: str = Field(
        "", pattern=r"^[0-9A-Za-z+\-]{0,24}$", description="被叫号码：来电归登记了它的线，没有哪条线登记的计入市热线"
    )
    queue: str = Field("", pattern=r"^[\u4e00-\u9fffA-Za-z0-9_\- ]{0,40}$")
    agent: str = Field("", pattern=r"^[A-Za-z0-9_.\-]{0,40}$", description="话务员工号")
    own_line: str = Field(
        "",
        pattern=r"^[\u4e00-\u9fffA-Za-z0-9_()（）\- ]{0,40}$",
        description="打进单位自己的专线的，写专线的名称或编号字头",
    )
    case: str = Field("", pattern=r"^[\u4e00-\u9fff〔〕A-Za-z0-9\-]{0,40}$", description="工单编号")


class CallsTold(Schema):
    """Calls that ended since the last time."""

    model_config = ConfigDict(extra="forbid")

    calls: list[CallTold] = Field(min_length=1, max_length=500)


class Kept(Schema):
    """How many of them were new, and which of the called numbers no line declares."""

    kept: int
    repeated: int
    unknown_numbers: list[str] = []


@router.post(
    "/", response={200: Kept, 401: No, 403: No, 422: No, 429: No}, operation_id="calls_keep",
    summary="来电：话务系统送来话单，同一编号只收一次",
)  # fmt: skip
def keep(request: HttpRequest, body: CallsTold) -> Kept:
    """Keep the calls that are not kept yet."""
    actor, now = actor_in(request), times.now()
    if not actor.holds(*KEEPERS):
        raise NotYours(["您的岗位不能送话单，须是班长或中心主任"])
    lines = Lines()
    heard = [_heard(one, lines) for one in body.calls]
    if any(told.own_line and one.centre is None for told, one in zip(body.calls, heard, strict=True)):
        raise Refused(["没有这条单位专线，或当日没有开办"])
    if any(one.began_at > now + AHEAD for one in heard):
        raise Refused(["呼入时间在将来"])
    if without_case(heard):
        raise Refused(["没有这个编号的工单"])
    fresh = keep_calls(heard, actor=actor, at=now)
    unknown = sorted({one.line for one in heard if one.number in fresh and not one.line_known})
    return Kept(kept=len(fresh), repeated=len(heard) - len(fresh), unknown_numbers=unknown)


def _heard(told: CallTold, lines: Lines) -> Heard:
    centre = lines.find(told.own_line, local_day(told.began_at)) if told.own_line else None
    heard = Heard(
        told.number, told.began_at, told.outcome, told.answered_at, told.ended_at, told.caller, told.line, told.queue,
        told.agent, told.case, centre,
    )  # fmt: skip
    return lines.place(heard)
