"""What follows from the moves of a paper: content, figures, number, what is frozen, who has to read it, who read it."""

import hashlib
import json
from typing import Any

from huiyin.briefs.checked import found_in
from huiyin.briefs.composing.compose import what_is_at_hand
from huiyin.briefs.composing.document import draft_of, number_of
from huiyin.briefs.counting import exact, packed
from huiyin.briefs.keys import OUTSIDE
from huiyin.briefs.models import Brief, BriefFigure, BriefNote, BriefReader, SignedBrief
from huiyin.briefs.states import BriefState
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import local, local_day
from huiyin.journal.counting import draw
from huiyin.journal.door import Step
from huiyin.journal.rows import insert
from huiyin.people.queries import holders
from huiyin.units.queries import active


def give_number(step: Step) -> None:
    """The paper gets a number by which addresses name it, long before that of its issue."""
    row = step.subject
    row.number = draw("brief")
    row.written_at, row.written_by_id = step.at, step.actor.user_id


def write_source(step: Step) -> None:
    """Keep what the editor wrote; what was counted over it is at hand."""
    step.subject.source = what_is_at_hand().over


def write_composed(step: Step) -> None:
    """Keep what the paper says, with its figures. What was composed over an older source is not written."""
    row, composed = step.subject, what_is_at_hand()
    if row.source != composed.over:
        raise Refused(["正文刚刚有人改过，请刷新页面再试"])
    row.blocks, row.counted_at = composed.blocks, step.at
    BriefFigure.objects.filter(brief_id=row.pk, source="").delete()
    if composed.figures:
        insert([_row(row, told, step.at) for told in composed.figures])


def _row(row: Brief, told: Any, at: Any) -> BriefFigure:
    return BriefFigure(
        brief_id=row.pk, key=told.key, measure=told.measure, form=told.form, label=told.label, text=told.text,
        value=exact(told.value), unit=told.unit, definition=told.definition, scope=told.scope, parts=list(told.parts),
        cases=packed(told.cases), counted_at=at,
    )  # fmt: skip


def write_title(step: Step) -> None:
    """Keep another title."""
    step.subject.title = step.said["title"]


def keep_outside(step: Step) -> None:
    """Keep a figure from outside with its source; it is inserted like any other."""
    said = step.said
    key = f"{OUTSIDE}{uuid7().hex[-12:]}"
    insert([
        BriefFigure(
            brief_id=step.subject.pk, key=key, label=said["label"].replace(" ", ""), text=said["text"],
            source=said["source"], counted_at=step.at, definition=f"外来数字，来源：{said['source']}",
        )
    ])  # fmt: skip
    step.record["figure"] = key


def keep_remark(step: Step) -> None:
    """Keep what the reviewer says of a place."""
    _note(step, BriefNote.Kind.REMARK, step.said["about"], step.said["text"])


def keep_explanation(step: Step) -> None:
    """Keep why a finding stands; a newer explanation takes the place of an older one."""
    _note(step, BriefNote.Kind.EXPLANATION, step.said["finding"], step.said["text"])


def _note(step: Step, kind: BriefNote.Kind, about: str, text: str) -> None:
    insert([BriefNote(
        brief_id=step.subject.pk, kind=kind, about=about, text=text, at=step.at, by_id=step.actor.user_id
    )])  # fmt: skip


def note_review(step: Step) -> None:
    """Keep who reviewed it."""
    step.subject.reviewed_by_id, step.subject.words = step.actor.user_id, step.said["words"]


def note_approval(step: Step) -> None:
    """Keep who approved it."""
    step.subject.approved_by_id, step.subject.words = step.actor.user_id, step.said["words"]


def note_reason(step: Step) -> None:
    """Keep why it came back, was withdrawn or thrown away."""
    step.subject.words = step.said["reason"]


