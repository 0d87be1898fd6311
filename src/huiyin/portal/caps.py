"""How often something may be done within a stretch of time, counted by keyed hashes for all server processes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F

from huiyin.journal.writing import writing
from huiyin.portal.models import Tally
from huiyin.privacy.installed import ring
from huiyin.privacy.lookup import lookup_hash

RAISE = """
    INSERT INTO portal_tally (key, count, until) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = portal_tally.count + 1
    RETURNING count
"""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TooOften(Exception):
    """The cap is reached; the message says so in the user's words."""


@dataclass(frozen=True)
class Cap:
    """At most so many times within each stretch of this length; `words` tell a person what to do instead."""

    name: str
    most: int
    span: timedelta
    words: str

    def stretch(self, at: datetime) -> int:
        """Return the number of the stretch in which the moment lies."""
        return (at - EPOCH) // self.span


HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# A village or an office may stand behind one address, so the caps on addresses are wide.
SUBMIT_FROM_ADDRESS = Cap("submit", 20, HOUR, "同一网络一小时内提交过多，请稍后再试，或拨打热线电话。")
SUBMIT_BY_PHONE = Cap("submit_phone", 5, DAY, "这个电话今天已提交多件，请改用补充或催办，或拨打热线电话。")
LOOK_FROM_ADDRESS = Cap("look", 20, HOUR / 4, "查询次数过多，请一刻钟后再试，或拨打热线电话。")
LOOK_AT_NUMBER = Cap("look_number", 10, HOUR, "查询次数过多，请一小时后再试，或拨打热线电话。")
CODE_FROM_ADDRESS = Cap("code", 10, HOUR, "申请过于频繁，请一小时后再试，或拨打热线电话。")
CODE_FOR_NUMBER = Cap("code_number", 20, DAY, "今天申请的次数过多，请明天再试，或拨打热线电话。")
CODE_FOR_PAIR = Cap("code_pair", 3, DAY, "今天申请的次数过多，请明天再试，或拨打热线电话。")
HURRY_A_CASE = Cap("hurry", 1, DAY, "今天已催过一次，承办单位已收到。")
ACT_ON_CASE = Cap("act", 10, DAY, "今天提交的次数过多，请明天再试，或拨打热线电话。")


def count(cap: Cap, who: str, at: datetime) -> None:
    """Count once more, at once and for all processes. Raises TooOften beyond the cap; the count stays."""
    with writing(), connection.cursor() as cursor:
        until = connection.ops.adapt_datetimefield_value(EPOCH + (cap.stretch(at) + 1) * cap.span)
        cursor.execute(RAISE, [_key(cap, who, at), until])
        reached = int(cursor.fetchone()[0])
        if reached == 1:
            Tally.objects.filter(until__lt=at).delete()
    if reached > cap.most:
        raise TooOften(cap.words)


def take_back(cap: Cap, who: str, at: datetime) -> None:
    """Count once less: it was done rightly, or not at all."""
    with writing():
        Tally.objects.filter(key=_key(cap, who, at), count__gt=0).update(count=F("count") - 1)


def _key(cap: Cap, who: str, at: datetime) -> str:
    return lookup_hash(ring(), "text", f"{cap.name}\0{cap.stretch(at)}\0{who}").hex()
