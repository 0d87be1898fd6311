"""Who lost the code gets a new one on the phone of the case, and a stranger learns nothing by asking."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Case
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event
from huiyin.notices.models import Outgoing
from huiyin.notices.sending import send_due
from huiyin.portal import caps, lost_codes
from huiyin.portal.models import CodeAsked
from huiyin.portal.tests.citizen import PHONE, Citizen, visible_text


class Gateway:
    """Keeps what it is given to send."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, number: str, text: str, **more: Any) -> str:
        self.sent.append((number, text))
        return "1"


def asks(citizen: Citizen, number: str, phone: str, **how: Any) -> Any:
    return citizen.post("/portal/lost-code/", {"number": number, "phone": phone}, **how)


def code_sent_to(citizen: Citizen) -> str:
    """Let the workers do what is due and return the code that came to the citizen's phone."""
    lost_codes.serve_all(citizen.stage.at)
    gateway = Gateway()
    send_due(citizen.stage.later(minutes=1), through=gateway)
    texts = [text for number, text in gateway.sent if number == PHONE and "查询码为" in text]
    return re.search(r"查询码为(\d{10})，原查询码作废", texts[0])[1]


@pytest.fixture
def loser(citizen: Citizen) -> Citizen:
    """A citizen in another browser, who knows the number still."""
    citizen.submits()
    other = Citizen(citizen.stage)
    other.number, other.code = citizen.number, citizen.code
    return other


def test_the_new_code_comes_to_the_phone_of_the_case_and_opens_it(loser: Citizen) -> None:
    answer = asks(loser, f" {loser.number.lower()} ", "138-0000 5521")
    assert answer.status_code == 302
    assert "如果编号和手机号与登记的一致" in visible_text(loser.get(answer["Location"]))
    code = code_sent_to(loser)
    assert code != loser.code
    assert loser.looks(code=code).status_code == 302
    assert loser.number in loser.sees()
    case = Case.objects.get(number=loser.number)
    assert Event.objects.filter(chain_id=case.pk, verb="case.code_renewed").count() == 1
    assert verify_chain(case.pk, Case) == []


def test_the_old_code_and_what_it_opened_end(loser: Citizen, citizen: Citizen) -> None:
    assert citizen.looks().status_code == 302
    asks(loser, loser.number, PHONE)
    code_sent_to(loser)
    assert loser.looks().status_code == 422
    assert citizen.get("/portal/case/").status_code == 302


def answer_to(citizen: Citizen, number: str, phone: str) -> tuple[int, str, str, list[str]]:
    with CaptureQueriesContext(connection) as asked:
        response = asks(citizen, number, phone)
    return response.status_code, response["Location"], str(response.cookies), [q["sql"].split(" ")[0] for q in asked]


def test_a_stranger_gets_the_same_answer_for_a_right_and_a_wrong_pair(loser: Citizen) -> None:
    stranger = Citizen(loser.stage)
    answer_to(stranger, "K1", "13900000000")

    def answers(number: str) -> list[Any]:
        # The second question about a number costs less than the first, whatever the number is.
        return [answer_to(stranger, number, phone) for phone in (PHONE, "13900000001")]

    of_a_case = answers(loser.number)
    assert of_a_case[0][0] == 302
    assert of_a_case == answers("K20180604-99999")


def test_a_wrong_pair_changes_nothing_and_sends_nothing(loser: Citizen) -> None:
    before = Outgoing.objects.count()
    for number, phone in ((loser.number, "13900000001"), ("K20180604-99999", PHONE)):
        asks(loser, number, phone)
    assert lost_codes.serve_all(loser.stage.at) == (0, 2)
    assert Outgoing.objects.count() == before
    assert not CodeAsked.objects.exists()
    assert loser.looks().status_code == 302


def test_neither_the_phone_nor_the_code_lies_in_the_clear(loser: Citizen) -> None:
    asks(loser, loser.number, PHONE)
    assert PHONE not in str(list(CodeAsked.objects.values()))
    assert PHONE.encode() not in bytes(CodeAsked.objects.get().typed)
    code = code_sent_to(loser)
    assert code not in str(list(Outgoing.objects.values())) + str(list(Event.objects.values()))


def test_a_message_that_is_sent_again_carries_the_same_code(loser: Citizen) -> None:
    asks(loser, loser.number, PHONE)
    code = code_sent_to(loser)
    Outgoing.objects.filter(kind="code").update(state="waiting", send_at=loser.stage.at, sent_day=None)
    gateway = Gateway()
    send_due(loser.stage.later(minutes=1), through=gateway)
    assert code in gateway.sent[-1][1]


def test_an_unknown_petitioner_and_a_landline_get_nothing(citizen: Citizen) -> None:
    citizen.submits(phone="0378-5551234")
    asked = asks(citizen, citizen.number, "0378-5551234")
    assert asked.status_code == 422
    assert "11位手机号" in asked.content.decode()
    assert not CodeAsked.objects.exists()


@pytest.mark.parametrize(
    ("cap", "pair"),
    [
        (caps.CODE_FOR_PAIR, lambda n: ("K1", "13900000000")),
        (caps.CODE_FOR_NUMBER, lambda n: ("K1", f"139{n:08}")),
        (caps.CODE_FROM_ADDRESS, lambda n: (f"K{n}", "13900000000")),
    ],
    ids=["pair", "number", "address"],
)
def test_asking_is_capped_whether_or_not_the_pair_is_right(citizen: Citizen, cap: caps.Cap, pair: Any) -> None:
    def asked(n: int) -> int:
        from_one = cap is caps.CODE_FROM_ADDRESS
        return asks(citizen, *pair(n), REMOTE_ADDR="192.0.2.1" if from_one else f"198.51.100.{n}").status_code

    assert [asked(n) for n in range(cap.most)] == [302] * cap.most
    assert asked(cap.most) == 429
    citizen.stage.later(days=1)
    assert asked(cap.most) == 302


def test_the_way_back_is_offered_where_the_code_is_asked_for(citizen: Citizen) -> None:
    assert "/portal/lost-code/" in citizen.get("/portal/follow/").content.decode()
    empty = asks(citizen, "", "")
    assert empty.status_code == 422
    assert empty["Cache-Control"] == "no-store"
