"""What is asked of the floor and of the product: one scenario for each line of the table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from huiyin.bench import floor
from huiyin.bench.load import Ask, NextAsk
from huiyin.bench.material import Material
from huiyin.bench.seed import MATTERS, PLACES, WISHES

API = "/api/v1"
CSRF = "benchbenchbenchbenchbenchbenchbe"
"""The same in cookie and header is all that the protection asks; who can set both is not a stranger."""

NO_END = 1_000_000

Proof = Callable[[bytes], bool]
"""Whether an answer holds what it was asked for: a quick empty page proves nothing."""


@dataclass(frozen=True)
class Scenario:
    """One kind of request: how the next one is made, how many there can be, and what the answer must hold."""

    name: str
    next_ask: NextAsk
    proof: Proof
    most: int = NO_END


def scenarios(given: Material) -> list[Scenario]:
    """Return all scenarios, the floor first. Each of them goes on where it stopped when it is asked again."""
    return [
        Scenario("floor_create", lambda: Ask("POST", f"/{floor.CREATE}"), lambda said: b'"id"' in said),
        Scenario("floor_list", _as("agent", given, f"/{floor.LISTING}"), _holds_rows(b"<tr>")),
        Scenario("create", _creating(given), lambda said: b'"number"' in said),
        Scenario("sign", _signing(given), _holds_state("handling"), len(given["shares"])),
        Scenario("dispatch", _dispatching(given), _holds_state("in_handling"), len(given["registered"])),
        Scenario("case_page", _reading(given), lambda said: "诉求".encode() in said),
        Scenario("work_list", _listing(given), _holds_rows(b"<tr")),
        Scenario("search", _searching(given), lambda said: b'class="search-hit"' in said),
    ]


def _holds_rows(mark: bytes) -> Proof:
    return lambda said: said.count(mark) >= floor.ROWS


def _holds_state(state: str) -> Proof:
    return lambda said: json.loads(said)["state"] == state


def _cookies(given: Material, user: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={given['sessions'][user]}; csrftoken={CSRF}"}


def _as(user: str, given: Material, path: str) -> NextAsk:
    asked = Ask("GET", path, _cookies(given, user))
    return lambda: asked


def _writing(given: Material, user: str, path: str, body: Mapping[str, object]) -> Ask:
    headers = {
        **_cookies(given, user), "X-CSRFToken": CSRF, "Idempotency-Key": str(uuid4()),
        "Content-Type": "application/json",
    }  # fmt: skip
    return Ask("POST", f"{API}{path}", headers, json.dumps(body).encode())


def _creating(given: Material) -> NextAsk:
    """A matter with petitioner, wish and clocks, by the agent."""
    chance = Random(1)

    def ask() -> Ask:
        place, what = chance.choice(PLACES), chance.choice(MATTERS)
        said = {
            "channel": "phone", "title": f"{place}{what}", "occurred": "近日", "place": place,
            "text": f"{place}{chance.randrange(300)}号附近{what}，已有多日。", "object": what, "kind": "complaint",
            "category": chance.choice(given["categories"]), "territory": chance.choice(given["territories"]),
            "wishes": [{"text": chance.choice(WISHES)}], "name": "李某", "phone": f"139{chance.randrange(10**8):08}",
        }  # fmt: skip
        return _writing(given, "agent", "/case/register", {"said": said})

    return ask


def _signing(given: Material) -> NextAsk:
    """The unit signs: a change of state that meets a clock."""
    numbers = count()

    def ask() -> Ask:
        share, handler = given["shares"][next(numbers) % len(given["shares"])]
        return _writing(given, handler, f"/assignment/{share}/moves/sign", {"said": {}})

    return ask


def _dispatching(given: Material) -> NextAsk:
    """The centre dispatches: a share and its clocks are made."""
    numbers, chance = count(), Random(2)

    def ask() -> Ask:
        number = given["registered"][next(numbers) % len(given["registered"])]
        said = {"lead": chance.choice(given["units"]), "joint": []}
        path = f"/case/{number}/moves/dispatch"
        return _writing(given, "dispatcher", path, {"said": said})

    return ask


def _reading(given: Material) -> NextAsk:
    """The page of any case, for the one who may do most with it."""
    numbers, cookies = count(), _cookies(given, "director")
    return lambda: Ask("GET", f"/cases/{given['pages'][next(numbers) % len(given['pages'])]}/", cookies)


def _listing(given: Material) -> NextAsk:
    """The work list in turn as it is used: by state, unit, topic, channel, in both orders."""
    numbers, chance, cookies = count(), Random(3), _cookies(given, "director")

    def ask() -> Ask:
        queries = (
            {"state": "closed", "sort": "received"},
            {"state": "in_handling", "sort": "due"},
            {"state": "registered", "channel": "phone", "kind": "complaint", "sort": "received"},
            {"unit": chance.choice(given["unit_paths"]), "sort": "received"},
            {"category": chance.choice(given["topics"]), "state": "closed", "sort": "received"},
            {"late": "1", "sort": "due"},
        )
        return Ask("GET", f"/cases/?{urlencode(queries[next(numbers) % len(queries)])}", cookies)

    return ask


def _searching(given: Material) -> NextAsk:
    """What an agent types, as the page asks while one types: words of every eighth case and of a few, places, units,
    numbers of cases and of phones, and something that is nowhere.
    """
    numbers, chance = count(), Random(4)
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF, "HX-Request": "true"}
    headers = {**_cookies(given, "agent"), **form}

    def ask() -> Ask:
        place, what = chance.choice(PLACES), chance.choice(MATTERS)
        typed = (
            what[:2],
            what,
            f"{place}{chance.randrange(1, 300)}号",
            f"{place} {what[-2:]}",
            chance.choice(given["unit_names"]),
            chance.choice(given["pages"]),
            chance.choice(given["phones"]),
            f"{what[0]}{place[-1]}{what[1]}",
        )
        return Ask("POST", "/search/", headers, urlencode({"q": typed[next(numbers) % len(typed)]}).encode())

    return ask
