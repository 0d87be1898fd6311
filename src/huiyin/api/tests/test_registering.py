"""Another system registers a matter through the same door as a person, and is told number, code and date."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.api.tests.callers import Callers
from huiyin.cases.models import Case, Petitioner
from huiyin.journal.models import Event


@pytest.mark.mission(104)
def test_a_matter_is_registered(callers: Callers) -> None:
    response = callers.register()
    assert response.status_code == 201
    told = response.json()
    case = Case.objects.get()
    assert (told["number"], told["id"], told["state"]) == (case.number, str(case.pk), "registered")
    assert len(told["query_code"]) == 10
    assert told["due_at"]
    assert Event.objects.get(chain_id=case.pk, verb="case.register").post == "agent"


def test_the_same_key_again_is_the_same_case_and_tells_the_code_only_for_some_minutes(callers: Callers) -> None:
    first, again = callers.register(key="a-key-of-mine"), callers.register(key="a-key-of-mine")
    assert (again.json()["number"], again.json()["query_code"]) == (first.json()["number"], first.json()["query_code"])
    callers.stage.later(minutes=11)
    late = callers.register(key="a-key-of-mine")
    assert (late.json()["number"], late.json()["query_code"]) == (first.json()["number"], "")
    assert Case.objects.count() == 1


def test_the_key_of_one_caller_is_nothing_to_another(callers: Callers) -> None:
    callers.register("agent", key="a-key-of-mine")
    assert callers.register("shift_lead", key="a-key-of-mine").status_code == 201
    assert Case.objects.count() == 2


def test_the_form_names_what_is_asked_and_the_codes(callers: Callers) -> None:
    asks = callers.get("agent", "/case/register").json()["asks"]
    assert {"title", "text", "kind", "category", "wishes"} <= set(asks["properties"])
    assert "report" in asks["properties"]["kind"]["enum"]
    assert asks["additionalProperties"] is False
    assert callers.stage.leaf() in asks["properties"]["category"]["enum"]


def test_every_reason_is_told_at_once(callers: Callers) -> None:
    response = callers.register(title="", kind="nonsense", category="")
    assert response.status_code == 422
    assert set(response.json()["fields"]) == {"title", "kind", "category"}
    assert Case.objects.count() == Petitioner.objects.count() == 0


@pytest.mark.parametrize(
    "extra",
    [{"state": "closed"}, {"number": "K1"}, {"book": "dandong/2010-01-01"}, {"petitioner_id": "x"}, {"id": "x"}],
)
def test_a_name_that_is_not_asked_for_is_refused(callers: Callers, extra: dict[str, Any]) -> None:
    response = callers.register(**extra)
    assert response.status_code == 422
    assert set(extra) <= set(response.json()["fields"])
    assert Case.objects.count() == 0


def test_a_name_beside_the_said_is_refused_too(callers: Callers) -> None:
    body = {"said": callers.stage.said(), "actor": "admin", "at": "2010-01-01"}
    response = callers.post("agent", "/case/register", body)
    assert response.status_code == 422
    assert response.json()["fields"] == {"body.actor": "不认识的项目", "body.at": "不认识的项目"}
    assert Case.objects.count() == 0


@pytest.mark.parametrize("who", ["dispatcher", "auditor", "admin", "evaluator", "water.handler", "water.head"])
def test_only_who_hears_people_registers(callers: Callers, who: str) -> None:
    assert callers.register(who).status_code == 403
    assert Case.objects.count() == 0


def test_an_online_message_is_collected_by_the_opinion_clerk(callers: Callers) -> None:
    said = {"channel": "message_board", "text": "路灯不亮", "received_at": "2018-06-01T08:00:00+08:00"}
    assert callers.post("opinion_clerk", "/case/collect", {"said": said}).json()["state"] == "collected"
    assert callers.post("agent", "/case/collect", {"said": said}).status_code == 403


def test_what_comes_over_the_wire_is_not_taken_for_another_type(callers: Callers) -> None:
    wrong: dict[str, Any] = {
        "title": 7, "anonymous": ["on"], "wishes": "x", "received_at": {"a": 1}, "kind": ["complaint"],
        "tags": [{"a": 1}], "accused_unit": "water",
    }  # fmt: skip
    for other in ({name: value} for name, value in wrong.items()):
        assert callers.register(**other).status_code == 422, other
    assert Case.objects.count() == 0


def test_no_body_no_json_and_no_object_are_refused(callers: Callers) -> None:
    token = {"authorization": f"Bearer {callers.token('agent')}"}
    from django.test import Client

    for data in ("", "{", "[]", "7", "null", '{"said": []}', '{"said": {"title": NaN}}'):
        response = Client().post("/api/v1/case/register", data, content_type="application/json", headers=token)
        assert response.status_code in {400, 422}, data
        assert response.json()["status"] == response.status_code


def test_the_whole_request_costs_at_most_eighteen_statements(callers: Callers) -> None:
    callers.register()
    callers.token("agent")
    with CaptureQueriesContext(connection) as asked:
        assert callers.register(phone="13800005599").status_code == 201
    assert len(asked) <= 18, "\n".join(q["sql"][:100] for q in asked)
