"""The made-up town with its people, and letters about the same and about other matters."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import local_day
from huiyin.insight.counting import count_topics
from huiyin.insight.models import Topic
from huiyin.insight.states import TopicState
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all

STALLS = (
    ("东滩广场夜间烧烤摊噪声扰民", "东滩广场每天夜里烧烤摊喝酒吵闹到凌晨两点，油烟很大，居民没法睡觉"),
    ("东滩广场烧烤摊油烟和噪声", "东滩广场的烧烤摊夜里油烟熏人，吵闹到凌晨，请管一管烧烤摊"),
    ("投诉东滩广场烧烤摊半夜吵闹", "东滩广场烧烤摊半夜还在吵闹，油烟飘进家里，凌晨才散"),
)
BUSES = (
    ("公交车末班时间太早", "渔港到县城的公交车末班只到六点，下班赶不上公交车，请延长末班时间"),
    ("请延长渔港公交车末班", "渔港公交车末班太早，工人下班没有公交车坐，请延长公交车末班时间"),
)


@dataclass
class Town:
    """A town in which several write about the same."""

    stage: Stage

    def write(self, title: str, text: str, phone: str, **other: Any) -> Case:
        """Register what somebody says."""
        self.stage.later(minutes=7)
        return self.stage.register(title=title, text=text, phone=phone, **other).case

    def stalls(self, count: int = 3, since: int = 0) -> list[Case]:
        """Register letters about the stalls, of a different person each."""
        said = [STALLS[n % len(STALLS)] for n in range(since, since + count)]
        return [self.write(title, text, f"1390000{since + n:04d}") for n, (title, text) in enumerate(said)]

    def buses(self) -> list[Case]:
        """Register letters about the bus."""
        return [self.write(title, text, f"1380000{n:04d}") for n, (title, text) in enumerate(BUSES)]

    def count(self) -> list[Topic]:
        """Count the topics of this week, and return them, the hottest first."""
        count_topics("week", local_day(self.stage.at), self.stage.at)
        return list(Topic.objects.filter(state=TopicState.LISTED).order_by("-heat", "title"))

    def follow(self) -> None:
        """Do the work that is owed after all events, and fail where a follower failed."""
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))

    def browser(self, who: str) -> Browser:
        """Return a browser of this person."""
        return signed_in(self.stage, who)


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> Town:
    """Monday, 8 June 2020 in Haiyan."""
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "haiyan", tmp_path / "files", tmp_path
    cache.clear()
    stage = set_stage("haiyan")
    stage.at += timedelta(days=7)
    seat_everybody(stage)
    return Town(stage)
