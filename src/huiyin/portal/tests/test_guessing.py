"""Who guesses numbers and codes learns nothing, and is stopped soon; who knows them is not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.tests.stage import MONDAY
from huiyin.portal import caps
from huiyin.portal.models import Tally
from huiyin.portal.tests.citizen import Citizen


def answer(citizen: Citizen, number: str, code: str) -> tuple[int, str, list[str]]:
    """Return what a guess brings: status, page without what was typed, kinds of statements."""
    with CaptureQueriesContext(connection) as asked:
        response = citizen.looks(number, code)
    page = response.content.decode().replace(number, "N").replace(code, "C")
    page = page.split("csrfmiddlewaretoken")[0] + page.split("csrfmiddlewaretoken")[1].split(">", 1)[1]
    return response.status_code, page, [q["sql"].split(" ")[0] for q in asked]


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(citizen: Citizen) -> None:
    citizen.submits()
    stranger = Citizen(citizen.stage)
    stranger.looks("K1", "1")
    wrong_code = answer(stranger, citizen.number, "0000000001")
    wrong_number = answer(stranger, "K20180604-99999", "0000000001")
    assert wrong_code == wrong_number
    assert wrong_code[0] == 422


def test_the_code_of_one_case_does_not_open_another(citizen: Citizen) -> None:
    citizen.submits()
    other = Citizen(citizen.stage)
    other.submits(phone="13800005599")
    assert Citizen(citizen.stage).looks(citizen.number, other.code).status_code == 422


def test_ten_wrong_codes_close_a_number_for_an_hour_even_to_the_right_one(citizen: Citizen) -> None:
    citizen.submits()
    for n in range(caps.LOOK_AT_NUMBER.most):
        assert Citizen(citizen.stage).looks(citizen.number, f"{n:010}", REMOTE_ADDR=f"10.0.0.{n}").status_code == 422
    closed = citizen.looks(REMOTE_ADDR="10.0.1.1")
    assert closed.status_code == 429
    assert "一小时" in closed.content.decode()
    citizen.stage.later(hours=1)
    assert citizen.looks(REMOTE_ADDR="10.0.1.1").status_code == 302


def test_a_number_that_does_not_exist_closes_alike(citizen: Citizen) -> None:
    for n in range(caps.LOOK_AT_NUMBER.most):
        citizen.looks("K1", f"{n:010}", REMOTE_ADDR=f"10.0.0.{n}")
    assert citizen.looks("K1", "1", REMOTE_ADDR="10.0.1.1").status_code == 429


def test_who_already_proved_it_still_sees_the_case_while_others_guess(citizen: Citizen) -> None:
    citizen.submits()
    for n in range(30):
        Citizen(citizen.stage).looks(citizen.number, f"{n:010}")
    assert citizen.number in citizen.sees()


def test_one_address_may_guess_twenty_times_a_quarter_of_an_hour(citizen: Citizen) -> None:
    for n in range(caps.LOOK_FROM_ADDRESS.most):
        assert citizen.looks(f"K{n}", "1").status_code == 422
    assert citizen.looks("K99", "1").status_code == 429
    assert citizen.looks("K99", "1", REMOTE_ADDR="192.0.2.9").status_code == 422
    citizen.stage.later(minutes=15)
    assert citizen.looks("K99", "1").status_code == 422


def test_looking_rightly_is_not_counted(citizen: Citizen) -> None:
    citizen.submits()
    for _ in range(25):
        assert citizen.looks().status_code == 302


def test_another_forwarded_address_is_believed_only_from_a_listed_proxy(citizen: Citizen, settings: object) -> None:
    def guesses(start: int) -> list[int]:
        numbers = range(start, start + caps.LOOK_FROM_ADDRESS.most + 1)
        return [
            citizen.looks(f"K{n}", "1", headers={"x-forwarded-for": f"198.51.100.{n % 250}"}).status_code
            for n in numbers
        ]

    assert guesses(0)[-1] == 429
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert guesses(100)[-1] == 422


def test_a_client_with_a_whole_network_of_addresses_counts_as_one(citizen: Citizen) -> None:
    last = [citizen.looks(f"K{n}", "1", REMOTE_ADDR=f"2001:db8::{n:x}").status_code for n in range(21)]
    assert last[-1] == 429


def test_submitting_is_capped_by_address_and_by_phone(citizen: Citizen) -> None:
    for n in range(caps.SUBMIT_BY_PHONE.most):
        assert citizen.submit(REMOTE="x", title=f"第{n}件").status_code == 302
    assert citizen.submit(title="第六件").status_code == 429
    for n in range(caps.SUBMIT_FROM_ADDRESS.most - caps.SUBMIT_BY_PHONE.most - 1):
        assert citizen.submit(phone=f"138000055{n:02}", title=f"另{n}").status_code == 302
    assert citizen.submit(phone="13900000000").status_code == 429


def test_no_address_and_no_phone_stands_in_the_tallies(citizen: Citizen) -> None:
    citizen.submits()
    citizen.looks("K1", "1", REMOTE_ADDR="203.0.113.77")
    kept = str(list(Tally.objects.values()))
    assert Tally.objects.exists()
    for word in ("203.0.113.77", "127.0.0.1", "13800005521", citizen.number):
        assert word not in kept


def test_the_same_address_has_another_key_in_the_next_stretch(citizen: Citizen) -> None:
    at = citizen.stage.at
    caps.count(caps.SUBMIT_FROM_ADDRESS, "a", at)
    first = set(Tally.objects.values_list("key", flat=True))
    caps.count(caps.SUBMIT_FROM_ADDRESS, "a", at + timedelta(hours=2))
    assert first.isdisjoint(Tally.objects.values_list("key", flat=True))


def test_old_tallies_are_forgotten(citizen: Citizen) -> None:
    caps.count(caps.SUBMIT_FROM_ADDRESS, "a", citizen.stage.at)
    caps.count(caps.SUBMIT_FROM_ADDRESS, "b", citizen.stage.at + timedelta(days=1))
    assert Tally.objects.count() == 1


def count_many_times(times: int) -> int:
    """Count in a process of its own; return how often that was too often."""
    refused = 0
    for _ in range(times):
        try:
            caps.count(caps.LOOK_AT_NUMBER, "K1", MONDAY)
        except caps.TooOften:
            refused += 1
    return refused


@pytest.mark.parametrize("database", ["sqlite_url", "postgresql_url"])
def test_guesses_sent_at_once_are_all_counted(
    database: str, request: pytest.FixtureRequest, start_process: Any
) -> None:
    url = request.getfixturevalue(database)
    workers = [start_process(url, f"{__name__}:count_many_times", 10) for _ in range(4)]
    refused = [json.loads(worker.communicate(timeout=120)[0].splitlines()[-1]) for worker in workers]
    assert sum(refused) == 40 - caps.LOOK_AT_NUMBER.most
