"""The made-up town with its people at their posts, and a clerk who enters patrols and monthly reports."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.registers.act import amend_entry, write_entry
from huiyin.registers.models import Entry
from huiyin.rulebook.registers import Register


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Any) -> Stage:
    """Monday, 1 June 2020 in Haiyan."""
    settings.CITY = "haiyan"
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    stage = set_stage("haiyan")
    stage.at += timedelta(days=9)
    seat_everybody(stage)
    return stage


class Clerk:
    """Somebody who enters lines."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def register(self, code: str = "patrols") -> Register:
        return self.stage.book.register(code)

    def said(self, unit: str = "water", **other: Any) -> dict[str, Any]:
        return {
            "unit": str(self.stage.units[unit].pk),
            "day": "2020-06-08",
            "place": "东滩海堤",
            "kind": "sea",
            **other,
        }

    def enter(self, unit: str = "water", who: str = "", **other: Any) -> Entry:
        said = self.said(unit, **other)
        return write_entry(self.register(), said, actor=self.stage.who(who or f"{unit}.handler"), at=self.stage.at)

    def report(self, unit: str = "water", period: str = "2020-05", done: str = "3", who: str = "") -> Entry:
        said = {"unit": str(self.stage.units[unit].pk), "period": period, "done": done}
        actor = self.stage.who(who or f"{unit}.handler")
        return write_entry(self.register("month_reports"), said, actor=actor, at=self.stage.at)

    def amend(self, entry: Entry, who: str = "water.handler", **other: Any) -> Entry:
        said = self.said(**other)
        amend_entry(entry, said, actor=self.stage.who(who), at=self.stage.at)
        return Entry.objects.get(pk=entry.pk)

    def browser(self, who: str = "water.handler") -> Browser:
        return signed_in(self.stage, who)


@pytest.fixture
def clerk(stage: Stage) -> Clerk:
    return Clerk(stage)
