"""A city with its people at their posts, and a few items and phrases."""

from datetime import date
from typing import Any

import pytest

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.knowledge.act import ITEM_DOOR, Words, write_item, write_phrase
from huiyin.knowledge.models import Item, Phrase


@pytest.fixture
def stage(db: None) -> Stage:
    stage = set_stage()
    seat_everybody(stage)
    return stage


class Editor:
    """The editor at work."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def said(self, **other: Any) -> dict[str, Any]:
        return {
            "question": "公积金怎么提取？", "answer": "带身份证到政务大厅三楼公积金窗口办理。", "topic": self.stage.leaf(),
            "owner": str(self.stage.units["bureau"].pk), **other,
        }  # fmt: skip

    def draft(self, **other: Any) -> Item:
        return write_item(self.said(**other), actor=self.stage.who("editor"), at=self.stage.at, city=self.stage.city)

    def move(self, item: Item, action: str, who: str = "editor", **said: Any) -> Item:
        ITEM_DOOR.move(item.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return Item.objects.get(pk=item.pk)

    def in_force(self, **other: Any) -> Item:
        return self.move(self.draft(**other), "publish")

    def short_lived(self) -> Item:
        return self.in_force(valid_until=date(2018, 6, 10))

    def phrase(self, **other: Any) -> Phrase:
        words = {
            "group": "consult", "key": "1", "title": "公积金提取", "words": "带身份证到三楼办理。", "kind": "consult",
            "topic": self.stage.leaf(), **other,
        }  # fmt: skip
        return write_phrase(Words(**words), actor=self.stage.who("editor"), at=self.stage.at, city=self.stage.city)


@pytest.fixture
def editor(stage: Stage) -> Editor:
    return Editor(stage)
