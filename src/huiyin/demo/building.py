"""Building the demo city through the doors of units and people: units, contacts, one account per seat."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from huiyin.demo.cities import CitySketch, UnitSketch
from huiyin.demo.names import mobile, office_phone, person
from huiyin.flow.actor import PLATFORM, PLATFORM_ID
from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.journal.writing import writing
from huiyin.people.act import NewUser, create_user, give_post
from huiyin.people.models import User
from huiyin.rulebook.shelf import book_for
from huiyin.units.act import NewUnit, Particulars, open_unit
from huiyin.units.contacts import NewContact, change_contact
from huiyin.units.models import ContactRole, Unit

SEVERAL = {Post.AGENT: 6, Post.REVIEWER: 2, Post.DISPATCHER: 3, Post.AUDITOR: 3, Post.CALLBACK_AGENT: 3,
           Post.SUPERVISOR: 2, Post.VICE_MAYOR: 2}  # fmt: skip
"""Posts that more than one person holds; every other post of the centre has one."""

CONTACT_POSTS = {
    ContactRole.HEAD: Post.UNIT_HEAD, ContactRole.LEADER: Post.UNIT_LEADER, ContactRole.HANDLER: Post.UNIT_HANDLER,
}  # fmt: skip

Tell = Callable[[], None]


@dataclass(frozen=True)
class SignIn:
    """One account with which a visitor of the demo signs in."""

    post: str
    username: str
    name: str
    unit: str


@dataclass
class Builder:
    """Builds one city. `tell` is called after each unit and each person, for a progress bar."""

    sketch: CitySketch
    password: str
    tell: Tell
    rng: Random
    hashed: str = ""
    count: int = 0

    def build(self) -> list[SignIn]:
        """Open the units, make the people, name the contacts; return who can sign in."""
        self.hashed = make_password(self.password)
        # One transaction for each branch of the tree instead of one for each act: a quarter of the time.
        with writing():
            sign_ins = list(self._centre())
        for sketch in self.sketch.units:
            with writing():
                for unit in self._branch(sketch):
                    sign_ins += self._staff(unit)
        return sign_ins

    def _centre(self) -> Iterator[SignIn]:
        for post in sorted(CENTRE_POSTS):
            for number in range(1, SEVERAL.get(post, 1) + 1):
                first = number == 1
                user = self._account(f"{post}{'' if first else number}", signs_in=first)
                give_post(user.pk, post, actor=PLATFORM, at=self.sketch.since)
                if first:
                    yield SignIn(post.label, user.username, user.name, "")

    def _branch(self, sketch: UnitSketch) -> Iterator[Unit]:
        levels = len(book_for(self.sketch.code, self.sketch.founded).levels)
        unit = self._open(sketch.name, sketch.short, sketch, None, levels)
        yield unit
        for name in sketch.below:
            yield self._open(f"{sketch.short}{name}", name, sketch, unit, levels)

    def _open(self, name: str, short: str, sketch: UnitSketch, parent: Unit | None, levels: int) -> Unit:
        self.count += 1
        duty = Particulars(duty_phone=office_phone(self.count))
        new = NewUnit(name, short, parent.pk if parent else None, sketch.group, duty)
        unit = open_unit(new, day=self.sketch.founded, levels=levels, actor=PLATFORM, at=self.sketch.since)
        self.tell()
        return unit

    def _staff(self, unit: Unit) -> Iterator[SignIn]:
        for role, post in CONTACT_POSTS.items():
            user = self._account(f"u{unit.serial:03d}-{role}", signs_in=self._is_shown(unit))
            give_post(user.pk, post, unit.pk, actor=PLATFORM, at=self.sketch.since)
            contact = NewContact(role, user.name, office_phone(unit.serial), mobile(self.rng), user.pk)
            change_contact(unit.pk, contact, actor=PLATFORM, at=self.sketch.since)
            if self._is_shown(unit):
                yield SignIn(post.label, user.username, user.name, unit.name)
        if unit.name == self.sketch.sign_in_unit:
            yield self._officer(unit, "duty", Post.UNIT_DUTY)
            yield self._officer(unit, "line", Post.LINE_CLERK)

    def _officer(self, unit: Unit, role: str, post: Post) -> SignIn:
        user = self._account(f"u{unit.serial:03d}-{role}", signs_in=True)
        give_post(user.pk, post, unit.pk, actor=PLATFORM, at=self.sketch.since)
        return SignIn(post.label, user.username, user.name, unit.name)

    def _is_shown(self, unit: Unit) -> bool:
        below = unit.parent is not None and unit.parent.name == self.sketch.sign_in_unit
        return unit.name == self.sketch.sign_in_unit or (below and unit.short_name == self.sketch.sign_in_below)

    def _account(self, username: str, *, signs_in: bool) -> User:
        new = NewUser(username, person(self.rng), password_hash=self.hashed if signs_in else "")
        user, _ = create_user(new, actor=PLATFORM, at=self.sketch.since)
        self.tell()
        return user


def steps_to_build(sketch: CitySketch) -> int:
    """Return how often `tell` is called while this city is built."""
    units = sum(1 + len(unit.below) for unit in sketch.units)
    centre = sum(SEVERAL.get(post, 1) for post in CENTRE_POSTS)
    return units * (1 + len(CONTACT_POSTS)) + centre + 2


def is_built() -> bool:
    """Whether people and units are there already: a city is built once."""
    return User.objects.exclude(pk=PLATFORM_ID).exists()


def build_city(sketch: CitySketch, password: str, tell: Tell = lambda: None, seed: Any = 0) -> list[SignIn]:
    """Build the city and return who can sign in with the password; everybody else has an account without one."""
    return Builder(sketch, password, tell, Random(f"{sketch.code}:{seed}")).build()
