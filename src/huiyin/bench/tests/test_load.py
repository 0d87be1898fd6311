"""The load counts good answers only, ends by count or by time, and knows how long was waited."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from huiyin.bench.load import Ask, Measured, ask_once, load, rate_of, wait_of


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_it_asks_as_often_as_it_may_over_all_connections(port):
    found = load(port, lambda: Ask("GET", "/200"), seconds=60, most=120, connections=4)
    assert (found.asked, found.failed, len(found.waits)) == (120, 0, 120)
    assert found.rate > 0


def test_it_ends_when_the_time_is_over(port):
    assert load(port, lambda: Ask("GET", "/200"), seconds=0.05, most=10**9, connections=2).seconds < 5


@pytest.mark.parametrize("status", [302, 404, 422, 500])
def test_what_was_refused_or_sent_to_the_sign_in_was_not_done(port, status):
    found = load(port, lambda: Ask("GET", f"/{status}"), seconds=60, most=4, connections=1)
    assert (found.asked, found.failed, found.rate, found.waits) == (4, 4, 0.0, [])
    assert found.example.startswith(f"{status} /{status}")


def test_a_server_that_is_gone_is_a_failure_and_no_crash():
    found = load(1, lambda: Ask("GET", "/200"), seconds=60, most=3, connections=1)
    assert (found.asked, found.failed) == (3, 3)


def test_one_answer_is_status_and_body(port):
    assert ask_once(port, Ask("GET", "/404")) == (404, b"ok")


def test_the_middle_round_counts_and_the_waits_of_all():
    rounds = [Measured(10, 0, 1.0, [1.0] * 10), Measured(90, 0, 1.0, [2.0] * 9), Measured(30, 0, 1.0, [9.0])]
    assert rate_of(rounds) == 30
    assert (wait_of(rounds, 0.5), wait_of(rounds, 0.95), wait_of([], 0.95)) == (2.0, 9.0, 0.0)
