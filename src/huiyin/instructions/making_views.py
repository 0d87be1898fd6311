"""Making: a matter is laid before leaders, a paper instruction is entered, an instruction becomes many cases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.choosing import topics, unit_pairs
from huiyin.cases.models import Case
from huiyin.files.act import Prepared, prepare
from huiyin.files.problems import UploadRefused
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask, clean
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.instructions import asks, queries
from huiyin.instructions.act import NewMatter, Place, enter_new, open_cases, present
from huiyin.instructions.choosing import leader_pairs
from huiyin.instructions.models import CASES, Instruction
from huiyin.instructions.places import NO_PHOTO, PHOTO_HELP, PHOTO_LABEL
from huiyin.instructions.shown import shown
from huiyin.instructions.states import InstructionState
from huiyin.instructions.who import (
    LINE_SECRETARIES,
    OPENERS,
    PRESENTERS,
    SECRETARIES,
    does_anywhere,
    enters_for,
    for_whom,
    opens_for,
    presents_for,
)
from huiyin.moves.form import FILES as FILES_FIELD
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.place import Uploads
from huiyin.moves.taking import status_of
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.models import Unit
from huiyin.units.queries import active, within

FILES = Uploads("材料原件、签批照片", "可选几个文件：图片、PDF、Word、Excel", prepare, lambda asking, files: {})
PAPER = replace(FILES, label=PHOTO_LABEL, help=f"{PHOTO_HELP}；材料原件可一并附上", missing=lambda asking: NO_PHOTO)
MOST_PLACES = 50


def _papers(book: Rulebook) -> list[tuple[str, str]]:
    return [(CASES, "工单"), *((one.code, one.label) for one in book.instructions.papers)]


def _channels(book: Rulebook) -> list[tuple[str, str]]:
    return [(channel.code, channel.label) for channel in book.channels]


MATTER = (
    Ask("numbers", "工单编号", required=False, longest=2000, help="可填几件，用逗号隔开；不是工单的不填"),
    Ask("kind", "材料", "choice", required=False, choices=_papers, help="工单可不选"),
    Ask("title", "标题", required=False, longest=120, help="工单可不填，取工单标题"),
    Ask("about", "所属时段", required=False, longest=80, help="报告跨几个时段的都写上，如 2018年上半年和7月"),
    Ask("text", "内容", "lines", required=False, longest=20000),
    Ask("channel", "来源渠道", "choice", required=False, choices=_channels, help="工单按工单的渠道统计，不必选"),
)
PRESENT = (
    Ask("leaders", "呈送领导", "choices", choices=lambda book: []),
    *MATTER,
    Ask("advice", "拟办意见", "lines", required=False, longest=500),
)
LEADER = Ask("leader", "批示领导", "choice", choices=lambda book: [])
SHARED = (
    Ask("places", "逐件填写", "lines", longest=20000, help="一行一件：事项，或“事项 | 地点”"),
    Ask("kind", "诉求性质", "choice", choices=lambda book: [(k.code, k.label) for k in book.kinds]),
    Ask("category", "事项分类", "choice", choices=lambda book: []),
    Ask("channel", "来源渠道", "choice", choices=_channels),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PRESENTERS, on_own_line=True)
def present_matter(request: HttpRequest) -> HttpResponse:
    """Lay a case or a paper before leaders of the city, or of the own line."""
    actor, now = actor_in(request), times.now()
    book, centre = _book(now), _centre(request, actor, presents_for)
    known = leader_pairs(book, now, centre=centre)
    only = [code for code, _ in known] if len(known) == 1 else []
    begun = {"numbers": request.GET.get("case", "")[:40], "leaders": only}
    form = _form(request, PRESENT, book, {"leaders": known}, begun)

    def made() -> HttpResponse:
        said = form.said()
        leaders = [one for one in said["leaders"] or [] if one in dict(known)]
        rows = present(
            _matter_of(said, actor, book, form), leaders, actor=actor, at=now, city=settings.CITY, key=form.key,
            centre=centre,
        )  # fmt: skip
        messages.success(request, f"已呈{'、'.join(row.leader.name for row in rows if row.leader)}阅示")
        return redirect("instructions:one", rows[0].number)

    return _made(request, form, made, "呈领导阅示", "呈阅")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*SECRETARIES, *LINE_SECRETARIES)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a paper instruction on what had not been laid before the leader here."""
    actor, now = actor_in(request), times.now()
    if not does_anywhere(actor, enters_for):
        raise Http404
    book, centre = _book(now), _centre(request, actor, enters_for)
    leaders, units = leader_pairs(book, now, centre=centre), active(local_day(now))
    units = units & within([centre.path]) if centre else units
    choices = {"leader": leaders, "units": unit_pairs(units), "onward": leaders}
    begins = {"written_on": local_day(now), "mark": "instructed"}
    if actor.acting_for:
        begins["leader"] = actor.acting_for
    kind = _renamed(asks.ENTER, "kind", "instruction_kind")
    # What one has before the eyes comes first: who wrote, on what, and what.
    form = _form(request, (LEADER, *MATTER[:3], *kind, *MATTER[3:]), book, choices, begins, PAPER)

    def made() -> HttpResponse:
        said = form.said()
        wanted = {ask.name: said[ask.name] for ask in asks.ENTER if ask.name != "kind"}
        wanted["kind"] = said["instruction_kind"]
        leader = said["leader"] if said["leader"] in dict(choices["leader"]) else None
        if leader is None:
            raise Refused([], {"leader": "请选择领导"})
        photos = _looked_at(form)
        if not photos:
            raise Refused([], {FILES_FIELD: NO_PHOTO})
        row = enter_new(
            _matter_of(said, actor, book), leader, wanted, actor=actor, at=now, city=settings.CITY, key=form.key,
            photos=photos, centre=centre,
        )  # fmt: skip
        messages.success(request, f"已录入 {row.name}，{'请第二人核对' if row.state == 'to_check' else '已生效'}")
        return redirect("instructions:one", row.number)

    return _made(request, form, made, "登记纸质批示", "录入")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OPENERS, on_own_line=True)
