"""Every page as every post, in Chromium: nothing hinders anybody, and nothing is wider than a phone.

The walk begins at the first page of each person who signs in, at cases of every state, and at the citizens' pages, and follows
every link. It is done with Django's own client, which costs little. Chromium then opens at least one page of each view, and every
page on which stands an element that no page before had within the same two elements; each at both widths, without being loaded
anew between them. Left out is therefore only what is made of the same parts as a page that was looked at: the same list for a
second post, a second case that offers the same. Addresses that answer a form only are no pages; the few others at which none
stands are named in `NO_PAGES`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from walk.crawl import Visit, views, walk
from walk.figures import address_behind, length_of_list
from walk.looking import LAPTOP, PHONE, open_as, troubles_of, unlike
from walk.pictures import HEAVIEST, keep, small
from walk.places import CITIZEN, HALF_IN, beginnings, settle
from walk.town import Town, served, standing_still

from huiyin.cases.models import Assignment, Case
from huiyin.config.fixtures.browser import opened
from huiyin.flow.times import local_day
from huiyin.measures.kinds import Measure
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import this_year

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.django_db]

NO_PAGES = {
    "account_inactive": "leads back to the sign-in",
    "files:download": "hands out a file",
    "files:show": "hands out a picture",
    "callbacks:asked": "leads on to the objection",
    "briefs:chart": "hands out a picture",
    "health": "is read by a monitor",
}

LAPTOP_SCREEN, WALL_SCREEN = {"width": 1280, "height": 800}, {"width": 1920, "height": 1080}


@pytest.fixture(scope="module")
def town(
    chromium: "Browser", django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Kaifeng on a Wednesday morning.

    The browser is started first: its event loop gives this thread another connection than it had before.
    """
    with standing_still(django_db_blocker, "kaifeng", tmp_path_factory.mktemp("kaifeng")) as town:
        settle(town, "kaifeng")
        yield town


@pytest.fixture(scope="module")
def walked(town: Town) -> list[Visit]:
    """What everybody met on the way."""
    return [visit for who in (*town.people, CITIZEN, HALF_IN, "") for visit in walk(town, who, beginnings(town, who))]


def test_no_link_leads_nowhere(walked):
    nowhere = [f"{v.who}: {v.address} {v.status}" for v in walked if v.status != 200]
    assert not nowhere, "\n".join(nowhere)


def test_nothing_is_named_twice_on_a_page(walked):
    assert not [f"{v.who}: {v.address} {v.shape.twice}" for v in walked if v.shape.twice]


def test_every_address_was_walked(walked):
    forgotten = sorted(set(views()) - {v.view for v in walked} - set(NO_PAGES))
    assert not forgotten, "\n".join(forgotten)
    assert not set(NO_PAGES) & {v.view for v in walked if v.shape.is_document}


def test_the_list_behind_every_figure_is_as_long_as_the_figure_says(town):
    """Of the measures of all rooms: the page counts by the query by which the list is found."""
    scope = this_year(local_day(town.at))
    counters = [one for one in registry_for(scope.book) if isinstance(one, Measure)]
    counted = {one.name: number for one in counters if (number := one.rows(scope).count())}
    shown = [one for one in counters if one.name in counted]
    timeless = [one.name for one in counters if "?" not in address_behind(one, scope)]
    assert not timeless, "a list that does not know of which days"
    found = {one.name: length_of_list(town, "director", address_behind(one, scope)) for one in shown}
    assert found == {one.name: counted[one.name] for one in shown}
    assert len(shown) > 100 and len([one for one in shown if one.listed_at]) > 30


def test_no_page_hinders_anybody(town, walked, chromium, hindrances):
    with served() as url, opened(chromium, LAPTOP) as page:
        found = [said for visit in unlike(walked) for said in troubles_of(page, town, visit, url, hindrances)]
    assert not found, "\n".join(found)


PICTURES = {
    **{f"home-{post}": (post, "/") for post in (
        "agent", "opinion_clerk", "reviewer", "approver", "dispatcher", "auditor", "callback_agent", "supervisor", "director",
        "admin",
    )},
    "home-unit_handler": ("busy-unit_handler", "/"),
    "home-unit_head": ("busy-unit_head", "/"),
    "morning": ("director", "/morning/"),
    "register": ("agent", "/intake/new/"),
    "collect": ("opinion_clerk", "/intake/collect/"),
    "cases": ("director", "/cases/"),
    "case": ("director", "/cases/{case}/"),
    "case-unit": ("busy-unit_handler", "/cases/{share}/"),
    "callback": ("callback_agent", "/callbacks/"),
    "statistics": ("director", "/statistics/"),
    "citizen": (CITIZEN, "/portal/"),
    "citizen-about": (CITIZEN, "/portal/about/"),
    "citizen-figures": (CITIZEN, "/portal/figures/2026-04/"),
    "wall": ("director", "/wall/"),
    "citizen-submit": (CITIZEN, "/portal/submit/web/"),
    "citizen-case": (CITIZEN, "/portal/case/"),
}  # fmt: skip
SIZES = {"wall": WALL_SCREEN}
ON_A_PHONE = ("home-unit_handler", "citizen-figures", "case-unit", "home-director", "citizen-case")


def test_there_is_a_picture_of_each_home_and_of_the_pages_that_matter(town, chromium):
    """The town stands still at one moment, so that a picture differs only where the page does; see `docs/screens/README.md`."""
    wrong = []
    with served() as url, opened(chromium, LAPTOP_SCREEN) as page:
        for name, who, address in pictures(town):
            laptop = SIZES.get(name, LAPTOP_SCREEN)
            page.set_viewport_size(laptop)
            open_as(page, town, who, f"{url}{address}")
            for size, shown in ((laptop, name), (PHONE, f"{name}-phone")):
                if size is PHONE and name not in ON_A_PHONE:
                    continue
                page.set_viewport_size(size)
                made = small(page.screenshot(animations="disabled", caret="hide"))
                assert len(made) < HEAVIEST, f"{shown}: {len(made)} bytes"
                wrong.append(keep(shown, made))
    assert not any(wrong), "\n".join(filter(None, wrong))


def test_the_wall_fills_its_screen_without_scrolling_and_renews_itself(town, chromium, hindrances):
    with served() as url, opened(chromium, WALL_SCREEN) as page:
        page.clock.install()
        open_as(page, town, "director", f"{url}/wall/")
        size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert size == [WALL_SCREEN["width"], WALL_SCREEN["height"]]
        assert hindrances(page) == []
        page.evaluate("document.querySelector('.big').remove()")
        page.clock.fast_forward(61_000)
        page.locator(".big").wait_for()


def pictures(town: Town) -> Iterator[tuple[str, str, str]]:
    """Give name, person and address of each picture: the cases are those to which most has happened of the open ones."""
    units = town.people["busy-unit_handler"].holdings.values_list("unit_id", flat=True)
    shares = Assignment.objects.filter(unit__in=units, state="handling").order_by("-case__event_count", "case__number")
    told = {
        "case": Case.objects.filter(state="in_handling").order_by("-event_count", "number")[0].number,
        "share": shares.select_related("case")[0].case.number,
    }
    for name, (who, address) in PICTURES.items():
        yield name, who, address.format(**told)