def tell_next(step: Step) -> None:
    """Say in the event whose turn it is, so that they can be told."""
    row, rule = step.subject, step.subject.rules
    turn: dict[str, tuple[Post, ...]] = {
        BriefState.DRAFT: rule.drafted_by, BriefState.IN_REVIEW: rule.reviewed_by, BriefState.TO_APPROVE: rule.approved_by,
        BriefState.APPROVED: rule.signed_by, BriefState.SIGNED: rule.drafted_by,
    }  # fmt: skip
    posts = turn.get(row.state, ())
    step.record |= {"kind": rule.label, "name": row.name, "tell": [str(post) for post in posts]}


def give_issue(step: Step) -> None:
    """The paper gets its numbers, without a gap in its kind and year: drawn last, so that nobody waits long for it."""
    row, rule, year = step.subject, step.subject.rules, local(step.at).year
    row.year, row.issue = year, draw(f"brief.{row.kind}.{year}")
    row.total = rule.total_before + draw(f"brief.{row.kind}.total")
    row.sign = number_of(rule, year, row.issue, row.total)
    row.signed_at, row.signed_by_id = step.at, step.actor.user_id


def freeze(step: Step) -> None:
    """What is signed is kept as a whole: words, figures, findings with their explanations, and a hash over all of it."""
    row = step.subject
    document = draft_of(row).model_dump(mode="json")
    figures = [
        {"key": one.key, "label": one.label, "text": one.text, "value": one.value, "scope": one.scope, "parts": one.parts,
         "definition": one.definition, "source": one.source}
        for one in BriefFigure.objects.filter(brief_id=row.pk).order_by("key")
    ]  # fmt: skip
    findings = [found.as_json() for found in found_in(row)]
    SignedBrief.objects.create(
        brief_id=row.pk, document=document, figures=figures, findings=findings, hash=hash_of(document, figures), at=step.at,
        by_id=step.actor.user_id,
    )  # fmt: skip
    BriefFigure.objects.filter(brief_id=row.pk).update(frozen=True)
    step.record |= {"sign": row.sign, "hash": hash_of(document, figures)}


def hash_of(document: Any, figures: Any) -> str:
    """Return the hash of what is signed, the same for the same words and figures."""
    text = json.dumps([document, figures], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def send_to_readers(step: Step) -> None:
    """Lay it before everybody on the list of its kind: people in their posts, and units."""
    row, rule = step.subject, step.subject.rules
    readers = _people(row, rule.readers, step.at)
    units = active(local_day(step.at)).filter(depth__in=rule.unit_levels) if rule.unit_levels else ()
    unit_ids = [unit.pk for unit in units]
    readers += [BriefReader(brief_id=row.pk, unit_id=pk) for pk in unit_ids]
    if readers:
        insert(readers)
    row.distributed_at = step.at
    step.record |= {
        "kind": rule.label, "name": row.name, "tell": [str(post) for post in rule.readers], "units": unit_ids,
    }  # fmt: skip


def _people(row: Brief, posts: tuple[Post, ...], at: Any) -> list[BriefReader]:
    """Each person once, in the first post of the list; a post that nobody holds keeps its place."""
    found: dict[Any, BriefReader] = {}
    for post in posts:
        people = list(holders(post, at=at).values_list("pk", flat=True))
        for pk in people:
            found.setdefault(pk, BriefReader(brief_id=row.pk, post=str(post), user_id=pk))
        if not people:
            found[str(post)] = BriefReader(brief_id=row.pk, post=str(post))
    return list(found.values())


def note_reading(step: Step) -> None:
    """Somebody on the list has read it: of a unit and of a post the first reading counts."""
    actor, rows = step.actor, BriefReader.objects.filter(brief_id=step.subject.pk, read_at=None)
    people = [pk for pk in (actor.user_id, actor.acting_for) if pk]
    posts = [str(seat.post) for seat in actor.seats]
    mine = (
        rows.filter(user__in=people)
        | rows.filter(unit__in=sorted(actor.unit_ids, key=str))
        | rows.filter(user=None, unit=None, post__in=posts)
    )
    step.record["readers"] = [str(pk) for pk in mine.values_list("pk", flat=True)]
    BriefReader.objects.filter(pk__in=step.record["readers"]).update(read_at=step.at, read_by=actor.user_id)
