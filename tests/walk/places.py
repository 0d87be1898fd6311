"""What a town of the demo has not yet, so that rare pages are there to be walked; and where each person begins to walk."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from huiyin.assessment.act import ROUND_DOOR, appeal, open_round
from huiyin.assessment.models import Claim, Sheet
from huiyin.briefs.models import Brief
from huiyin.briefs.states import BriefState
from huiyin.callbacks.act import object_to
from huiyin.callbacks.queries import why_no_objection
from huiyin.cases.models import Assignment, Case
from huiyin.cases.states import CaseState
from huiyin.demo.building import build_city
from huiyin.demo.cities import sketch_of
from huiyin.demo.keeping_instructions import fill_instructions
from huiyin.demo.keeping_ladder import fill_ladder
from huiyin.demo.keeping_papers import fill_papers
from huiyin.demo.keeping_registers import fill_registers
from huiyin.demo.keeping_watch import fill_watch
from huiyin.demo.looking_again import look_again
from huiyin.demo.publishing import publish_last_month
from huiyin.demo.recent import play_recent_days
from huiyin.demo.ringing import ring_lately
from huiyin.demo.seeing_topics import see_topics
from huiyin.demo.supervising import supervise
from huiyin.desk.act import keep_view
from huiyin.desk.displays import add_display
from huiyin.dispatch.act import add_line
from huiyin.dispatch.models import CatalogueRow
from huiyin.escalation.act import write_circular
from huiyin.escalation.models import Circular
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.flow.times import local_day
from huiyin.insight.models import Alert, Topic
from huiyin.knowledge.act import ITEM_DOOR, Words, write_item, write_phrase
from huiyin.notices.models import Outgoing
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding, User
from huiyin.people.standing_in import NewDeputation, deputize, put_on_duty
from huiyin.portal.publishing import correct, prepare
from huiyin.portal.tests.citizen import Citizen
from huiyin.registers.models import Entry
from huiyin.registers.periods import read_period
from huiyin.registers.states import EntryState
from huiyin.rulebook.scheme_shelf import scheme_for
from huiyin.rulebook.shelf import book_for
from huiyin.supervision.models import Check, Urge
from huiyin.units.models import Unit
from walk.town import Town

CITIZEN, HALF_IN = "citizen", "half in"
"""Beside those who sign in: who follows a matter of the own, and who has typed the password and not yet the code."""

PASSWORD = "k7fm-2wqh-x9td"
CAREFUL, WILL_BE = "editor", "dispatcher"
"""Who signs in by two steps, and who is about to."""

GRADED = "graded-unit_leader"
"""The leader of the unit that lost the most points."""

SEES_NO_CASES = (Post.EVALUATOR, Post.ADMIN)
OF_TWO_STEPS = ("mfa_reauthenticate", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp")


def settle(town: Town, city: str) -> None:
    """Build the city with its last weeks, and what the demo leaves out."""
    people = build_city(sketch_of(city), PASSWORD)
    play_recent_days(sketch_of(city), now=town.at)
    town.people = {one.username: User.objects.get(username=one.username) for one in people} | _busy_people()
    book, day = book_for(city, local_day(town.at)), local_day(town.at)
    topic = book.category_leaves(day)[0].code
    _knowledge(town, city, topic)
    director, dispatcher = _actor(town, "director"), _actor(town, "dispatcher")
    line = CatalogueRow(category=topic, territory="", unit=Unit.objects.order_by("path").first(), since=day)
    add_line(line, actor=dispatcher, at=town.at)
    keep_view(reverse("desk:cases"), "本周超期", "late=1", actor=director, at=town.at)
    lends = NewDeputation(
        director.user_id, dispatcher.user_id, [Post.DIRECTOR], town.at, town.at + timedelta(days=3), "外出开会"
    )
    deputize(lends, actor=director, at=town.at)
    put_on_duty(dispatcher.user_id, None, since=town.at, until=town.at + timedelta(hours=8), actor=director, at=town.at)
    fill_registers(sketch_of(city), now=town.at)
    ring_lately(sketch_of(city), now=town.at)
    supervise(now=town.at)
    look_again(sketch_of(city), now=town.at)
    see_topics(town.at)
    fill_watch(sketch_of(city), now=town.at)
    fill_instructions(sketch_of(city), now=town.at)
    fill_ladder(sketch_of(city), now=town.at)
    fill_papers(sketch_of(city), now=town.at)
    _assessment(town, city)
    _public_statistics(town, city)
    _objection(town)
    _failed_message(town)
    _citizen(town, topic)
    _two_steps(town)


def beginnings(town: Town, who: str) -> list[str]:
    """Return the first page of a person, the search, and a case in every state for those who work on cases."""
    if who == CITIZEN:
        return ["/portal/", "/portal/submitted/", "/portal/case/", "/portal/lost-code/asked/"]
    if who == HALF_IN:
        return [reverse("mfa_authenticate")]
    if who == "":
        return ["/", "/portal/follow/"]
    begins = [
        "/",
        reverse("account_logout"),
        *(reverse("desk:case", args=[number]) for number in _cases_for(town, who)),
    ]
    if who == CAREFUL:
        begins += [reverse(name) for name in OF_TWO_STEPS]
    if who == WILL_BE:
        begins.append(reverse("mfa_activate_totp"))
    if who == GRADED:
        # The older round, at which a walk comes first, is closed for appeals.
        sheet = Claim.objects.latest("number").sheet
        begins.append(reverse("assessment:sheet", args=[sheet.round.number, sheet.pk]))
    if who in {"callback_agent", "supervisor"}:
        over = Case.objects.filter(state=CaseState.CLOSED).latest("closed_at").number
        begins.append(reverse("callbacks:of_case", args=[over]))
        begins += [reverse("callbacks:hear", args=[over])] if who == "callback_agent" else []
    if who == "busy-unit_handler":
        mine = Assignment.objects.filter(unit__in=_units_of(town, who), state="handling").select_related("case")
        chosen = [f"{share.pk}.{share.case.event_count}" for share in mine.order_by("id")[:2]]
        begins.append(f"{reverse('desk:reply_many')}?{urlencode({'chosen': chosen}, doseq=True)}")
    if who == "busy-unit_leader":
        published = Sheet.objects.filter(round__state="published", unit__in=_units_of(town, who)).select_related(
            "round"
        )
        begins += [reverse("assessment:sheet", args=[one.round.number, one.pk]) for one in published]
    if who == "supervisor":
        urged, check = Urge.objects.select_related("order").first(), Check.objects.first()
        begins += [
            reverse("supervision:urge_paper", args=[urged.order.number, urged.ordinal]),
            reverse("supervision:check", args=[check.pk]), reverse("rechecks:share_out"),
            reverse("escalation:circular_amend", args=[_draft_circular(town).number]),
        ]  # fmt: skip
    if who == "editor":
        draft = Brief.objects.filter(state=BriefState.DRAFT).latest("number").number
        told = Case.objects.filter(state=CaseState.CLOSED, stories=None).latest("closed_at").number
        inserting = ("choose_figure", "choose_case", "choose_story", "choose_table", "outside", "edit", "docx_back")
        begins += [reverse(f"briefs:{name}", args=[draft]) for name in inserting]
        begins += [reverse("insight:propose", args=[told]), reverse("insight:topic", args=[Topic.objects.first().pk])]
        begins.append(reverse("insight:alert", args=[Alert.objects.latest("found_at").pk]))
    if who == "enterprise_clerk":
        problems = Entry.objects.filter(register="forum_problems", state=EntryState.KEPT).order_by("number")
        begins.append(reverse("registers:case", args=[problems[0].number]))
    if who == "director":
        open_one = Case.objects.filter(state=CaseState.IN_HANDLING).earliest("id").number
        begins += [reverse("desk:joined_group", args=[open_one]), reverse("desk:alike_group", args=[open_one])]
        begins += ["/search/?q=%E8%B7%AF"]
        _, key = add_display("大厅东墙", actor=_actor(town, who), at=town.at)
        begins.append(reverse("desk:wall_enter", args=[key]))
    return begins


def _cases_for(town: Town, who: str) -> Iterable[str]:
    if _actor(town, who).holds(*UNIT_POSTS):
        own = Assignment.objects.filter(unit__in=_units_of(town, who)).order_by("state", "id")
        return dict(own.values_list("state", "case__number")).values()
    if _actor(town, who).holds(*SEES_NO_CASES):
        return []
    return dict(Case.objects.order_by("state", "id").values_list("state", "number")).values()


def _busy_people() -> dict[str, User]:
    """Return the people of the unit that has most in hand, by what they do there."""
    working = (
        Assignment.objects.filter(state="handling").values("unit").annotate(many=Count("id")).order_by("-many", "unit")
    )
    seats = Holding.objects.filter(unit=working[0]["unit"], until__isnull=True).select_related("user")
    return {f"busy-{seat.post}": seat.user for seat in seats}


def _units_of(town: Town, who: str) -> list[Any]:
    return [seat.unit_id for seat in _actor(town, who).seats if seat.unit_id]


def _actor(town: Town, who: str) -> Any:
    return actor_of(town.people[who], town.at)


def _draft_circular(town: Town) -> Circular:
    said = {
        "kind": "praise", "title": "关于表扬三家单位的通报", "text": "三家单位办理及时。",
        "named": [Unit.objects.order_by("path").first().pk],
    }  # fmt: skip
    return write_circular(said, actor=_actor(town, "supervisor"), at=town.at, city="kaifeng")


def _knowledge(town: Town, city: str, topic: str) -> None:
    editor = _actor(town, "editor")
    said = {"question": "公积金怎么提取？", "answer": "带身份证到政务大厅三楼办理。", "topic": topic,
            "owner": str(Unit.objects.order_by("path").first().pk)}  # fmt: skip
    item = write_item(said, actor=editor, at=town.at, city=city)
    ITEM_DOOR.move(item.pk, "publish", {}, actor=editor, at=town.at)
    write_phrase(
        Words("consult", "1", "公积金提取", "带身份证到三楼办理。", "consult", topic),
        actor=editor,
        at=town.at,
        city=city,
    )


def _assessment(town: Town, city: str) -> None:
    """The last weeks are assessed: one round frozen, to be issued again, one published, about which a unit appeals."""
    director, last = _actor(town, "director"), local_day(town.at) - timedelta(days=1)
    for days_ago in (20, 0):
        at = town.at - timedelta(days=days_ago)
        scheme = scheme_for("dandong-2010", last)
        row = open_round(
            last - timedelta(days=60), last - timedelta(days=days_ago), scheme, actor=director, at=at, city=city
        )
        ROUND_DOOR.move(row.pk, "publish", {}, actor=director, at=at)
        for action in ("decide", "freeze") if days_ago else ():
            ROUND_DOOR.move(row.pk, action, {}, actor=director, at=town.at)
    sheet = Sheet.objects.filter(round=row).annotate(many=Count("lost")).order_by("-many", "id")[0]
    leader = Holding.objects.filter(unit=sheet.unit, post=Post.UNIT_LEADER, until__isnull=True).select_related("user")[
        0
    ]
    town.people[GRADED] = leader.user
    one, *others = sheet.lost.order_by("id")
    assert others, "no unit has a second line about which to appeal"
    appeal(sheet, one, {"reason": "已按时办理", "evidence": "照片"}, actor=_actor(town, GRADED), at=town.at)


def _public_statistics(town: Town, city: str) -> None:
    """The last month is published and about to be corrected, the last year is drawn up."""
    director, published = _actor(town, "director"), publish_last_month(sketch_of(city), now=town.at)
    correct(published, {"reason": "补录漏计的工单"}, actor=director, at=town.at, city=city)
    year = read_period("year", str(town.at.year - 1))
    prepare(year, actor=director, at=town.at, city=city)


def _objection(town: Town) -> None:
    """Somebody is not content with the answer, and says so on the telephone."""
    over = Case.objects.filter(state=CaseState.CLOSED, petitioner__isnull=False).order_by("-closed_at", "id")
    open_to_it = next(case for case in over if not why_no_objection(case, town.at))
    said = {"undone": True, "words": "说修好了，路灯还是不亮，请再派人来看。"}
    object_to(open_to_it, said, actor=_actor(town, "callback_agent"), at=town.at)


def _failed_message(town: Town) -> None:
    case = Case.objects.filter(petitioner__isnull=False).order_by("id").first()
    Outgoing.objects.create(
        once="x", kind="accepted", about=case.pk, case=case, petitioner=case.petitioner, text="您反映的事项已受理",
        made_at=town.at, send_at=town.at, state="failed", attempts=8, error="Timeout",
    )  # fmt: skip


def _citizen(town: Town, topic: str) -> None:
    """Somebody who has submitted a matter and follows it."""
    citizen: Any = Citizen(SimpleNamespace(at=town.at, leaf=lambda: topic))
    citizen.submits()
    citizen.looks()
    town._clients[CITIZEN] = citizen.browser


def _two_steps(town: Town) -> None:
    """Somebody signs in by two steps and has done the first; the pages about them ask for the password once more."""
    TOTP.activate(town.people[CAREFUL], generate_totp_secret())
    RecoveryCodes.activate(town.people[CAREFUL])
    for who in (CAREFUL, WILL_BE):
        town.browser_of(who).post(reverse("account_reauthenticate"), {"password": PASSWORD})
    town._clients[HALF_IN] = Client()
    town._clients[HALF_IN].post(reverse("account_login"), {"login": CAREFUL, "password": PASSWORD})
