"""Each notice leads to the thing that it tells of, where the reader may open it: else to its case, else nowhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.flow.ids import uuid7
from huiyin.moves.opening import is_known
from huiyin.notices.leading import lines_of
from huiyin.notices.models import Notice
from huiyin.notices.to_centre import TO_CENTRE
from huiyin.notices.to_units import TO_UNITS

NAMED_OTHERWISE = {"rollups": "recount"}
"""Verbs whose subject is not called as the verb begins."""


def test_whatever_is_told_of_can_be_opened():
    kinds = {verb.partition(".")[0] for verb in (*TO_UNITS, *TO_CENTRE)}
    assert [kind for kind in sorted(kinds) if not is_known(NAMED_OTHERWISE.get(kind, kind))] == []


@pytest.fixture
def where(kaifeng):
    """Where a notice leads for somebody: the word on the button and the address."""

    def lead(who, about_kind, about=None, case=None):
        notice = Notice(about_kind=about_kind, about=about or uuid7(), case=case)
        ((_, opening),) = lines_of([notice], kaifeng.stage.who(who))
        return opening and (opening.label, opening.address)

    return lead


@pytest.mark.django_db
def test_a_notice_leads_only_where_the_reader_may_go(kaifeng, where):
    case = kaifeng.dispatched()
    share, page = kaifeng.stage.share(case), f"/cases/{case.number}/"
    assert where("water.handler", "assignment", share.pk, case) == ("工单", f"{page}#share-{share.pk}")
    assert where("west.handler", "assignment", share.pk, case) is None
    # What is not there, or not for the reader, leads to the case all the same.
    assert where("dispatcher", "supervision", case=case) == ("工单", page)
    assert where("water.handler", "supervision") is None
    # Written before notices knew of what they tell.
    assert where("dispatcher", "", case=case) == ("工单", page)


@pytest.mark.django_db
def test_what_has_no_page_of_its_own_leads_to_its_list(where):
    assert where("water.handler", "season") == ("季节日历", "/hardcases/seasons/")
    assert where("water.handler", "duty") == ("值班", "/duty/")
    assert where("water.leader", "duty") == ("值班", "/duty/gaps/")
    assert where("director", "recount") == ("统计核对", "/rollups/")
    assert where("water.handler", "recount") is None


@pytest.mark.django_db
def test_a_hundred_notices_of_one_kind_take_the_statements_of_one(kaifeng):
    case, actor = kaifeng.dispatched(), kaifeng.stage.who("water.handler")
    share = kaifeng.stage.share(case)

    def statements(many):
        notices = [Notice(about_kind="assignment", about=share.pk, case=case) for _ in range(many)]
        notices += [Notice(about_kind="assignment", about=uuid7(), case=case) for _ in range(many)]
        with CaptureQueriesContext(connection) as said:
            assert all(opening for _, opening in lines_of(notices, actor))
        return len(said)

    statements(1)
    assert statements(100) == statements(1) == 2
