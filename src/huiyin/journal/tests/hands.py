"""Work to be owed and followers to do it, for tests of the worker, here and in processes of their own."""

import os
import signal
import time
from datetime import UTC, datetime, timedelta

from huiyin.flow.ids import uuid7
from huiyin.journal.counting import draw
from huiyin.journal.door import note
from huiyin.journal.follow import follower
from huiyin.journal.models import Counter, Event, Owed, OwedAgain, Told
from huiyin.journal.work import deliver, deliver_all
from huiyin.journal.writing import writing

AT = datetime(2018, 6, 4, 1, 30, tzinfo=UTC)
DOOR = "tests.bell"
switches: dict[str, bool] = {}
heard: list[tuple[str, int]] = []


@follower("tests.listener", "bell.*")
def listen(event: Event, at: datetime) -> None:
    """Remember what was heard, in its order."""
    heard.append(("listener", event.said["number"]))


@follower("tests.grumbler", "bell.rung")
def grumble(event: Event, at: datetime) -> None:
    """Fail as long as a switch is on, after having written something that must not stay."""
    draw("tests.grumbled")
    if switches.get("grumble"):
        raise ValueError("13800005521 张三")
    heard.append(("grumbler", event.said["number"]))


@follower("tests.book_keeper", "bell.rung", "bell.kills")
def keep_books(event: Event, at: datetime) -> None:
    """Count every event once, however often it is told of, and every telling."""
    draw("tests.told")
    if not Told.objects.filter(actor_id=event.actor_id, key=str(event.id)).exists():
        Told.objects.create(actor_id=event.actor_id, key=str(event.id), event_id=event.id, subject_id=event.id, at=at)
        draw("tests.booked")


@follower("tests.killer", "bell.kills")
def kill_once(event: Event, at: datetime) -> None:
    """Kill the own process where the environment says so, between the others' commit and the end of the work."""
    if os.environ.get("TESTS_KILL") == "1":
        draw("tests.never_committed")
        os.kill(os.getpid(), signal.SIGKILL)


def ring(number: int, verb: str = "bell.rung") -> Event:
    """Owe work for one event."""
    return note(verb, "bell", uuid7(), at=AT, head=DOOR, said={"number": number})


def ring_often(times: int, verb: str = "bell.rung") -> None:
    """Owe work for many events of one transaction."""
    with writing():
        for number in range(times):
            ring(number, verb)


def count(name: str) -> int:
    """Return how often a follower did something that was committed."""
    return Counter.objects.filter(name=name).values_list("value", flat=True).first() or 0


def counts() -> dict[str, int]:
    """Return the tellings, the bookings, and what is left to do."""
    return {
        "told": count("tests.told"), "booked": count("tests.booked"), "never": count("tests.never_committed"),
        "owed": Owed.objects.count(), "again": OwedAgain.objects.count(),
    }  # fmt: skip


def work_off(minutes: float = 0) -> dict[str, int]:
    """Work until nothing is left, at a moment so many minutes later; return how many events were done, and `counts`."""
    done = deliver_all(lambda: AT + timedelta(minutes=minutes)).done
    return {"done": done, **counts()}


def work_and_die(after: int) -> None:
    """Work one event after the other and be killed in the middle."""
    for _ in range(after):
        deliver(AT, batch=1)
    os.environ["TESTS_KILL"] = "1"
    deliver(AT, batch=10)


def work_slowly(seconds: float) -> dict[str, int]:
    """Hold one event for longer than its lease while the other worker tries to take it."""
    follower("tests.slow", "bell.slow")(_sleep(seconds))
    done = deliver(AT, lease=timedelta(milliseconds=50)).done
    return {"done": done, "slept": count("tests.slow")}


def _sleep(seconds: float):
    def sleep(event: Event, at: datetime) -> None:
        draw("tests.slow")
        time.sleep(seconds)

    return sleep
