"""What a demo city has of duty and incidents: a few shifts, a check, a note, an answering day, and one incident in force."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.calendars.current import almanac
from huiyin.cases.act import register
from huiyin.cases.states import OPEN_CASE
from huiyin.demo.cities import CitySketch
from huiyin.demo.names import mobile_of_desk
from huiyin.duty.act import check, plan_day, write_note
from huiyin.duty.models import AnswerDay
from huiyin.duty.rota import moments
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import ONE_DAY, local, local_day
from huiyin.incidents.act import INCIDENT_DOOR, TASK_DOOR, declare, enter_resource, gather, give_tasks
from huiyin.incidents.models import How, Incident
from huiyin.incidents.queries import cases_to_gather
from huiyin.incidents.topics import with_all_below
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding, User
from huiyin.people.reach import set_mobile
from huiyin.people.standing_in import put_on_duty
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit

AHEAD = 12
"""So many days are filled in the roster of the unit in which visitors sign in, one day off but for the last."""

LONG_AGO = timedelta(days=3)
"""So long ago the trouble began: cases of the last days are there to be gathered."""

WORDING = (
    "城区供水主管爆裂，老城区部分小区停水或水压不足。两支抢修队已到现场，预计今晚恢复。"
    "急需用水请报小区名称和联系电话，我们安排送水车。"
)


CALLS = ("柳园路小区停水", "水压不足，三楼以上没有水")


def fill_watch(sketch: CitySketch, *, now: datetime) -> int:
    """Make what the demo's city has of duty and incidents, once; return how many cases were gathered."""
    if Incident.objects.exists() or AnswerDay.objects.exists():
        return 0
    unit = Unit.objects.filter(name=sketch.sign_in_unit).first() or Unit.objects.filter(depth=1).earliest("path")
    _duty(unit, now)
    return _incident(sketch, unit, now)


def _duty(unit: Unit, now: datetime) -> None:
    lead, head = _somebody(Post.SHIFT_LEAD, now), _somebody(Post.UNIT_HEAD, now, unit)
    centre = [_user(post) for post in (Post.SHIFT_LEAD, Post.DISPATCHER, Post.SUPERVISOR)]
    own = list(User.objects.filter(holdings__unit=unit, holdings__until__isnull=True).distinct().order_by("username"))
    for number, user in enumerate([*centre, *own]):
        set_mobile(user.pk, mobile_of_desk(number), actor=lead, at=now)
    day = local_day(now)
    for number in range(AHEAD):
        since, until = moments(day + number * ONE_DAY, *_WHOLE)
        put_on_duty(centre[number % len(centre)].pk, None, since=since, until=until, actor=lead, at=now)
        # The last days off are left open, so that a visitor sees what a gap looks like.
        if number < AHEAD - 5 or almanac().is_workday(local_day(since)):
            put_on_duty(own[number % len(own)].pk, unit.pk, since=since, until=until, actor=head, at=now)
    check(unit.pk, reached=True, minutes=2, words="本人接听", actor=lead, at=now)
    write_note(None, "等供水部门回电：柳园路片区几点来水，回电后逐一告知来电人", actor=lead, at=now)
    begin = local(now).replace(hour=9, minute=0, second=0, microsecond=0) + 7 * ONE_DAY
    said = {
        "leader": "分管城建的副市长", "office": "", "begins_at": begin, "ends_at": begin + timedelta(hours=2),
        "place": "热线大厅 12345", "subjects": "供水、供暖、道路积水",
    }  # fmt: skip
    plan_day(said, None, actor=_somebody(Post.EDITOR, now), at=now)


_WHOLE = (datetime.min.time(), datetime.min.time())


def _incident(sketch: CitySketch, unit: Unit, now: datetime) -> int:
    book, director = book_for(sketch.code, local_day(now)), _somebody(Post.DIRECTOR, now)
    at = now - timedelta(hours=3)
    incident = declare(_declared(book, at), actor=director, at=at)
    INCIDENT_DOOR.move(incident.pk, "begin", {}, actor=director, at=at)
    incident.refresh_from_db()
    others = Unit.objects.filter(depth=1, closed_on__isnull=True).exclude(pk=unit.pk).order_by("path")[:2]
    task = {
        "words": "排查停水小区，组织抢修和送水，报告到场时间和恢复时间",
        "due_at": now + timedelta(hours=3),
        "on_site": True,
    }
    first, *_ = give_tasks(incident, [unit.pk, *(one.pk for one in others)], task, actor=director, at=at)
    handler = _somebody(Post.UNIT_HANDLER, now, unit)
    TASK_DOOR.move(first.pk, "progress", {"words": "两支队伍已到场，正在开挖"}, actor=handler, at=now)
    kinds = [one.code for one in book.incidents.resources]
    for kind, amount, words in (
        ("teams", "2", "柳园路、北门大街抢修"),
        ("water_trips", "6", "给停水小区送水"),
        ("water_tonnes", "48", "给停水小区送水"),
    ):
        if kind in kinds:
            said: dict[str, Any] = {"kind": kind, "amount": amount, "words": words, "on": now}
            enter_resource(incident, unit, said, actor=handler, at=now)
    found = list(cases_to_gather(incident, director).filter(state__in=OPEN_CASE).order_by("-received_at", "-id")[:3])
    heard = [_heard(book, incident, number, words, now) for number, words in enumerate(CALLS)]
    return gather(incident, [*(case.pk for case in found), *heard], how=How.BATCH, actor=director, at=now)


def _heard(book: Rulebook, incident: Incident, number: int, words: str, now: datetime) -> UUID:
    """Let an agent hear somebody about it."""
    day = local_day(now)
    topics = with_all_below(incident.categories, book)
    said = {
        "channel": book.channels[0].code, "kind": "help", "title": words, "text": f"{words}，家里有老人，请告知何时恢复。",
        "occurred": "今早", "place": f"老城区柳园路{number * 7 + 3}号", "object": "供水", "wishes": [{"text": "尽快恢复"}],
        "category": next(one.code for one in book.category_leaves(day) if one.code in topics), "name": "甲某",
        "phone": mobile_of_desk(900 + number),
    }  # fmt: skip
    return register(said, actor=_somebody(Post.AGENT, now), at=now, city=book.city_code).case.pk


def _declared(book: Rulebook, at: datetime) -> dict[str, Any]:
    kind = book.incidents.kind("water") or book.incidents.kinds[0]
    # Whoever has no water complains of the whole service.
    topics = [book.tree.lineage(code)[:2][-1] for code in kind.categories]
    return {
        "kind": kind.code, "title": "供水主管爆裂停水", "began_at": at - LONG_AGO, "territories": (), "area": "老城区",
        "categories": topics, "whole_day_duty": kind.whole_day_duty, "wording": WORDING,
    }  # fmt: skip


def _user(post: Post, unit: Unit | None = None) -> User:
    held = (
        Holding.objects.filter(post=post, unit=unit, until__isnull=True)
        .select_related("user")
        .order_by("user__username")
    )
    return held[0].user


def _somebody(post: Post, now: datetime, unit: Unit | None = None) -> Actor:
    return actor_of(_user(post, unit), now)
