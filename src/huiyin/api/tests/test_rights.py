"""Who may not see a thing finds nothing through the API either: no row, no count, no name, no difference."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern

from huiyin.api.tests.callers import V1, Callers
from huiyin.cases.models import Application, Case
from huiyin.cases.tests.stage import Stage

NAME, PHONE = "欧阳小满", "13800005521"


NO_FILE = str(UUID(int=7))
"""A file that is not there, the same in every run, since the names of the tests contain it."""


def known(callers: Callers) -> dict[str, str]:
    """Play one case until a unit has applied for something, and return the path of each thing."""
    stage = callers.stage
    case = stage.dispatch(stage.register(name=NAME, phone=PHONE).case)
    share = stage.sign(case)
    stage.move_share(
        share, "ask_return", "water.handler", reason="不属本单位", basis="三定方案", suggested=stage.units["bureau"].pk
    )  # fmt: skip
    asked = Application.objects.get(case=case)
    return {
        "case": f"/case/{case.number}",
        "assignment": f"/assignment/{share.pk}",
        "application": f"/application/{asked.pk}",
    }


def reads(paths: dict[str, str]) -> list[str]:
    return [f"{path}{part}" for path in paths.values() for part in ("", "/events", "/moves")]


def endpoints() -> list[tuple[str, str]]:
    """Return method and path of every endpoint, filled in with something that does not exist."""
    from huiyin.api.urls import api

    found = []
    for path, methods in api.get_openapi_schema()["paths"].items():
        filled = path.removeprefix(V1).replace("{name}", "K0").replace("{file_id}", NO_FILE)
        found += [(method, filled) for method in methods]
    return [*found, ("get", "/openapi.json")]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), endpoints())
def test_nobody_gets_anything(method: str, path: str) -> None:
    for headers in (
        {},
        {"authorization": "Bearer hy_wrong"},
        {"authorization": "Basic YTpi"},
        {"cookie": "sessionid=x"},
    ):
        client = Client(enforce_csrf_checks=True)
        body = {"data": "{}", "content_type": "application/json"} if method == "post" else {}
        response = getattr(client, method)(V1 + path, headers=headers, **body)
        assert response.status_code == 401, headers
        assert response.json()["reasons"] == ["请先登录，或在 Authorization 头里带上有效的令牌"]


def test_every_address_of_the_api_is_an_endpoint() -> None:
    from huiyin.api.urls import urlpatterns

    patterns = [p for p in urlpatterns[0].url_patterns if isinstance(p, URLPattern)]
    paths = {path for _, path in endpoints()}
    assert {p.name for p in patterns if "docs" in str(p.pattern)} == set()
    assert len({str(p.pattern) for p in patterns} - {""}) <= len(paths)


@pytest.mark.parametrize("who", ["stranger"])
def test_an_account_without_a_post_gets_nothing(callers: Callers, who: str) -> None:
    for path in ("/me", "/case", "/openapi.json", *reads(known(callers))):
        assert callers.get(who, path).status_code == 403


@pytest.mark.parametrize("who", ["west.handler", "bureau.head", "east.leader"])
def test_another_unit_finds_nothing(callers: Callers, who: str) -> None:
    paths = known(callers)
    for path in reads(paths):
        assert callers.get(who, path).status_code == 404
    assert callers.move(who, paths["case"], "hurry").status_code == 404
    assert callers.move(who, paths["assignment"], "sign").status_code == 404
    for kind in ("case", "assignment", "application"):
        assert callers.get(who, f"/{kind}").json()["rows"] == []


@pytest.mark.parametrize("who", ["admin", "evaluator"])
def test_who_looks_after_the_software_sees_no_case(callers: Callers, who: str) -> None:
    for path in reads(known(callers)):
        assert callers.get(who, path).status_code == 404
    assert callers.get(who, "/case").json()["rows"] == []


def test_the_unit_itself_finds_its_own(callers: Callers) -> None:
    for path in reads(known(callers)):
        assert callers.get("water.handler", path).status_code == 200


def test_what_is_not_there_and_what_is_not_for_you_answer_alike(callers: Callers) -> None:
    paths = known(callers)
    absent = callers.get("west.handler", "/case/K0")
    hidden = callers.get("west.handler", paths["case"])
    assert (absent.status_code, absent.content) == (hidden.status_code, hidden.content)


@pytest.mark.parametrize(
    "path", ["/case/", "/assignment/", "/application/", "/assignment/x", "/case/%00", "/case/..%2f", "/file/x"]
)
def test_odd_addresses_are_simply_not_there(callers: Callers, path: str) -> None:
    assert callers.get("dispatcher", path).status_code in {404, 422}


# -- reports ---------------------------------------------------------------------------------------------------------


def reported(stage: Stage, accused: str = "office") -> Case:
    """Play a report against a unit as far as another unit that handles it."""
    case = stage.register(kind="report", accused_unit=str(stage.units[accused].pk), name=NAME, phone=PHONE).case
    return stage.dispatch(case, "west")


@pytest.mark.parametrize("who", ["office.handler", "office.head"])
def test_the_accused_finds_no_trace_of_a_report(callers: Callers, who: str) -> None:
    case = reported(callers.stage)
    for path in (f"/case/{case.number}", f"/case/{case.number}/events", f"/case/{case.number}/moves"):
        assert callers.get(who, path).status_code == 404
    for query in ("", "?state=in_handling", "?kind=report", f"?number={case.number}", "?late=1"):
        assert callers.get(who, f"/case{query}").json() == {"rows": [], "previous": "", "next": ""}


# -- personal data ----------------------------------------------------------------------------------------------------


@pytest.mark.mission(121)
@pytest.mark.parametrize("who", ["agent", "dispatcher", "director", "city_leader", "water.handler", "water.head"])
def test_a_petitioner_is_masked_for_everybody(callers: Callers, who: str) -> None:
    paths = known(callers)
    for path in (*reads(paths), "/case", "/assignment", "/application"):
        text = callers.get(who, path).content.decode()
        assert NAME not in text
        assert PHONE not in text
    shown = callers.get(who, paths["case"]).json()["petitioner"]
    assert (shown["name"], shown["phone"]) == ("欧阳**", "138****5521")


@pytest.mark.parametrize("flag", ["confidential", "anonymous"])
def test_a_unit_learns_nothing_of_who_wants_to_stay_unknown(callers: Callers, flag: str) -> None:
    stage = callers.stage
    name = {} if flag == "confidential" else {"name": ""}
    case = stage.register(**{flag: True, "phone": PHONE, "text": f"我的电话{PHONE}，灯不亮", **name}).case
    stage.dispatch(case)
    told = callers.get("water.handler", f"/case/{case.number}").json()
    assert told["petitioner"] is None
    assert PHONE not in str(told)
    assert "灯不亮" in told["text"]


def test_the_superior_of_the_accused_reads_a_summary(callers: Callers) -> None:
    stage = callers.stage
    case = stage.register(
        kind="report",
        accused_unit=str(stage.units["office"].pk),
        name=NAME,
        phone=PHONE,
        text=f"{NAME}（{PHONE}）举报收礼",
    ).case
    stage.dispatch(case, "bureau")
    whole = callers.get("bureau.head", f"/case/{case.number}").json()
    listed = callers.get("bureau.head", "/case").json()["rows"][0]
    assert whole["title"] == listed["title"] == "举报件（内容见摘要）"
    assert whole["petitioner"] is None
    assert whole["place"] == whole["object"] == ""
    assert NAME not in str(whole)
    assert PHONE not in str(whole)


def test_one_unit_does_not_read_what_another_did(callers: Callers) -> None:
    stage = callers.stage
    case = stage.dispatch(stage.register().case, "water", joint=("bureau",))
    stage.sign(case)
    stage.move_share(
        stage.share(case), "first_contact", "water.handler", way="phone", reached=True, words="诉求人愿意等待"
    )  # fmt: skip
    told = callers.get("bureau.handler", f"/case/{case.number}").json()
    assert [share["unit"]["name"] for share in told["shares"]] == ["市城市管理局"]
    events = callers.get("bureau.handler", f"/case/{case.number}/events").json()
    assert "assignment.first_contact" not in [event["verb"] for event in events]
    assert "愿意等待" not in str(events)
    assert callers.get("bureau.handler", f"/assignment/{stage.share(case).pk}").status_code == 404


# -- counting ---------------------------------------------------------------------------------------------------------


def test_searching_a_number_tells_a_unit_nothing_not_even_how_many(callers: Callers) -> None:
    known(callers)
    answers = [
        callers.post("water.handler", "/case/search", {"phone": phone}) for phone in (PHONE, "13999999999", "", "x")
    ]
    assert {response.status_code for response in answers} == {403}
    assert len({response.content for response in answers}) == 1


def test_the_centre_finds_a_caller_by_any_spelling(callers: Callers) -> None:
    paths = known(callers)
    found = callers.post("agent", "/case/search", {"phone": "+86 138-0000-5521"}).json()
    assert [f"/case/{row['number']}" for row in found] == [paths["case"]]
    assert callers.post("agent", "/case/search", {"phone": "13999999999"}).json() == []


@pytest.mark.parametrize(
    "query",
    ["petitioner__phone_hash=x", "petitioner__name__isnull=1", "phone=13800005521", "q=13800005521", "state__in=closed",
     "registered_by__password__startswith=p", "query_hash=1", "assignments__unit__name=x", "id=1", "text__contains=灯",
     "sort=petitioner__phone_hash", "sort=-query_hash", "sort=registered_by__password", "page=2", "limit=1000000",
     "state=nonsense", "late=yes", "received_from=yesterday", "after=xxxx"],
)  # fmt: skip
@pytest.mark.parametrize("who", ["dispatcher", "water.handler"])
def test_a_list_answers_nothing_that_it_was_not_made_to_answer(kaifeng: Callers, who: str, query: str) -> None:
    known(kaifeng)
    response = kaifeng.get(who, f"/case?{query}")
    assert response.status_code == 422
    assert "rows" not in response.json()


# -- a side parameter needs the right of its own -------------------------------------------------------------------


def test_a_foreign_case_cannot_be_named_in_a_move(callers: Callers) -> None:
    stage = callers.stage
    first, second = stage.register().case, stage.register(phone="13800005599").case
    response = callers.move("agent", f"/case/{first.number}", "merge", parent=str(uuid4()))
    assert response.status_code == 422
    assert Case.objects.get(pk=first.pk).state == Case.objects.get(pk=second.pk).state == "registered"


def said(callers: Callers, who: str, path: str) -> Any:
    return callers.get(who, path).json()


def test_who_calls_is_told_who_he_is(callers: Callers) -> None:
    told = said(callers, "water.handler", "/me")
    assert (told["posts"], told["units"]) == (["unit_handler"], [str(callers.stage.units["water"].pk)])
