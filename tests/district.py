"""The east district of the stage with a line of its own (区长专线): its clerk, its leaders, and a matter played through."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.cases.act import register
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.desk.tests.signed_in import seat_everybody
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day, travelling
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.measures.figures import figures
from huiyin.measures.kinds import Measure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.people.models import User
from huiyin.statistics.collecting import registry_for
from huiyin.units.lines import open_line
from huiyin.units.models import Unit


@dataclass
class District:
    """The east district of the stage with its own line: a clerk, and the leaders, who lead there as the director does."""

    stage: Stage

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.stage.units["east"].pk)

    @property
    def clerk(self) -> Actor:
        return self.stage.who("east.clerk")

    def register(self, **other) -> Case:
        said = self.stage.said(kind="consult", **other)
        made = register(said, actor=self.clerk, at=self.stage.at, city=self.stage.city, centre=self.unit.pk)
        return made.case

    def dispatched(self, lead: str = "street", **other) -> Case:
        case = self.register(**other)
        return self.stage.move(case, "dispatch", "east.clerk", lead=self.stage.units[lead].pk, joint=[])

    def handled(self, **other) -> Case:
        """Play a matter from the call to the accepted answer, with everything that follows."""
        stage = self.stage
        case = self.dispatched(**other)
        stage.later(minutes=5)
        stage.sign(case, "street")
        stage.later(hours=2)
        stage.move(case, "urge", "east.clerk", urge_way="phone", note="请尽快")
        stage.reply(case, "street")
        stage.later(minutes=30)
        said = {"result": next(r.code for r in stage.book.results if r.solves)}
        if stage.book.answers.answered_by == "centre":
            said |= {"way": "phone", "answer": "路灯已经修好。"}
        case = stage.move(case, "pass_audit", "east.clerk", **said)
        self.follow()
        return stage.reload(case)

    def follow(self) -> None:
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))


def district_of(city: str) -> District:
    """Open the line of the east district and seat its people."""
    stage = set_stage(city)
    east = stage.units["east"]
    open_line(east.pk, name="东岸区区长专线", code="DA", day=local_day(stage.at), actor=PLATFORM, at=stage.at)
    for key, post in {"leader": Post.UNIT_LEADER, "head": Post.UNIT_HEAD, "clerk": Post.LINE_CLERK}.items():
        known = stage.actors.get(f"east.{key}")
        user = User.objects.get(pk=known.user_id) if known else User.objects.create_user("east.clerk", "东岸专线员")
        stage.actors[f"east.{key}"] = Actor(user.pk, user.name, frozenset({Seat(post, east.pk, east.path, True)}))
    west = stage.units["west"]
    other = User.objects.create_user("west.clerk", "西岸专线员")
    stage.actors["west.clerk"] = Actor(other.pk, other.name, frozenset({Seat(Post.LINE_CLERK, west.pk, west.path)}))
    seat_everybody(stage)
    return District(stage)


def counted(stage: Stage, centre: str = "", only: tuple[str, ...] = ()) -> dict[str, object]:
    """Count every measure of every room, over all days and over the month, as the city or as one line sees them.

    `only` narrows it to the measures whose names begin so, and to all days.
    """
    day = local_day(stage.at)
    found: dict[str, object] = {}
    periods: dict[str, dict[str, date]] = {"ever": {}}
    if not only:
        periods["month"] = {"since": day.replace(day=1), "until": day + timedelta(days=30)}
    for name, days in periods.items():
        scope = Scope(**days, at=stage.at + timedelta(days=20), centre=centre, book=stage.book)
        with travelling(stage.at + timedelta(days=20)):
            asked = _only(registry_for(stage.book), only) if only else registry_for(stage.book)
            found |= {f"{name}.{key}": one.value for key, one in figures(asked, scope).items()}
    return found


def _only(registry: Registry, beginnings: tuple[str, ...]) -> Registry:
    return Registry(one for one in registry if isinstance(one, Measure) and one.name.startswith(beginnings))
