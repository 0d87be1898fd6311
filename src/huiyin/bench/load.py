"""The load: some connections that ask for one thing after another, for some seconds, bounded in count and time."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

CONNECTIONS = 4
ASKS_A_LINE = 25
"""After so many requests a connection is made anew: else chance would give one of two servers three of four lines."""


@dataclass(frozen=True)
class Ask:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


NextAsk = Callable[[], Ask]
"""Gives the next request; called by several threads."""


@dataclass
class Measured:
    """What was asked in one stretch: good answers a second, and how long each of them was waited for (milliseconds)."""

    asked: int = 0
    failed: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    example: str = ""

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return (self.asked - self.failed) / self.seconds if self.seconds else 0.0


def rate_of(rounds: Sequence[Measured]) -> float:
    """Return the rate of the middle round: the machine may be busy with something else during one of them."""
    return median(one.rate for one in rounds)


def wait_of(rounds: Sequence[Measured], share: float) -> float:
    """Return the wait in milliseconds that this share of the requests of all rounds did not exceed."""
    waits = sorted(wait for one in rounds for wait in one.waits)
    return waits[min(len(waits) - 1, int(len(waits) * share))] if waits else 0.0


def load(port: int, next_ask: NextAsk, *, seconds: float, most: int, connections: int = CONNECTIONS) -> Measured:
    """Ask over `connections` connections to 127.0.0.1 until the time or `most` requests are over."""
    whole, lock = Measured(), threading.Lock()
    began = time.perf_counter()
    arguments = (port, next_ask, began + seconds, max(most // connections, 1), whole, lock)
    threads = [threading.Thread(target=_ask_on, args=arguments) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole.seconds = time.perf_counter() - began
    return whole


def ask_once(port: int, ask: Ask) -> tuple[int, bytes]:
    """Return status and body of one answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        return _answer(line, ask)
    finally:
        line.close()


def _ask_on(
    port: int, next_ask: NextAsk, until: float, most: int, whole: Measured, lock: threading.Lock
) -> None:  # fmt: skip
    line, mine = http.client.HTTPConnection("127.0.0.1", port, timeout=60), Measured()
    while mine.asked < most and time.perf_counter() < until:
        if mine.asked % ASKS_A_LINE == 0:
            line.close()
        _ask_and_measure(line, next_ask(), mine)
    line.close()
    with lock:
        whole.asked += mine.asked
        whole.failed += mine.failed
        whole.waits += mine.waits
        whole.example = whole.example or mine.example


def _ask_and_measure(line: http.client.HTTPConnection, ask: Ask, mine: Measured) -> None:
    began = time.perf_counter()
    try:
        status, said = _answer(line, ask)
    except (OSError, http.client.HTTPException) as error:
        # The connection is opened anew by the next request.
        line.close()
        status, said = 0, repr(error).encode()
    mine.asked += 1
    if is_good(status):
        mine.waits.append((time.perf_counter() - began) * 1000)
    else:
        mine.failed += 1
        mine.example = mine.example or f"{status} {ask.path} {said[:300].decode(errors='replace')}"


def is_good(status: int) -> bool:
    """Whether the thing was done: a way to the sign-in is not the page that was asked for."""
    return 200 <= status < 300


def _answer(line: http.client.HTTPConnection, ask: Ask) -> tuple[int, bytes]:
    line.request(ask.method, ask.path, body=ask.body, headers=dict(ask.headers))
    answer = line.getresponse()
    return answer.status, answer.read()
