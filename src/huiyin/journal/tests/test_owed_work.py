"""Work that is owed after an event is done at least once, in order, and nobody who fails holds up the others."""

from datetime import timedelta

import pytest

from huiyin.journal.follow import _followers, follower
from huiyin.journal.models import Event, Owed, OwedAgain
from huiyin.journal.tests import hands
from huiyin.journal.tests.hands import AT, ring, ring_often
from huiyin.journal.work import LONGEST_PAUSE, Delivered, deliver, deliver_all, pause_after, retry

pytestmark = pytest.mark.django_db


def test_every_follower_hears_of_an_event_and_nothing_is_owed_afterwards():
    ring(7)
    assert deliver(AT) == Delivered(done=1)
    assert hands.heard == [("listener", 7), ("grumbler", 7)]
    assert not Owed.objects.exists()
    assert deliver(AT).is_nothing


def test_events_are_followed_in_the_order_in_which_they_happened():
    ring_often(3)
    ring(3)
    deliver(AT)
    assert [number for who, number in hands.heard if who == "listener"] == [0, 1, 2, 3]


def test_what_nobody_follows_is_not_owed():
    hands.note("tests.unheard", "bell", hands.uuid7(), at=AT, head=hands.DOOR)
    assert not Owed.objects.exists()


def test_a_batch_is_a_batch():
    ring_often(5)
    assert deliver(AT, batch=2).done == 2
    assert Owed.objects.count() == 3


def test_delivered_twice_is_harmless():
    event = ring(1)
    deliver(AT)
    Owed.objects.create(event_id=event.id, recorded_at=event.recorded_at, verb=event.verb)
    deliver(AT)
    assert hands.counts() == {"told": 2, "booked": 1, "never": 0, "owed": 0, "again": 0}


def test_one_who_fails_leaves_nothing_behind_and_does_not_hold_up_the_others():
    hands.switches["grumble"] = True
    ring_often(2)
    assert deliver(AT) == Delivered(done=2, failed=2)
    assert hands.heard == [("listener", 0), ("listener", 1)]
    assert hands.count("tests.grumbled") == 0
    assert hands.count("tests.booked") == 2
    assert OwedAgain.objects.count() == 2


def test_what_failed_is_tried_again_after_growing_pauses():
    hands.switches["grumble"] = True
    ring(1)
    deliver(AT)
    moment, pauses = AT, []
    for _ in range(8):
        waits_until = OwedAgain.objects.get().next_at
        pauses.append((waits_until - moment) // timedelta(minutes=1))
        assert retry(waits_until - timedelta(seconds=1)).is_nothing
        moment = waits_until
        assert retry(moment) == Delivered(failed=1)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert OwedAgain.objects.get().attempts == 9
    hands.switches["grumble"] = False
    assert retry(OwedAgain.objects.get().next_at) == Delivered(done=1)
    assert not OwedAgain.objects.exists()
    assert ("grumbler", 1) in hands.heard


def test_a_pause_never_grows_beyond_an_hour():
    assert pause_after(1000) == LONGEST_PAUSE


def test_the_error_that_is_kept_names_the_place_and_nobody():
    hands.switches["grumble"] = True
    ring(1)
    deliver(AT)
    error = OwedAgain.objects.get().error
    assert error.startswith("ValueError hands.py:")
    assert "13800005521" not in error
    assert "张三" not in error


def test_a_follower_that_no_room_has_any_more_is_kept_and_named():
    event = ring(1)
    deliver(AT)
    OwedAgain.objects.create(
        event_id=event.id, recorded_at=event.recorded_at, follower="tests.gone", next_at=AT, error="ValueError"
    )
    assert retry(AT) == Delivered(unknown=("tests.gone",))
    assert retry(AT).unknown == ()
    assert retry(AT + LONGEST_PAUSE).unknown == ("tests.gone",)
    assert OwedAgain.objects.get().attempts == 1


def test_a_leased_event_is_not_given_to_another_worker_until_the_lease_ends():
    event = ring(1)
    Owed.objects.update(leased_until=AT + timedelta(seconds=60))
    assert deliver(AT + timedelta(seconds=60)).is_nothing
    assert deliver(AT + timedelta(seconds=61)).done == 1
    assert hands.heard[0] == ("listener", event.said["number"])


def test_who_was_too_slow_and_lost_the_event_does_not_go_on_with_it():
    @follower("tests.thief", "bell.stolen")
    def steal(event, at):
        Owed.objects.update(leased_until=AT + timedelta(days=1))

    @follower("tests.after_thief", "bell.stolen")
    def never(event, at):
        hands.heard.append(("after", 0))

    try:
        ring(1, "bell.stolen")
        assert deliver(AT) == Delivered()
        assert ("after", 0) not in hands.heard
        assert Owed.objects.count() == 1
    finally:
        del _followers["tests.thief"], _followers["tests.after_thief"]


def test_one_who_works_in_pieces_keeps_the_lease_by_saying_so():
    from huiyin.journal.leases import still_at_it

    moments = []

    @follower("tests.patient", "bell.long", in_pieces=True)
    def take_pains(event, at):
        before = Owed.objects.get().leased_until
        still_at_it()
        moments.append((before, Owed.objects.get().leased_until))

    try:
        ring(1, "bell.long")
        assert deliver(AT).done == 1
        (before, after) = moments[0]
        assert after > before
    finally:
        del _followers["tests.patient"]


def test_what_a_follower_does_is_followed_too():
    @follower("tests.chain", "bell.first")
    def ring_again(event, at):
        ring(2, "bell.rung")

    try:
        ring(1, "bell.first")
        assert deliver_all(lambda: AT).done == 2
        assert Event.objects.count() == 2
    finally:
        del _followers["tests.chain"]
