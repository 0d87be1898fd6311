"""An entry is written, amended and withdrawn; old and new stand in the journal, and nothing personal does."""

import json
from datetime import date

import pytest

from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.journal.models import Event
from huiyin.registers.act import ENTRY_DOOR, write_entry
from huiyin.registers.models import Entry


def told(entry, action):
    return Event.objects.filter(subject_id=entry.pk, verb=f"register.{action}").latest("seq")


def test_an_entry_holds_what_was_typed_in_the_form_in_which_it_is_counted(stage, clerk):
    entry = clerk.enter(
        length="１２.５ 公里", cost="1.5万", covered="98.5%", repaired="on", words="一切正常", next="2020/7/1"
    )
    assert (entry.name, entry.state, entry.day, entry.book) == ("T1", "kept", date(2020, 6, 8), "haiyan/2020-01-01")
    assert entry.content == {
        "place": "东滩海堤", "kind": "sea", "length": "12.5", "cost": "15000", "covered": "98.5", "repaired": True,
        "next": "2020-07-01", "words": "一切正常",
    }  # fmt: skip
    amounts = {(a.field, a.option): a.scaled for a in entry.amounts.all()}
    assert amounts == {
        ("kind", "sea"): 10_000, ("length", ""): 125_000, ("cost", ""): 150_000_000, ("covered", ""): 985_000,
        ("repaired", ""): 10_000,
    }  # fmt: skip
    assert "海堤" in entry.words and "一切正常" in entry.words


def test_every_reason_against_an_entry_is_told_beside_its_field(stage, clerk):
    with pytest.raises(Refused) as refused:
        clerk.enter(day="昨天", place="", kind="river", length="很长", cost="1.234", covered="101", next="明天")
    assert set(refused.value.fields) == {"day", "place", "kind", "length", "cost", "covered", "next"}
    assert refused.value.fields["cost"] == "花费最多2位小数"
    assert refused.value.fields["covered"] == "覆盖率是百分比，不能超过100"
    assert refused.value.fields["kind"] == "类别没有“river”这个选项，可填：海堤、道路"
    assert not Entry.objects.exists()


def test_what_lies_ahead_is_not_entered_into_a_register_that_looks_back(stage, clerk):
    with pytest.raises(Refused) as refused:
        clerk.enter(day="2020-06-11")
    assert refused.value.fields == {"day": "日期不能在将来"}


def test_a_unit_enters_for_itself_and_those_below_and_for_nobody_else(stage, clerk):
    assert clerk.enter("street", who="east.handler").unit == stage.units["street"]
    with pytest.raises(Refused) as refused:
        clerk.enter("west", who="east.handler")
    assert refused.value.fields == {"unit": "只能登记本单位和下级单位的，且单位须在用"}
    assert clerk.enter("west", who="editor").unit == stage.units["west"]


@pytest.mark.parametrize("who", ["water.head", "director", "agent", "stranger"])
def test_who_only_reads_enters_nothing(stage, clerk, who):
    with pytest.raises(NotYours):
        clerk.enter(who=who)


def test_old_and_new_stand_in_the_journal_and_of_free_words_only_a_hash(stage, clerk):
    entry = clerk.enter(cost="100", words="张三丰说堤坝有裂缝")
    written = told(entry, "write")
    assert "张三丰" not in json.dumps(written.said, ensure_ascii=False) and "东滩" not in json.dumps(
        written.said, ensure_ascii=False
    )
    entry = clerk.amend(entry, cost="200", words="张三丰说堤坝已修好")
    changes = told(entry, "amend").said["changes"]
    assert changes["cost"] == {"old": "100", "new": "200"}
    assert set(changes) == {"cost", "words"}
    assert changes["words"]["old"] == written.said["changes"]["words"]["new"] != changes["words"]["new"]
    assert [e.content["cost"] for e in entry.editions.order_by("number")] == ["100", "200"]
    assert entry.amounts.get(field="cost").scaled == 2_000_000


def test_a_withdrawn_entry_stays_with_its_reason_and_is_amended_no_more(stage, clerk):
    entry = clerk.enter()
    with pytest.raises(Refused):
        ENTRY_DOOR.move(entry.pk, "withdraw", {}, actor=stage.who("water.handler"), at=stage.at)
    ENTRY_DOOR.move(entry.pk, "withdraw", {"reason": "写错单位"}, actor=stage.who("water.handler"), at=stage.at)
    entry.refresh_from_db()
    assert entry.state == "withdrawn" and entry.editions.count() == 1
    with pytest.raises(NotNow):
        clerk.amend(entry, cost="1")


def test_what_is_due_is_reported_once_a_period_and_again_after_it_was_withdrawn(stage, clerk):
    first = clerk.report()
    with pytest.raises(Refused) as refused:
        clerk.report(done="4")
    assert refused.value.fields == {"period": "2020年5月的月报已经报送，请修改原来的一条"}
    ENTRY_DOOR.move(first.pk, "withdraw", {"reason": "重报"}, actor=stage.who("water.handler"), at=stage.at)
    assert clerk.report(done="4").content == {"done": 4}


def test_a_report_is_late_after_the_third_working_day(stage, clerk):
    # 1 June 2020 is a Monday: 3 June is the third working day after May.
    assert clerk.report("east").late is True
    stage.at = stage.at.replace(day=3)
    on_time = clerk.report("west")
    assert (on_time.due_on, on_time.late) == (date(2020, 6, 3), False)


def test_the_door_refuses_what_no_form_offers(stage, clerk):
    entry = clerk.enter()
    said = {"day": "2020-06-08", "content": [{"name": "place", "value": "甲"}, {"name": "kind", "value": "moon"}]}
    with pytest.raises(Refused):
        ENTRY_DOOR.move(entry.pk, "amend", said, actor=stage.who("water.handler"), at=stage.at, own_page=True)
    said["content"] = [{"name": "colour", "value": "red"}]
    with pytest.raises(Refused, match="没有这个栏目"):
        ENTRY_DOOR.move(entry.pk, "amend", said, actor=stage.who("water.handler"), at=stage.at, own_page=True)


def test_the_same_sending_twice_is_one_entry(stage, clerk):
    actor = stage.who("water.handler")
    made = [write_entry(clerk.register(), clerk.said(), actor=actor, at=stage.at, key="k") for _ in range(2)]
    assert made[0].pk == made[1].pk and Entry.objects.count() == 1
