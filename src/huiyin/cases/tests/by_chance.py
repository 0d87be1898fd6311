"""What somebody might say with a move, drawn by chance: mostly something sensible, so that random play gets somewhere."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from huiyin.cases.models import Case, Wish
from huiyin.cases.tests.stage import Stage
from huiyin.files.models import Attachment
from huiyin.flow.says import Ask

SENSIBLE = {
    "limit": ["", "", "", "1wd", "30m", "90wd", "下周"],
    "old_number": ["", "D2010-00001"],
    "leader": ["", "某领导"],
}  # fmt: skip
SURE = {"contacted": True, "answered_petitioner": True, "reasonable": True, "reached": True, "anonymous": False}


def said_by_chance(stage: Stage, asks: Sequence[Ask], case: Case | None, row: Any, chance: Random) -> dict[str, Any]:
    """Return something for each ask: texts, choices of the book, units of the tree, moments from now on."""
    said = {ask.name: _say(stage, ask, case, row, chance) for ask in asks if ask.required or chance.random() < 0.6}
    if {"way", "answer_link"} <= {ask.name for ask in asks}:
        said |= {"way": "phone", "answer": "已经办好。", "answer_link": "https://board.example/1"}
    if "resolved" in said and "result" in said:
        said["resolved"] = stage.book.result(said["result"]).solves
        said["unresolved_reason"] = "" if said["resolved"] else "条件尚不具备"
    return said


def _say(stage: Stage, ask: Ask, case: Case | None, row: Any, chance: Random) -> Any:
    if ask.name in SENSIBLE:
        return chance.choice(SENSIBLE[ask.name])
    if ask.name in SURE and chance.random() < 0.9:
        return SURE[ask.name]
    if ask.name == "scan":
        return _scan(stage, row)
    return _BY_KIND[ask.kind](stage, ask, case, chance)


def _scan(stage: Stage, row: Any) -> Any:
    found = Attachment(
        subject_kind="assignment", subject_id=row.pk, kind="scan", name="签批件.png", content_type="image/png", size=9,
        uploaded_by=stage.who("admin").user_id, at=stage.at,
    )  # fmt: skip
    found.save()
    return found.pk


def _choice(stage: Stage, ask: Ask, case: Case | None, chance: Random) -> Any:
    codes = [code for code, _ in ask.choices(stage.book)] if ask.choices else ["专项"]
    explains = [r.code for r in stage.book.results if r.closes and not r.solves and not r.needs_reviewer]
    return chance.choice(explains if ask.name == "result" and chance.random() < 0.8 else codes)


def _when(stage: Stage, ask: Ask, case: Case | None, chance: Random) -> Any:
    after = case.unit_due_at if case and case.unit_due_at and ask.name == "until" else stage.at
    return after + timedelta(minutes=chance.choice([30, 120, 600, 3000]))


def _rows(stage: Stage, ask: Ask, case: Case | None, chance: Random) -> Any:
    if ask.name == "wishes":
        return [{"text": f"第{n}个诉求"} for n in range(1, chance.randint(1, 3) + 1)]
    ordinals = Wish.objects.filter(case=case).values_list("ordinal", flat=True) if case else []
    if ask.name == "ticks":
        return [{"ordinal": n, "answered": chance.random() < 0.5} for n in ordinals]
    results = ["solved"] * 8 + ["explained", "not_now"]
    return [{"ordinal": n, "result": chance.choice(results), "evidence": "照片"} for n in ordinals]


def _unit(stage: Stage, ask: Ask, case: Case | None, chance: Random) -> Any:
    return chance.choice(list(stage.units.values())).pk


def _units(stage: Stage, ask: Ask, case: Case | None, chance: Random) -> Any:
    return [unit.pk for unit in chance.sample(list(stage.units.values()), chance.choice([0, 0, 1, 2]))]


def _case(stage: Stage, ask: Ask, case: Case | None, chance: Random) -> Any:
    return chance.choice(list(Case.objects.order_by("id").values_list("id", flat=True)))


_BY_KIND: dict[str, Callable[[Stage, Ask, Case | None, Random], Any]] = {
    "text": lambda stage, ask, case, chance: "经办情况说明",
    "lines": lambda stage, ask, case, chance: "经办情况说明",
    "choice": _choice,
    "choices": lambda stage, ask, case, chance: ["专项"],
    "flag": lambda stage, ask, case, chance: chance.random() < 0.3,
    "number": lambda stage, ask, case, chance: chance.randint(0, 3),
    "unit": _unit,
    "units": _units,
    "case": _case,
    "when": _when,
    "day": lambda stage, ask, case, chance: _when(stage, ask, case, chance).date(),
    "rows": _rows,
}
