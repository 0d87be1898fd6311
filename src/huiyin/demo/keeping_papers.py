"""What a demo city has of papers: the last issues signed and partly read, one on its way, one being drafted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from huiyin.briefs.act import amend, draw_up, explain, move_brief
from huiyin.briefs.checked import found_in
from huiyin.briefs.models import Brief, BriefReader
from huiyin.briefs.periods import Period, closed
from huiyin.briefs.source import CasesEntry, Entry, ParagraphEntry, TopicsEntry, read_back
from huiyin.demo.cities import CitySketch
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding
from huiyin.rulebook.papers import BriefKind
from huiyin.rulebook.shelf import book_for

WRITTEN = (
    "本期群众反映的问题主要是路灯、供水和噪音，有关单位已逐件落实。下一步请各网络单位加强巡查，做到早发现、早处理。"
)
ISSUES = 2
"""So many issues of the most frequent paper are out; the next paper is in the director's hands, a third a draft."""


def fill_papers(sketch: CitySketch, *, now: datetime) -> int:
    """Draw up the papers of the last weeks in the order of their days; return how many there are."""
    if Brief.objects.exists():
        return 0
    rules = [rule for rule in book_for(sketch.code, local_day(now)).papers.kinds if rule.rhythm != "none"]
    often, others = rules[0], rules[1:]
    done = list(reversed(list(islice(closed(often, now), ISSUES))))
    issued = [issue(often, period, now) for period in done]
    for rule, until in zip(others, ("pass_review", "draft"), strict=False):
        issue(rule, next(closed(rule, now)), now, until=until)
    _read(issued[0], often, now)
    return Brief.objects.count()


def issue(rule: BriefKind, period: Period, now: datetime, *, until: str = "distribute") -> Brief:
    """Let a paper go through all hands, as far as it has come."""
    at = now - timedelta(hours=3)
    editor = _somebody(rule.drafted_by, now)
    row = draw_up(rule.code, actor=editor, at=at, period=period)
    if until == "draft":
        return row
    amend(row, list(_written(read_back(row.source))), actor=editor, at=at)
    hands = {
        "submit": rule.drafted_by, "pass_review": rule.reviewed_by, "approve": rule.approved_by, "sign": rule.signed_by,
        "distribute": rule.drafted_by,
    }  # fmt: skip
    for action, posts in hands.items():
        if action == "sign":
            _explain_all(row, editor, at)
        try:
            move_brief(row.pk, action, {}, actor=_somebody(posts, now), at=at, seen=None, key="")
        except Refused:
            # What the check holds up stays where a person has to look at it.
            return row
        if action == until:
            return row
    return row


def _written(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        if isinstance(entry, ParagraphEntry) and entry.revise:
            yield ParagraphEntry(text=entry.text if "{{" in entry.text else WRITTEN)
        elif not isinstance(entry, CasesEntry | TopicsEntry):
            yield entry


def _explain_all(row: Brief, editor: Actor, at: datetime) -> None:
    fresh = Brief.objects.get(pk=row.pk)
    for found in found_in(fresh):
        if found.wants_words:
            explain(
                fresh, {"finding": found.key, "text": "本期件数较少，波动属正常，已逐件核对。"}, actor=editor, at=at
            )


def _read(row: Brief, rule: BriefKind, now: datetime) -> None:
    """Let half of the list have read it."""
    if not BriefReader.objects.filter(brief=row).exists():
        return
    for post in rule.readers[:2]:
        move_brief(row.pk, "read", {}, actor=_somebody((post,), now), at=now - timedelta(hours=1), seen=None, key="")


def _somebody(posts: tuple[Post, ...], now: datetime) -> Actor:
    """Return somebody who holds one of the posts: the first of them that anybody holds."""
    held = Holding.objects.filter(post__in=[str(post) for post in posts], unit=None, until=None).select_related("user")
    by_post = {one.post: one.user for one in held.order_by("-user__username")}
    user = next(by_post[str(post)] for post in posts if str(post) in by_post)
    return actor_of(user, at=now)
