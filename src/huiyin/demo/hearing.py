"""How a matter comes in: heard on the phone, or collected from the web and screened."""

from datetime import timedelta
from typing import Any

from huiyin.cases.act import collect, register
from huiyin.demo.matter import Matter, Moments
from huiyin.demo.names import company, mobile, person
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Family
from huiyin.rulebook.shelf import book_for


def heard(matter: Matter) -> Moments:
    """Wait until the matter comes, and let it be registered or collected."""
    city, fate = matter.city.sketch.code, matter.fate
    book = book_for(city, local_day(fate.accept_at))
    if book.channel(fate.channel).online:
        yield from _collected(matter, book)
        return
    yield fate.accept_at
    before = timedelta(minutes=matter.rng.uniform(1, 6 if fate.channel == "phone" else 240))
    of_company = book.channel(fate.channel).family == Family.ENTERPRISE
    who = _company(matter) if of_company else _petitioner(matter)
    said = {**_said(matter, book), **who, "channel": fate.channel, "received_at": matter.at - before}
    agent = matter.city.cast.one(Post.ENTERPRISE_CLERK if of_company else Post.AGENT, matter.rng)
    matter.city.moves += 1
    matter.case_id = register(said, actor=agent, at=matter.at, city=city).case.pk
    matter.aim(0.12, 0.85)


def _collected(matter: Matter, book: Rulebook) -> Moments:
    fate = matter.fate
    yield fate.accept_at - timedelta(minutes=matter.rng.uniform(20, 600))
    words, clerk = matter.words(book), matter.city.cast.one(Post.OPINION_CLERK, matter.rng)
    said = {
        "channel": fate.channel, "title": words.title, "text": words.text,
        "account": f"网友{matter.rng.randrange(10**6)}",
        "received_at": matter.at - timedelta(minutes=matter.rng.uniform(10, 600)),
        "source_ref": f"{fate.accept_at:%y%m%d}{matter.rng.randrange(10**8):08d}",
    }  # fmt: skip
    matter.city.moves += 1
    matter.case_id = collect(said, actor=clerk, at=matter.at, city=matter.city.sketch.code).case.pk


def screened(matter: Matter) -> Moments:
    """The clerk reads what was collected: it is registered, refused, or left lying."""
    fate = matter.fate
    if fate.end == "not_screened":
        matter.left = True
        return
    yield max(fate.accept_at, matter.at)
    if fate.end == "refused":
        refuse(matter, Post.OPINION_CLERK)
    elif fate.end == "voided":
        matter.move("void", Post.REVIEWER, void_reason=matter.book.void_reasons[0].code)
    else:
        # What the message says of itself stays; the clerk supplies what is not there.
        said = {name: value for name, value in _said(matter, matter.book).items() if name != "text"}
        matter.move("screen", Post.OPINION_CLERK, **{**said, "title": matter.case.title})
        matter.aim(0.12, 0.85)


def refuse(matter: Matter, by: Post) -> None:
    """Tell the petitioner why the matter is not accepted, and which way to go."""
    open_to_agents = [r for r in matter.book.refusals if not (r.needs_old_number or r.needs_reviewer)]
    refusal = matter.rng.choice(open_to_agents)
    matter.move("refuse", by, refusal=refusal.code, route_told=refusal.route)


def _said(matter: Matter, book: Rulebook) -> dict[str, Any]:
    fate, words = matter.fate, matter.words(book)
    return {
        "title": words.title, "text": words.text, "occurred": "近日", "place": words.place, "object": words.object,
        "kind": fate.kind, "category": fate.topic, "territory": fate.territory, "urgency": fate.urgency,
        "important": fate.has("important"), "accused_unit": _accused(matter), "tags": _tags(matter),
        "wishes": [{"text": words.wish}, *([{"text": "请将办理结果告知本人"}] if matter.rng.random() < 0.15 else [])],
    }  # fmt: skip


def _accused(matter: Matter) -> Any:
    if matter.fate.kind != "report" or matter.rng.random() < 0.5:
        return None
    return matter.rng.choice(matter.city.directory.top).pk


def _tags(matter: Matter) -> list[str]:
    tags = matter.city.sketch.tags
    return [matter.rng.choice(tags)] if tags and matter.fate.has("tagged") else []


def _petitioner(matter: Matter) -> dict[str, Any]:
    rng, phone = matter.rng, mobile(matter.rng)
    if rng.random() < 0.05:
        return {"phone": phone, "anonymous": True}
    return {
        "name": person(rng), "phone": phone, "confidential": rng.random() < 0.04, "do_not_call": rng.random() < 0.01,
    }  # fmt: skip


def _company(matter: Matter) -> dict[str, Any]:
    """Return a company with the number of its office; companies are called afterwards and want to be."""
    return {"name": company(matter.rng), "phone": mobile(matter.rng), "petitioner_kind": "company"}
