"""A unit is told how its claim was decided, in the words of the decision; nobody else is."""

import pytest
from django.test import Client

from huiyin.assessment.act import CLAIM_DOOR, appeal, ask_exclusion
from huiyin.assessment.tests.test_rounds import CLAIMED, Playing
from huiyin.flow.times import travelling
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.notices.models import Notice
from huiyin.notices.queries import visible_to
from huiyin.people.models import User

WORDS = "故障属实，不扣分；请下次当日报备"


@pytest.fixture
def june(dandong) -> Playing:
    return Playing(*dandong)


def told(june: Playing, who: str) -> list[str]:
    """Return of which decisions somebody was told."""
    deliver_all(lambda: june.stage.at)
    assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))
    return list(visible_to(june.stage.who(who)).filter(kind="claim_decided").values_list("text", flat=True))


def an_appeal(june: Playing):
    round_ = june.moves(june.opens(), "publish")
    lost = round_.sheets.get(unit=june.stage.units["west"]).lost.filter(code="evasion").get()
    return appeal(lost.sheet, lost, CLAIMED, actor=june.stage.who("west.leader"), at=june.stage.at)


def an_exclusion(june: Playing):
    stage = june.stage
    said = {"why": "unlawful", **CLAIMED}
    case, unit = june.cases["dissatisfied"], stage.units["west"]
    return ask_exclusion(case, unit, said, actor=stage.who("west.handler"), at=stage.at)


@pytest.mark.parametrize(
    ("asks", "label"), [(an_appeal, "扣分申诉"), (an_exclusion, "不计考核")], ids=["appeal", "exclusion"]
)
@pytest.mark.parametrize(("action", "how"), [("grant", "成立"), ("deny", "不成立")], ids=["grant", "deny"])
def test_the_unit_hears_how_its_claim_was_decided_and_in_which_words(june, asks, label, action, how):
    claim = asks(june)
    june.decides(claim, "review", "assessor", opinion="请复核")
    assert told(june, "west.handler") == []
    june.decides(claim, action, "director", decision=WORDS)
    line = f"考核申请{claim.name}（{label}，工单{claim.case.number}）经复核{how}：{WORDS}"
    for who in ("west.handler", "west.leader", "west.head"):
        assert told(june, who) == [line]
    for who in ("water.handler", "water.head", "assessor", "director", "stranger"):
        assert told(june, who) == []


def test_the_notice_leads_to_the_claim(june):
    claim = an_appeal(june)
    june.decides(claim, "review", "assessor", opinion="请复核")
    june.decides(claim, "grant", "director", decision=WORDS)
    assert told(june, "west.leader")
    client = Client()
    client.force_login(
        User.objects.get(pk=june.stage.who("west.leader").user_id), backend="huiyin.people.backends.ByNumber"
    )
    with travelling(june.stage.at):
        page = client.get("/notices/").content.decode()
        assert WORDS in page and "考核申请结果" in page
        notice = Notice.objects.get(kind="claim_decided", post="unit_leader")
        opened = client.post(f"/notices/{notice.pk}/read/", {"open": "1"})
    assert opened["Location"] == f"/assessment/claims/{claim.number}/"


def test_what_is_withdrawn_or_only_reviewed_tells_nobody(june):
    claim = an_appeal(june)
    june.decides(claim, "review", "assessor", opinion="请复核")
    CLAIM_DOOR.move(claim.pk, "withdraw", {}, actor=june.stage.who("west.leader"), at=june.stage.at)
    assert told(june, "west.handler") == []
