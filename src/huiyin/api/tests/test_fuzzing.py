"""Whatever is sent to an endpoint, the answer is never a fault of ours: a bounded number of odd requests to each."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from huiyin.api.tests.callers import Callers
from huiyin.api.tokens import issue
from huiyin.api.urls import api
from huiyin.cases.models import Application
from huiyin.people.models import Holding, User

EXAMPLES = 6
SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema())
SCHEMA.app = get_wsgi_application()
OPERATIONS = {operation.ok().label: operation.ok() for operation in SCHEMA.get_all_operations()}
MODES = {"as_described": GenerationMode.POSITIVE, "otherwise": GenerationMode.NEGATIVE}


@pytest.fixture
def everything(kaifeng: Callers, settings: Any) -> Iterator[tuple[dict[str, list[str]], str]]:
    """Give names of things in several states, and the token of somebody who holds every post there is."""
    settings.API_REQUESTS_A_MINUTE = 10**9
    stage = kaifeng.stage
    registered = stage.register().case
    approved = stage.approve(stage.register(phone="13800005501").case)
    signed = stage.dispatch(stage.register(phone="13800005502").case)
    stage.sign(signed)
    asked = stage.dispatch(stage.register(phone="13800005503").case)
    stage.sign(asked)
    stage.move_share(stage.share(asked), "ask_return", "water.handler", reason="不属本单位", basis="三定方案")
    closed = stage.handled(phone="13800005504")
    user = User.objects.create_user("everybody", "身兼数职")
    since = stage.at.replace(year=2016)
    for actor in stage.actors.values():
        for seat in actor.seats:
            Holding.objects.get_or_create(user=user, post=seat.post, unit_id=seat.unit_id, defaults={"since": since})
    names = {
        "case": [case.number for case in (registered, approved, signed, asked, closed)],
        "assignment": [str(stage.share(case).pk) for case in (signed, asked, closed)],
        "application": [str(Application.objects.get().pk)],
    }
    # The requests share the transaction of the test, so the end of one must not give its connection back.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield names, issue("everybody", "模糊测试", days=30, at=stage.at)[1]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", sorted({label.split("/")[3] for label in OPERATIONS}))
def test_no_request_is_answered_with_a_fault(everything: Any, kind: str, mode: str) -> None:
    names, token = everything
    for label, operation in OPERATIONS.items():
        if label.split("/")[3] == kind:
            ask_oddly(operation, MODES[mode], names.get(kind, ["K0"]), token)


def ask_oddly(operation: Any, mode: GenerationMode, names: list[str], token: str) -> None:
    @given(case=operation.as_strategy(generation_mode=mode), name=st.sampled_from(names))
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any, name: str) -> None:
        if "name" in (case.path_parameters or {}):
            case.path_parameters["name"] = name
        before = transaction.savepoint()
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        transaction.savepoint_rollback(before)
        assert response.status_code < 500, (operation.label, case.body, case.query)

    ask()
