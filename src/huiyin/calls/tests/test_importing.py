"""A file with one row a call: each call once, what cannot be used is written out with its reason, the number sealed."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.calls.models import Call
from huiyin.calls.queries import called_by, caller_of, masked_caller_of
from huiyin.journal.models import Event

GOOD = (
    "T1,2020-06-01 09:00:00,2020-06-01 09:00:12,2020-06-01 09:03:12,13800000001,咨询,agent,已接听,",
    "T2,2020-06-01 09:05:00,,2020-06-01 09:05:40,13800000002,咨询,,漏接,",
    "T3,2020/06/01 23:59:59,,2020/06/02 00:00:30,,,,自助语音,",
)
BAD = (
    "T4,明天,,,13800000003,,,漏接,",
    "T5,2020-06-01 09:00:00,2020-06-01 08:59:00,,13800000003,,,已接听,",
    "T6,2020-06-01 09:00:00,,,13800000003,,,被外星人接走,",
    "T7,2021-06-01 09:00:00,,,13800000003,,,漏接,",
    ",2020-06-01 09:00:00,,,13800000003,,,漏接,",
    "T9,2020-06-01 09:00:00,,,13800000003,,,漏接,没有这一件",
)


def imported(telephone, path):
    out = StringIO()
    call_command("import_calls", str(path), "--at", telephone.stage.at.isoformat(), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_each_call_is_taken_once_and_its_number_is_sealed(telephone):
    path = telephone.file(*GOOD)
    nothing = {"rejected": 0, "rejects_file": None, "unknown_numbers": {}}
    assert imported(telephone, path) == {"read": 3, "accepted": 3, "repeated": 0, **nothing}
    assert imported(telephone, path) == {"read": 3, "accepted": 0, "repeated": 3, **nothing}
    first = Call.objects.get(number="T1")
    assert (first.outcome, first.waited, first.talked, first.hour) == ("answered", 12, 180, 9)
    assert b"13800000001" not in bytes(first.caller)
    assert (caller_of(first), masked_caller_of(first)) == ("13800000001", "138****0001")
    assert [one.number for one in called_by("138 0000 0001")] == ["T1"]
    last = Call.objects.get(number="T3")
    assert (str(last.day), last.hour, last.outcome, last.caller) == ("2020-06-01", 23, "menu", None)
    kept = Event.objects.filter(verb="calls.keep")
    assert [event.said["calls"] for event in kept] == [3]
    assert "13800000001" not in json.dumps([event.said for event in Event.objects.all()])


def test_what_cannot_be_used_is_refused_with_its_reason_and_can_be_mended(telephone):
    told = imported(telephone, telephone.file(*GOOD, *BAD))
    assert (told["read"], told["accepted"], told["rejected"]) == (9, 3, 6)
    rejects = telephone.folder / "imports"
    (path,) = rejects.glob("*-rejects.csv")
    assert told["rejects_file"] == str(path) and path.stat().st_mode & 0o77 == 0
    text = path.read_text(encoding="utf-8-sig")
    for reason in ("呼入时间”看不懂", "先后不对", "规则簿不认得", "在将来", "请填写“话单编号”", "没有这个编号的工单"):
        assert reason in text, reason
    mended = text.replace("没有这一件", "").replace("被外星人接走", "漏接")
    path.write_text(mended, encoding="utf-8-sig")
    again = imported(telephone, path)
    assert (again["accepted"], again["rejected"]) == (2, 4)


def test_an_answered_call_knows_its_case_and_its_agent(telephone):
    case = telephone.stage.register().case
    agent = telephone.user("agent").username
    line = f"T1,2020-06-01 09:00:00,2020-06-01 09:00:12,,13800000001,,{agent},已接听,{case.number}"
    assert imported(telephone, telephone.file(line))["accepted"] == 1
    call = Call.objects.get()
    assert (call.about, call.agent_id) == (case, telephone.user("agent").pk)


@pytest.mark.parametrize(
    ("header", "why"), [("甲,乙", "缺少"), ("话单编号,主叫号码", "呼入时间")], ids=["strange", "no_moment"]
)
def test_a_file_without_the_needed_columns_is_refused_whole(telephone, header, why):
    with pytest.raises(CommandError, match=why):
        call_command("import_calls", str(telephone.file("1,2", header=header)))
    assert not Call.objects.exists()
