"""Whoever changes, cuts or removes an event is found out; whoever lawfully erases a text is not."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from huiyin.flow import times
from huiyin.flow.says import Ask
from huiyin.journal.chain import verify_all, verify_chain
from huiyin.journal.digest import ends_at, sign_digest, verify_digest
from huiyin.journal.models import Digest, Event, Ledger, Remark
from huiyin.journal.said import keep
from huiyin.journal.tests.hands import AT, DOOR, ring, ring_often
from huiyin.journal.writing import hash_of

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def ledger():
    with times.travelling(AT):
        ring_often(4)
    return Ledger.objects.get(name=DOOR)


def problems():
    return [problem for broken in verify_all().broken for problem in broken.problems]


def verified(**options):
    out = StringIO()
    try:
        call_command("verify_journal", "--json", stdout=out, **options)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def test_an_untouched_journal_is_whole(ledger):
    found = verify_all()
    assert (found.events, found.broken) == (Event.objects.count(), ())
    code, told = verified()
    assert (code, told["ok"], told["chains"]) == (0, True, found.chains)


def test_a_changed_word_is_found(ledger):
    Event.objects.filter(chain_id=ledger.pk, seq=2).update(said={"number": 99})
    assert problems() == ["第2条事件被改动"]


@pytest.mark.parametrize("field", ["verb", "state_after", "actor_id", "at", "caused_by", "acting_for", "book"])
def test_no_part_of_an_event_can_be_changed_unseen(ledger, field):
    other = {"actor_id": ledger.pk, "at": LATER, "caused_by": ledger.pk, "acting_for": ledger.pk}.get(field, "other")
    Event.objects.filter(chain_id=ledger.pk, seq=3).update(**{field: other})
    assert problems() == ["第3条事件被改动"]


def test_a_changed_event_with_a_new_hash_of_its_own_gives_itself_away_in_the_next(ledger):
    changed = Event.objects.get(chain_id=ledger.pk, seq=2)
    changed.said = {"number": 99}
    new_hash = hash_of(changed)
    Event.objects.filter(pk=changed.pk).update(said=changed.said, hash=new_hash)
    Event.objects.filter(chain_id=ledger.pk, seq=3).update(previous_hash=new_hash)
    assert problems() == ["第3条事件被改动"]


def test_a_removed_event_is_found(ledger):
    Event.objects.filter(chain_id=ledger.pk, seq=2).delete()
    assert "缺第2条事件" in problems()


def test_a_cut_tail_is_found(ledger):
    Event.objects.filter(chain_id=ledger.pk, seq__gte=3).delete()
    assert problems() == ["末尾与记载不符：记载4条，现有2条"]


def test_a_removed_head_is_found(ledger):
    Ledger.objects.filter(pk=ledger.pk).delete()
    assert problems() == ["链头已不存在"]


def test_the_command_ends_with_an_error_and_names_the_chain(ledger):
    Event.objects.filter(chain_id=ledger.pk, seq=2).update(verb="bell.stolen")
    code, told = verified()
    assert code == 1
    assert told["broken"] == [{"chain": str(ledger.pk), "name": DOOR, "problems": ["第2条事件被改动"]}]


def test_an_unknown_case_is_said_to_be_unknown(ledger):
    with pytest.raises(CommandError, match="没有这个工单"):
        call_command("verify_journal", "--case", "K19990101-0001")


def test_an_erased_text_leaves_the_chain_whole(ledger):
    event = ring(9)
    said, remarks = keep([Ask("reason", "理由", "lines")], {"reason": "他住在柳巷五号"}, event.id, None)
    Remark.objects.bulk_create(remarks)
    assert "柳巷" not in json.dumps(said, ensure_ascii=False)
    Remark.objects.update(text="", erased_at=LATER)
    assert problems() == []


def test_the_digest_is_signed_and_stays_true_while_the_journal_grows(ledger):
    made = sign_digest(AT)
    assert verify_digest(Digest.objects.get()) == []
    ring(5)
    assert verify_digest(made) == []
    assert ends_at(LATER + timedelta(days=4000)) != (made.chains, bytes(made.root))


def test_who_rewrites_events_and_head_is_found_out_by_an_earlier_digest(ledger):
    sign_digest(AT)
    Event.objects.filter(chain_id=ledger.pk, seq=4).delete()
    last = Event.objects.get(chain_id=ledger.pk, seq=3)
    Ledger.objects.filter(pk=ledger.pk).update(event_count=3, chain_head=last.hash)
    assert verify_chain(ledger.pk, Ledger) == []
    assert problems() == []
    (wrong,) = verify_digest(Digest.objects.get())
    assert "与当时签名的摘要不符" in wrong
    code, told = verified()
    assert code == 1
    assert any(told["digests"].values())


def test_a_digest_that_is_not_ours_is_found(ledger):
    sign_digest(AT)
    Digest.objects.update(chains=7)
    assert verify_digest(Digest.objects.get()) == ["签名不符：该摘要不是本系统所签"]


def test_the_digest_command_prints_what_can_be_kept_elsewhere(ledger):
    out = StringIO()
    with times.travelling(LATER):
        call_command("digest", "--json", stdout=out)
    told = json.loads(out.getvalue())
    kept = Digest.objects.get()
    assert told["root"] == bytes(kept.root).hex()
    assert told["signature"] == bytes(kept.signature).hex()
    # Ten minutes back: a transaction that began earlier may still be on its way.
    assert kept.at == LATER - timedelta(minutes=10)
    out = StringIO()
    with times.travelling(LATER):
        call_command("digest", stdout=out)
    assert out.getvalue().splitlines()[0] == "日志摘要  截至 2018-06-04 10:20:00"
