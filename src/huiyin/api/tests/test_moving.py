"""Another system takes a case through its moves: what is offered, what is refused and why, what changed meanwhile."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.api.tests.callers import V1, Callers
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.flow.times import travelling
from huiyin.journal.models import Event


def at_dispatch(callers: Callers) -> tuple[Case, str]:
    """Return a case that can be dispatched, and its path."""
    case = callers.stage.approve(callers.stage.register().case)
    return case, f"/case/{case.number}"


def dispatch(callers: Callers, path: str, **how: Any) -> Any:
    return callers.move("dispatcher", path, "dispatch", lead=str(callers.stage.units["water"].pk), **how)


@pytest.mark.mission(143)
def test_a_unit_s_own_system_signs_and_replies(callers: Callers) -> None:
    stage = callers.stage
    case = stage.dispatch(stage.register().case)
    row = callers.get("water.handler", "/assignment?state=pending_signature").json()["rows"][0]
    path = f"/assignment/{row['id']}"
    assert callers.move("water.handler", path, "sign", row["seen"]).json()["state"] == "handling"
    stage.later(hours=3)
    replied = callers.move("water.handler", path, "reply", **stage.reply_said(case))
    assert replied.status_code == 200
    if replied.json()["state"] == "awaiting_sign_off":
        assert callers.move("water.head", path, "sign_off").status_code == 200
    assert callers.get("auditor", f"/case/{case.number}").json()["state"] == "in_audit"


def test_the_moves_offered_are_those_that_can_be_taken(callers: Callers) -> None:
    case, path = at_dispatch(callers)
    offered = callers.get("dispatcher", f"{path}/moves").json()
    assert offered["seen"] == case.event_count
    dispatches = next(move for move in offered["moves"] if move["action"] == "dispatch")
    assert set(dispatches["asks"]["required"]) == {"lead"}
    assert "dispatch" not in [move["action"] for move in callers.get("auditor", f"{path}/moves").json()["moves"]]


def test_a_move_is_taken_and_tells_what_to_send_next(callers: Callers) -> None:
    case, path = at_dispatch(callers)
    done = dispatch(callers, path, seen=case.event_count).json()
    assert done["state"] == "in_handling"
    assert done["seen"] == Case.objects.get(pk=case.pk).event_count


def test_the_same_key_again_is_the_same_event(callers: Callers) -> None:
    case, path = at_dispatch(callers)
    first = callers.move("agent", path, "hurry", key="only-once-please")
    again = callers.move("agent", path, "hurry", key="only-once-please")
    assert first.json()["event"] == again.json()["event"]
    assert Case.objects.get(pk=case.pk).hurries == 1


def test_a_key_used_for_something_else_is_refused(callers: Callers) -> None:
    _, path = at_dispatch(callers)
    callers.move("agent", path, "hurry", key="only-once-please")
    other = callers.stage.register(phone="13800005599").case
    assert callers.move("agent", f"/case/{other.number}", "hurry", key="only-once-please").status_code in {409, 422}
    assert Case.objects.get(pk=other.pk).hurries == 0


def test_who_comes_too_late_is_told_what_changed_and_by_whom(callers: Callers) -> None:
    case, path = at_dispatch(callers)
    dispatch(callers, path)
    late = callers.move("agent", path, "withdraw", case.event_count, heard_how="电话")
    assert late.status_code == 409
    assert [(act["what"], act["who"]) for act in late.json()["meanwhile"]] == [("转办", "dispatcher某")]
    assert Case.objects.get(pk=case.pk).state == "in_handling"


def test_every_reason_is_told_with_its_field(callers: Callers) -> None:
    stage, (case, path) = callers.stage, at_dispatch(callers)
    before = Event.objects.filter(chain_id=case.pk).count()
    response = callers.move("dispatcher", path, "dispatch", lead=str(case.pk), limit="很快", joint=["x"])
    assert response.status_code == 422
    assert "joint" in response.json()["fields"]
    response = callers.move("dispatcher", path, "dispatch", lead=str(case.pk), limit="很快")
    assert response.json()["fields"] == {
        "lead": "没有这个单位", "limit": "时限看不懂，请写如 3个工作日、24小时、30分钟"
    }  # fmt: skip
    assert Event.objects.filter(chain_id=case.pk).count() == before
    assert stage.reload(case).state == case.state


def test_a_post_that_may_not_take_a_move_is_told_so(callers: Callers) -> None:
    _, path = at_dispatch(callers)
    response = callers.move("auditor", path, "dispatch", lead=str(callers.stage.units["water"].pk))
    assert response.status_code == 403
    assert response.json()["reasons"] == ["您的岗位不能转办"]


@pytest.mark.parametrize("action", ["archive", "await_audit", "close_with_parent", "carry_over", "register", "nothing"])
def test_what_the_platform_does_itself_is_no_endpoint(callers: Callers, action: str) -> None:
    _, path = at_dispatch(callers)
    assert callers.move("director", path, action).status_code == 404


def test_a_name_that_the_move_does_not_ask_for_is_refused(callers: Callers) -> None:
    case, path = at_dispatch(callers)
    response = dispatch(callers, path, state="closed", actor="x")
    assert response.status_code == 422
    assert set(response.json()["fields"]) == {"state", "actor"}
    assert callers.stage.reload(case).state == case.state


def test_the_time_line_tells_who_did_what_with_which_words(callers: Callers) -> None:
    _, path = at_dispatch(callers)
    callers.move("agent", path, "supplement", supplement="又坏了一盏")
    last = callers.get("dispatcher", f"{path}/events").json()[-1]
    assert (last["verb"], last["who"], last["post"]) == ("case.supplement", "agent某", "agent")
    assert last["words"] == {"supplement": "又坏了一盏"}


# -- papers ----------------------------------------------------------------------------------------------------------


def attach(callers: Callers, who: str, path: str, content: bytes, name: str = "现场.jpg", **more: str) -> Any:
    with travelling(callers.stage.at):
        return Client().post(
            f"{V1}{path}/files", {"file": SimpleUploadedFile(name, content), **more},
            headers={"authorization": f"Bearer {callers.token(who)}"},
        )  # fmt: skip


def with_unit(stage: Stage) -> Case:
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    return case


def test_evidence_is_brought_by_the_unit_and_fetched_by_the_centre(callers: Callers) -> None:
    case = with_unit(callers.stage)
    path = f"/assignment/{callers.stage.share(case).pk}"
    brought = attach(callers, "water.handler", path, image())
    assert brought.status_code == 201
    assert brought.json()["content_type"] == "image/jpeg"
    fetched = callers.get("auditor", f"/file/{brought.json()['id']}")
    assert fetched.status_code == 200
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert callers.get("west.handler", f"/file/{brought.json()['id']}").status_code == 404
    assert [one["id"] for one in callers.get("auditor", f"/case/{case.number}").json()["files"]] == [
        brought.json()["id"]
    ]


def test_only_who_works_on_it_brings_papers(callers: Callers) -> None:
    case = with_unit(callers.stage)
    share = f"/assignment/{callers.stage.share(case).pk}"
    whole = f"/case/{case.number}"
    for who, path, status in [
        ("agent", whole, 201), ("water.handler", whole, 403), ("agent", share, 403), ("west.handler", share, 404),
        ("west.handler", whole, 404), ("city_leader", whole, 403),
    ]:  # fmt: skip
        assert attach(callers, who, path, image()).status_code == status, (who, path)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"<html><script>alert(1)</script>"),
        ("a.svg", b"<svg onload=alert(1)/>"),
        ("a.pdf.exe", b"MZ\x90\x00"),
        ("a.txt", b""),
    ],
)
def test_a_file_is_what_it_holds_not_what_it_is_called(callers: Callers, name: str, content: bytes) -> None:
    case = with_unit(callers.stage)
    assert attach(callers, "agent", f"/case/{case.number}", content, name).status_code == 422
    assert Attachment.objects.count() == 0


def test_an_unknown_purpose_and_no_file_are_refused(callers: Callers) -> None:
    case = with_unit(callers.stage)
    assert attach(callers, "agent", f"/case/{case.number}", image(), kind="nonsense").status_code == 422
    assert callers.post("agent", f"/case/{case.number}/files", {}).status_code == 422
