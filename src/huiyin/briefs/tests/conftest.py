"""An eventful June with its papers, and everybody in the posts in which they act."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.assessment.tests.month import busier, eventful
from huiyin.briefs.act import draw_up, move_brief
from huiyin.briefs.models import Brief
from huiyin.cases.tests.stage import set_stage
from huiyin.people.models import Holding, User
from huiyin.people.tests.pages import signed_in_as

HANDS = {
    "submit": "editor",
    "pass_review": "supervisor",
    "approve": "director",
    "distribute": "editor",
    "archive": "editor",
}


class Office:
    """The centre with its papers."""

    def __init__(self, stage: Any) -> None:
        self.stage = stage

    def who(self, key: str) -> Any:
        return self.stage.who(key)

    def drawn(self, kind: str, **said: Any) -> Brief:
        return draw_up(kind, actor=self.who("editor"), at=self.stage.at, **said)

    def move(self, brief: Brief, action: str, who: str = "", **said: Any) -> Brief:
        who = who or HANDS.get(action) or str(brief.rules.signed_by[0])
        move_brief(brief.pk, action, said, actor=self.who(who), at=self.stage.later(minutes=5), seen=None, key="")
        return Brief.objects.get(pk=brief.pk)

    def until(self, brief: Brief, last: str) -> Brief:
        """Let the paper go through all hands until it is signed, or sent."""
        for action in ("submit", "pass_review", "approve", "sign", "distribute"):
            brief = self.move(brief, action)
            if action == last:
                return brief
        return brief

    def revised(self, brief: Brief) -> Brief:
        """Let the editor write what the template leaves to him."""
        from huiyin.briefs.act import amend
        from huiyin.briefs.source import ParagraphEntry, read_back

        entries = [
            one.model_copy(update={"revise": False, "text": one.text or "已改写。"})
            if isinstance(one, ParagraphEntry)
            else one
            for one in read_back(brief.source)
        ]
        amend(brief, entries, actor=self.who("editor"), at=self.stage.later(minutes=5))
        return Brief.objects.get(pk=brief.pk)

    def client(self, who: str) -> Any:
        return signed_in_as(User.objects.get(pk=self.who(who).user_id))


def _office(city: str, settings: Any, tmp_path: Any, *, happened: bool = True) -> Office:
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = city, tmp_path / "files", tmp_path
    stage = eventful(city)[0] if happened else set_stage(city)
    if happened and city == "kaifeng":
        busier(stage)
    Holding.objects.bulk_create(
        Holding(user_id=actor.user_id, post=one.post, unit_id=one.unit_id, since=stage.at - timedelta(days=90))
        for actor in stage.actors.values()
        for one in actor.seats
    )
    return Office(stage)


@pytest.fixture
def kaifeng(db, settings, tmp_path) -> Office:
    return _office("kaifeng", settings, tmp_path)


@pytest.fixture
def quiet(db, settings, tmp_path) -> Office:
    """Kaifeng before anything has happened, for what does not depend on figures."""
    return _office("kaifeng", settings, tmp_path, happened=False)


@pytest.fixture
def dandong(db, settings, tmp_path) -> Office:
    return _office("dandong", settings, tmp_path)
