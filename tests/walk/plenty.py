"""Much of everything that a list can show: matters at every step, messages, notices, people, units, knowledge."""

from datetime import timedelta
from itertools import count
from typing import Any

from huiyin.cases.act import collect
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage
from huiyin.desk.act import keep_view
from huiyin.dispatch.models import CatalogueRow
from huiyin.duty.act import check, plan_day, write_note
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import Post
from huiyin.incidents.act import INCIDENT_DOOR, declare, enter_resource, gather, give_tasks
from huiyin.incidents.models import Incident
from huiyin.knowledge.act import ITEM_DOOR, Words, write_item, write_phrase
from huiyin.knowledge.phrase_guards import KEYS
from huiyin.notices.models import Notice, Outgoing
from huiyin.people.models import Deputation, DutyShift, Holding, User
from huiyin.units.models import Contact, Unit
from huiyin.units.tests.trees import make_unit

MOST_VIEWS = 15
"""Of own views one may keep a few only."""

STEPS = (
    "registered",
    "in_review",
    "in_approval",
    "approved",
    "unsigned",
    "handling",
    "returning",
    "audited",
    "called",
    "collected",
)


class Plenty:
    """Adds to a stage so many of each thing; whatever is added later is like what was there before."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.numbers = stage, count(1)
        self.keys = iter(KEYS)
        self.whole = stage.dispatch(self._registered(), joint=("bureau",))
        self.incident = self._incident("暴雨")

    def add(self, many: int) -> None:
        """Add so many of everything."""
        for _ in range(many):
            number = next(self.numbers)
            for step in STEPS:
                getattr(self, f"_{step}")()
            self._happens_to_one_case(number)
            self._at_the_counter(number)
            self._in_the_books(number)
            self._on_watch(number)

    def _registered(self) -> Case:
        number = next(self.numbers)
        return self.stage.register(phone=f"139{number:08}", title=f"路灯不亮{number}").case

    def _in_review(self) -> None:
        self.stage.move(self._registered(), "submit_for_review", "agent")

    def _in_approval(self) -> None:
        self.stage.move(self._registered(), "submit_for_approval", "reviewer")

    def _approved(self) -> Case:
        return self.stage.approve(self._registered())

    def _unsigned(self) -> Case:
        return self.stage.dispatch(self._registered())

    def _handling(self) -> Case:
        case = self._unsigned()
        self.stage.sign(case)
        return case

    def _returning(self) -> None:
        share = self.stage.share(self._handling())
        self.stage.move_share(share, "ask_return", "water.handler", reason="不属本单位", basis="职责清单第3条")

    def _audited(self) -> Case:
        case = self._handling()
        self.stage.reply(case)
        return self.stage.reload(case)

    def _called(self) -> None:
        case = self.stage.finish(self.stage.pass_audit(self._audited()))
        self.stage._call_about(case)

    def _collected(self) -> None:
        number = next(self.numbers)
        said = self.stage.said(channel="message_board", text=f"路灯不亮，第{number}条", received_at=self.stage.at)
        collect(said, actor=self.stage.who("opinion_clerk"), at=self.stage.at, city=self.stage.city)

    def _happens_to_one_case(self, number: int) -> None:
        """Somebody asks again and again about one case."""
        self.stage.move(self.whole, "hurry", "agent", note=f"第{number}次来电催问")

    def _at_the_counter(self, number: int) -> None:
        stage, case = self.stage, self.whole
        Outgoing.objects.create(
            once=f"text {number}", kind="accepted", about=case.pk, case=case, petitioner=case.petitioner, text="已受理",
            made_at=stage.at, send_at=stage.at, state="failed", attempts=8, error="Timeout",
        )  # fmt: skip
        for place, post in enumerate((Post.DIRECTOR, Post.DISPATCHER)):
            Notice.objects.create(
                once=f"notice {number} {place}", event_id=uuid7(), about=case.pk, case=case, kind="dispatched", text="请处理",
                at=stage.at, post=post,
            )  # fmt: skip
        if number <= MOST_VIEWS:
            keep_view("/cases/", f"视图{number}", f"number=K{number}", actor=stage.who("director"), at=stage.at)

    def _in_the_books(self, number: int) -> None:
        stage = self.stage
        unit: Unit = make_unit(f"第{number}办事处")
        make_unit(f"第{number}网格", parent=stage.units["water"])
        Contact.objects.create(unit=unit, role="head", name="李某", phone="0378-5550000", since=stage.at)
        user = User.objects.create_user(f"w{number:04}", "李某")
        Holding.objects.create(user=user, post=Post.UNIT_HANDLER, unit=unit, since=stage.at)
        span: dict[str, Any] = {
            "since": stage.at + timedelta(days=number),
            "until": stage.at + timedelta(days=number, hours=8),
        }
        DutyShift.objects.create(user=user, unit=None, **span)
        Deputation.objects.create(
            from_user_id=stage.who("director").user_id, to_user=user, posts=["director"], reason="外出", **span
        )
        CatalogueRow.objects.create(category=stage.leaf(), territory="", unit=unit, since=stage.at.date())
        editor = stage.who("editor")
        said = {
            "question": f"第{number}问",
            "answer": "到政务大厅三楼办理。",
            "topic": stage.leaf(),
            "owner": str(stage.units["bureau"].pk),
        }
        item = write_item(said, actor=editor, at=stage.at, city=stage.city)
        ITEM_DOOR.move(item.pk, "publish", {}, actor=editor, at=stage.at)
        if key := next(self.keys, None):
            words = Words("consult", key, f"话术{number}", "请到三楼。", "consult", stage.leaf())
            write_phrase(words, actor=editor, at=stage.at, city=stage.city)

    def _incident(self, title: str) -> Incident:
        stage, law = self.stage, self.stage.book.incidents
        said = {
            "kind": law.kinds[0].code, "title": title, "began_at": stage.at, "territories": (), "area": "", "categories": (),
            "whole_day_duty": False, "wording": "正在抢修",
        }  # fmt: skip
        made = declare(said, actor=stage.who("director"), at=stage.at)
        INCIDENT_DOOR.move(made.pk, "begin", {}, actor=stage.who("director"), at=stage.at)
        return Incident.objects.get(pk=made.pk)

    def _on_watch(self, number: int) -> None:
        """One more of everything that belongs to incidents and to duty."""
        stage, director, water = self.stage, self.stage.who("director"), self.stage.units["water"]
        self._incident(f"第{number}场暴雨")
        task = {"words": f"抽排{number}处", "due_at": stage.at + timedelta(hours=4), "on_site": False}
        give_tasks(self.incident, [water.pk], task, actor=director, at=stage.at)
        kind = stage.book.incidents.resources[0].code
        said = {"kind": kind, "amount": "3", "words": "送水", "on": stage.at}
        enter_resource(self.incident, water, said, actor=director, at=stage.at)
        gather(self.incident, [self._registered().pk], how="by_hand", actor=director, at=stage.at)
        check(water.pk, reached=True, minutes=1, words="", actor=director, at=stage.at)
        write_note(None, f"第{number}件", actor=director, at=stage.at)
        day = {
            "leader": "甲某", "office": "", "begins_at": stage.at + timedelta(days=number), "place": "热线大厅", "subjects": "供水",
            "ends_at": stage.at + timedelta(days=number, hours=2),
        }  # fmt: skip
        plan_day(day, None, actor=director, at=stage.at)
