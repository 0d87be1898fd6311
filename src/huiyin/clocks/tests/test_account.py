"""时间账: every minute belongs to one holder, and the parts sum to the whole."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.clocks.account import Account, Stretch, account_of
from huiyin.clocks.models import Holder

BASE = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
UNITS = [None, UUID(int=1), UUID(int=2)]
TURNS = st.lists(
    st.tuples(
        st.sampled_from(list(Holder)),
        st.sampled_from(UNITS),
        st.integers(0, 500_000_000_000),
        st.integers(0, 90_000_000),
    ),
    max_size=12,
)


def stretches_of(turns, open_end=False):
    now, made = BASE, []
    for holder, unit, held, rest in turns:
        until = now + timedelta(microseconds=held)
        made.append(Stretch(holder, unit, None, now, until))
        now = until + timedelta(microseconds=rest)
    if made and open_end:
        made[-1] = Stretch(made[-1].holder, made[-1].unit_id, None, made[-1].since, None)
    return made


@given(TURNS, st.booleans(), st.integers(0, 10_000))
def test_the_parts_sum_to_the_whole(turns, open_end, minutes_later):
    stretches = stretches_of(turns, open_end)
    end = stretches[-1].until or stretches[-1].since if stretches else BASE
    at = end + timedelta(minutes=minutes_later)
    account = account_of(stretches, at)
    assert sum(part.minutes for part in account.parts) == account.whole
    last = (stretches[-1].until or at) if stretches else BASE
    assert account.whole + account.at_rest == (last - BASE) // timedelta(minutes=1)
    assert all(part.minutes >= 0 for part in account.parts)
    assert account.at_rest >= 0


@given(TURNS)
def test_without_rest_every_minute_from_beginning_to_end_is_accounted_for(turns):
    stretches = stretches_of([(holder, unit, held, 0) for holder, unit, held, _ in turns])
    account = account_of(stretches, BASE + timedelta(days=400))
    end = stretches[-1].until if stretches else BASE
    assert (account.whole, account.at_rest) == ((end - BASE) // timedelta(minutes=1), 0)


def test_three_stretches_of_half_a_minute_lose_no_minute():
    turns = [(holder, None, 30_000_000, 0) for holder in (Holder.CENTRE, Holder.UNIT, Holder.CENTRE, Holder.UNIT)]
    assert account_of(stretches_of(turns), BASE + timedelta(days=1)).whole == 2


def test_one_holder_in_two_turns_is_one_part_with_its_share():
    turns = [(Holder.CENTRE, None, 60 * 60_000_000, 0), (Holder.UNIT, UNITS[1], 120 * 60_000_000, 0)]
    account = account_of(stretches_of([*turns, turns[0]]), BASE + timedelta(days=1))
    assert [(part.holder, part.minutes, part.share) for part in account.parts] == [
        ("centre", 120, 0.5),
        ("unit", 120, 0.5),
    ]


def test_nobody_can_share_a_minute():
    one = Stretch("centre", None, None, BASE, BASE + timedelta(hours=2))
    other = Stretch("unit", None, None, BASE + timedelta(hours=1), None)
    with pytest.raises(ValueError, match="two holders"):
        account_of([one, other], BASE + timedelta(hours=3))


def test_a_case_that_nobody_held_has_an_empty_account():
    assert account_of([], BASE) == Account(0, 0, ())
