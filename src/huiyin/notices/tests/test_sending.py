"""Messages go out in order, quietly at night, within the caps, again when the gateway fails."""

import stat
from datetime import timedelta

import pytest

from huiyin.cases.models import Case
from huiyin.flow.times import CITY_TZ
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event
from huiyin.notices.gateway import NotSent, OutboxFolder
from huiyin.notices.models import Outgoing
from huiyin.notices.sending import LEASE, MOST_A_DAY_TO_PETITIONER, MOST_ATTEMPTS, send_due

pytestmark = pytest.mark.django_db


class Broken:
    """A gateway that takes nothing."""

    def send(self, number, text, *, reference, at):
        raise NotSent("Timeout")


def test_the_outbox_has_the_number_our_rows_have_only_its_hash(kaifeng):
    case = kaifeng.stage.register().case
    (line,) = kaifeng.send()
    assert line["to"] == "13800005521"
    assert line["reference"] == str(Outgoing.objects.get().pk)
    row = Outgoing.objects.values().get()
    assert "13800005521" not in str(row)
    assert (row["state"], row["sent_at"]) == ("sent", kaifeng.stage.at)
    event = Event.objects.get(verb="message.sent")
    assert (event.chain_id, event.said["kind"], event.said["to"]) == (case.pk, "accepted", "petitioner")
    assert verify_chain(case.pk, Case) == []


def test_only_this_account_may_read_the_outbox(kaifeng):
    kaifeng.stage.register()
    kaifeng.send()
    (file,) = kaifeng.outbox.glob("*.jsonl")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(kaifeng.outbox.stat().st_mode) == 0o700


def test_nothing_is_sent_twice(kaifeng):
    kaifeng.stage.register()
    assert len(kaifeng.send()) == 1
    assert send_due(kaifeng.stage.at + LEASE * 3) == (0, 0)
    assert len(kaifeng.send()) == 1


def test_at_night_the_petitioner_sleeps(kaifeng):
    kaifeng.stage.at = kaifeng.stage.at.replace(hour=23, minute=10)
    kaifeng.stage.register()
    assert kaifeng.send() == []
    due = Outgoing.objects.get().send_at.astimezone(CITY_TZ)
    assert (due.day, due.time()) == (kaifeng.stage.at.day + 1, kaifeng.book.messages.quiet_until)
    kaifeng.stage.at = due
    assert len(kaifeng.send()) == 1


def test_an_urgent_case_is_told_by_night_too(kaifeng):
    kaifeng.stage.at = kaifeng.stage.at.replace(hour=23, minute=10)
    kaifeng.stage.register(urgency="critical")
    assert len(kaifeng.send()) == 1


def test_what_the_gateway_did_not_take_is_tried_again_with_growing_pauses_and_at_last_given_up(kaifeng):
    kaifeng.stage.register()
    kaifeng.follow()
    moment, pauses = kaifeng.stage.at, []
    for _ in range(MOST_ATTEMPTS):
        assert send_due(moment, through=Broken())[0] == 0
        message = Outgoing.objects.get()
        pauses.append((message.send_at - moment) // timedelta(minutes=1))
        moment = message.send_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (message.state, message.error, message.attempts) == ("failed", "Timeout", MOST_ATTEMPTS)
    assert send_due(moment + timedelta(days=1), through=Broken()) == (0, 0)
    assert not Event.objects.filter(verb="message.sent").exists()


def test_after_a_failure_it_still_arrives(kaifeng):
    kaifeng.stage.register()
    kaifeng.follow()
    assert send_due(kaifeng.stage.at, through=Broken()) == (0, 1)
    kaifeng.stage.later(minutes=2)
    assert len(kaifeng.send()) == 1


def test_a_worker_that_was_killed_leaves_its_messages_to_the_next(kaifeng):
    kaifeng.stage.register()
    kaifeng.follow()
    from huiyin.notices.sending import _take

    assert len(_take(kaifeng.stage.at, 10)) == 1
    assert send_due(kaifeng.stage.at + LEASE / 2) == (0, 0)
    kaifeng.stage.at += LEASE
    assert len(kaifeng.send()) == 1


def test_a_batch_that_took_too_long_is_not_sent_twice(kaifeng):
    class Slow(OutboxFolder):
        def send(self, number, text, *, reference, at):
            # Meanwhile the lease of the batch ran out and another worker took what was left.
            send_due(at + LEASE * 2, through=OutboxFolder())
            return super().send(number, text, reference=reference, at=at)

    for number in range(3):
        kaifeng.stage.register(title=f"第{number}件")
    kaifeng.follow()
    send_due(kaifeng.stage.at, through=Slow())
    sent = [line["reference"] for line in kaifeng.send()]
    # The one that was on its way is told under the same reference; the two others go out once.
    assert len(set(sent)) == 3
    assert len(sent) <= 4


def test_nobody_can_fill_a_strangers_phone(kaifeng):
    for number in range(MOST_A_DAY_TO_PETITIONER + 3):
        kaifeng.stage.register(title=f"第{number}件")
    assert len(kaifeng.send()) == MOST_A_DAY_TO_PETITIONER
    held = Outgoing.objects.filter(state="held")
    assert {message.error for message in held} == {"该号码当日短信已达上限"}
    assert held.count() == 3
    kaifeng.stage.later(days=1)
    kaifeng.stage.register(title="次日")
    assert len(kaifeng.send()) == MOST_A_DAY_TO_PETITIONER + 1


def test_one_bad_number_does_not_hold_up_the_others(kaifeng):
    first = kaifeng.stage.register(phone="13900007788").case
    kaifeng.stage.register(title="另一件")
    kaifeng.follow()
    from huiyin.cases.models import Petitioner

    Petitioner.objects.filter(pk=first.petitioner_id).update(phone=None)
    assert [line["to"] for line in kaifeng.send()] == ["13800005521"]
    assert Outgoing.objects.get(case=first).state == "held"


def test_a_folder_that_cannot_be_written_is_a_failure_of_the_gateway(tmp_path, kaifeng):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotSent):
        OutboxFolder(tmp_path / "file").send("13800005521", "x", reference="1", at=kaifeng.stage.at)


def test_another_gateway_can_be_named_in_the_settings(kaifeng, settings):
    settings.TEXT_GATEWAY = "huiyin.notices.tests.test_sending.Broken"
    kaifeng.stage.register()
    kaifeng.follow()
    assert send_due(kaifeng.stage.at) == (0, 1)