def split(request: HttpRequest, number: int) -> HttpResponse:
    """Register a case for each of the places or problems that an instruction names."""
    actor, now = actor_in(request), times.now()
    rows = queries.visible_to(actor).filter(state__in=(InstructionState.TO_ASSIGN, InstructionState.IN_HAND))
    row = get_object_or_404(rows.select_related("ledger", "matter", "leader", "centre"), number=number)
    if not opens_for(actor, row.centre_id):
        raise Http404
    book = _book(now)
    begins = {"channel": row.matter.channel or book.channels[0].code, "kind": _usual_kind(book)}
    form = _form(request, SHARED, book, {"category": topics(book, local_day(now))}, begins, None)

    def made() -> HttpResponse:
        said, errors = clean((SHARED[0],), {"places": form.said()["places"]}, book)
        if errors:
            raise Refused([], errors)
        shared = {name: form.said()[name] for name in ("kind", "category", "channel")}
        places = _places(said["places"], row)
        cases = open_cases(row, places, shared, actor=actor, at=now, city=settings.CITY, key=form.key)
        messages.success(request, f"已登记 {len(cases)} 件，按规定审核、转办")
        return redirect("instructions:one", number)

    return _made(request, form, made, "据批示拆成工单", "逐件登记", shown(row, actor))


def _centre(request: HttpRequest, actor: Actor, may: Callable[[Actor, UUID | None], bool]) -> Unit | None:
    """Return for whom the viewer does this: the city (None), else the own line, of several that of the case that is named."""
    named = request.POST.get("numbers") or request.GET.get("case", "")
    cases, _ = queries.cases_named(named[:2000], actor) if named and actor.own_centres else ([], [])
    centre = for_whom(actor, may, cases[0].centre_id if cases else None)
    return Unit.objects.get(pk=centre) if centre else None


def _places(text: str, row: Instruction) -> list[Place]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_PLACES:
        raise Refused([], {"places": f"一次最多{MOST_PLACES}件，现有{len(lines)}件"})
    found = []
    for line in lines:
        what, _, where = (part.strip() for part in line.replace("｜", "|").partition("|"))
        found.append(
            Place(what or where, f"领导批示（{row.name}）：{what or where}{f'，{where}' if where else ''}", where)
        )
    return found


def _matter_of(said: Mapping[str, Any], actor: Actor, book: Rulebook, form: MoveForm | None = None) -> NewMatter:
    names = [ask for ask in (*MATTER, *PRESENT[-1:]) if ask.name in said]
    told, errors = clean(names, {ask.name: said[ask.name] for ask in names}, book)
    if errors:
        raise Refused([], errors)
    cases = _cases_of(told["numbers"], actor)
    kind = told["kind"] or (CASES if cases else "")
    if not kind:
        raise Refused([], {"kind": "请填写工单编号，或选择材料"})
    title = told["title"] or _title_of(cases)
    return NewMatter(
        title, kind, cases, told["about"], told["text"], None, told["channel"], told.get("advice", ""),
        _looked_at(form) if form else (),
    )  # fmt: skip


def _title_of(cases: Sequence[Case]) -> str:
    if not cases:
        return ""
    return cases[0].title if len(cases) == 1 else f"{cases[0].title[:100]}等{len(cases)}件"


def _cases_of(text: str, actor: Actor) -> list[Case]:
    found, unknown = queries.cases_named(text, actor)
    if unknown:
        raise Refused([], {"numbers": f"没有这些工单：{'、'.join(unknown)}"})
    return found


def _looked_at(form: MoveForm) -> list[Prepared]:
    try:
        return [prepare(upload) for upload in form.uploaded]
    except UploadRefused as problem:
        raise Refused([str(problem)]) from problem


def _form(
    request: HttpRequest, wanted: Sequence[Ask], book: Rulebook, choices: Mapping[str, Any], initial: Mapping[str, Any],
    uploads: Uploads | None = FILES,
) -> MoveForm:  # fmt: skip
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return form_for(wanted, book, choices, data, files=files, initial=initial, uploads=uploads)


def _made(request: HttpRequest, form: MoveForm, made: Any, title: str, button: str, about: Any = None) -> HttpResponse:
    status = 200
    if request.method == "POST":
        try:
            done: HttpResponse = made()
            return done
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
    context = {"form": form, "title": title, "button": button, "shown": about}
    return render(request, "instructions/form.html", context, status=status)


def _renamed(wanted: Sequence[Ask], old: str, name: str) -> list[Ask]:
    return [replace(ask, name=name) if ask.name == old else ask for ask in wanted]


def _usual_kind(book: Rulebook) -> str:
    return next((kind.code for kind in book.kinds if kind.code == "complaint"), book.kinds[0].code)


def _book(now: Any) -> Rulebook:
    return book_for(settings.CITY, local_day(now))
