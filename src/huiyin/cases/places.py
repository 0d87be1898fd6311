"""The places of a case, of a unit's share of it, and of a unit's application: how pages and API move them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiyin.cases import choosing
from huiyin.cases.act import APPLICATION_DOOR, ASSIGNMENT_DOOR, move_case
from huiyin.cases.lifecycle import CASE
from huiyin.cases.lifecycle_parts import APPLICATION, ASSIGNMENT
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.queries import (
    application_facts,
    applications_visible_to,
    assignment_facts,
    case_facts,
    shares_visible_to,
    visible_to,
)
from huiyin.cases.sight import HIDDEN_TITLE, is_above_accused
from huiyin.files.act import Prepared, keep, prepare
from huiyin.files.limits import allowed_in_words
from huiyin.flow.actor import Actor
from huiyin.moves.place import Aid, Asking, Place, Uploads, register


def page_of(case: Case) -> str:
    """Return the address of a case's page."""
    return reverse("desk:case", args=[case.number])


def title_of(case: Case, actor: Actor) -> str:
    """Return number and title, as the viewer may read them."""
    return f"{case.number} {HIDDEN_TITLE if is_above_accused(actor, case.accused_path) else case.title}"


def _case_facts(row: Case, at: datetime) -> Any:
    return case_facts(row, row, at)


def _share_facts(row: Assignment, at: datetime) -> Any:
    return assignment_facts(row, row.case, at)


def _application_facts(row: Application, at: datetime) -> Any:
    return application_facts(row, row.case, at)


def _kept_as(kind: str, field: str = "") -> Any:
    """Make the rule that keeps files with a unit's share; the first one's id is told to the move as `field`."""

    def keep_with_share(asking: Asking, files: Sequence[Prepared]) -> Mapping[str, Any]:
        kept = [
            keep(file, subject_kind="assignment", subject_id=asking.row.pk, kind=kind, actor=asking.actor, at=asking.at,
                 case=asking.row.case)
            for file in files
        ]  # fmt: skip
        return {field: str(kept[0].pk)} if field else {}

    return keep_with_share


TO_JUDGE = Aid("cases/aids/reply.html", choosing.reply_to_judge)
DRAFT = Aid("cases/aids/reply.html", choosing.draft_to_judge)
QUESTION = Aid("cases/aids/question.html", choosing.question_to_answer)
TO_DECIDE = Aid("cases/aids/application.html", choosing.application_to_decide)

CASES = register(
    Place(
        CASE,
        move_case,
        visible_to,
        _case_facts,
        page_of,
        title_of,
        lookup="number",
        choices={
            "unit": choosing.units_that_take_cases,
            "units": choosing.units_that_take_cases,
            "accused_unit": choosing.any_unit,
            "category": choosing.topics_to_screen,
            "parent": choosing.cases_to_join,
            "link.other": choosing.cases_to_link,
            "cited": choosing.knowledge_to_cite,
            "unmet": choosing.wishes_by_number,
        },
        find={
            "merge.parent": choosing.case_by_number,
            "link.other": choosing.case_by_number,
            "answer_directly.cited": choosing.knowledge_by_number,
            "handle_directly.cited": choosing.knowledge_by_number,
        },
        lines={"ticks": choosing.wishes_to_tick},
        asked=dict.fromkeys(("instruct.leader", "instruct.leader_post"), choosing.leader_wrote_on_paper),
        initial={
            "screen": choosing.what_was_collected,
            "amend": choosing.what_was_registered,
            "pass_audit": choosing.answer_of_unit,
        },
        aids={
            "dispatch": Aid("cases/aids/where_to.html", choosing.precedents),
            "pass_audit": TO_JUDGE,
            "reject_reply": TO_JUDGE,
        },
    )
)

SHARES = register(
    Place(
        ASSIGNMENT,
        ASSIGNMENT_DOOR.move,
        lambda actor: shares_visible_to(actor).select_related("case", "unit", "above"),
        _share_facts,
        lambda share: f"{page_of(share.case)}#share-{share.pk}",
        lambda share, actor: f"{title_of(share.case, actor)} · {share.unit.short_name}",
        head=lambda share: share.case,
        choices={
            "sub_dispatch.unit": choosing.units_below,
            "unit": choosing.units_that_take_cases,
            "scan": choosing.scans,
        },
        lines={"wish_results": choosing.wishes_to_answer},
        initial={"reply": choosing.last_reply},
        aids={
            **dict.fromkeys(("answer_unit", "answer_centre"), QUESTION),
            "sub_dispatch": Aid("cases/aids/where_to.html", lambda asking: {}),
            "reply": Aid("cases/aids/came_back.html", choosing.why_it_came_back),
            "reassign": Aid("cases/aids/where_to.html", choosing.precedents),
            **dict.fromkeys(
                ("sign_off", "sign_off_on_paper", "send_back_draft", "accept_below", "reject_below"), DRAFT
            ),
        },
        uploads={
            "reply": Uploads("佐证材料", allowed_in_words(), prepare, _kept_as("evidence")),
            "sign_off_on_paper": Uploads(
                "上传签字扫描件", "打印转办单签字后扫描或拍照", prepare, _kept_as("scan", "scan")
            ),
        },
    )
)

APPLICATIONS = register(
    Place(
        APPLICATION,
        APPLICATION_DOOR.move,
        lambda actor: applications_visible_to(actor).select_related("case", "assignment__unit", "suggested_unit"),
        _application_facts,
        lambda application: f"{page_of(application.case)}#application-{application.pk}",
        lambda application, actor: f"{title_of(application.case, actor)} · {application.get_kind_display()}",
        head=lambda application: application.case,
        choices={"unit": choosing.units_that_take_cases},
        initial={
            "grant_extension": choosing.until_asked,
            "reassign": choosing.unit_suggested,
            "arbitrate_to": choosing.unit_suggested,
        },
        aids={move.action: TO_DECIDE for move in APPLICATION if not move.hidden},
    )
)
