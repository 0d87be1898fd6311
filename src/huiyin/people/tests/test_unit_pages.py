"""The pages of the units as people in their posts see them; here, because accounts lie above units."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.flow.times import travelling
from huiyin.people.tests.pages import signed_in_as
from huiyin.units.contacts import current_contacts
from huiyin.units.models import ContactRole, Unit
from huiyin.units.tests.trees import AT, make_unit


@pytest.fixture
def admin_page(cast):
    with travelling(AT):
        yield signed_in_as(cast["admin"])


def address(name, *args):
    return reverse(f"units:{name}", args=args)


def text_of(response):
    return response.content.decode()


def changed(client, unit, action, **said):
    return client.post(address("change", unit.pk, action), {"day": "2018-06-01", **said})


@pytest.mark.mission(30, 131)
def test_the_tree_shows_60_units_of_the_first_level_and_37_below_one_of_them(admin_page, units):
    for n in range(60 - 4):
        make_unit(f"市属单位{n}")
    for n in range(37 - 1):
        make_unit(f"合作单位{n}", units["east"])
    response = admin_page.get(address("tree"))
    counts = dict(response.context["counts"])
    assert next(iter(counts.values())) == 60
    assert sum(row.indent == "　　" for row in response.context["rows"]) == 37 + 1
    assert "东岸区政府" in text_of(response)


@pytest.mark.mission(183)
def test_the_tree_of_an_earlier_day_shows_the_old_names(admin_page, units):
    changed(admin_page, units["water"], "rename", name="市清源水务集团", short_name="清源水务")
    assert "市清源水务集团" in text_of(admin_page.get(address("tree")))
    before = text_of(admin_page.get(address("tree"), {"day": "2018-05-31"}))
    assert "市清源供水公司" in before and "市清源水务集团" not in before
    page = text_of(admin_page.get(address("unit", units["water"].pk)))
    assert "市清源供水公司" in page and "至 2018-06-01" in page


def test_a_page_for_a_day_that_is_none_shows_today(admin_page):
    assert admin_page.get(address("tree"), {"day": "2018-13-77"}).status_code == 200


def test_a_unit_is_opened_on_the_page(admin_page, units):
    page = admin_page.get(address("new"), {"parent": units["east"].pk})
    assert page.context["form"]["parent"].value() == str(units["east"].pk)
    said = {"name": "东岸区城管局", "parent": units["east"].pk, "day": "2018-06-01", "accepts_cases": "on"}
    assert admin_page.post(address("new"), said).status_code == 302
    opened = Unit.objects.get(name="东岸区城管局")
    assert opened.path.startswith(units["east"].path) and opened.accepts_cases


def test_a_refused_change_comes_back_as_its_form_with_the_reasons(admin_page, units):
    response = changed(admin_page, units["east"], "move", parent=units["street"].pk)
    assert response.status_code == 422
    assert "本单位或其下级" in text_of(response)
    units["east"].refresh_from_db()
    assert units["east"].parent is None


@pytest.mark.mission(139, 183)
def test_units_are_moved_merged_split_and_closed_on_the_page(admin_page, units):
    assert changed(admin_page, units["street"], "move", parent=units["west"].pk).status_code == 302
    parks = make_unit("园林局")
    split = changed(admin_page, units["bureau"], "split", into=[parks.pk], heir=units["bureau"].pk)
    assert split.status_code == 302
    assert changed(admin_page, units["bureau"], "merge", units=[units["water"].pk], why="机构改革").status_code == 302
    assert changed(admin_page, units["office"], "close", successor=units["bureau"].pk).status_code == 302
    gone = text_of(admin_page.get(address("unit", units["water"].pk)))
    assert "已撤销" in gone and "现由" in gone and "市城市管理局" in gone and "机构改革" in gone
    assert "园林局" in text_of(admin_page.get(address("unit", units["bureau"].pk)))


def test_a_closed_unit_offers_no_changes(admin_page, units):
    changed(admin_page, units["water"], "close")
    assert "更名" not in text_of(admin_page.get(address("unit", units["water"].pk)))
    assert changed(admin_page, units["water"], "rename", name="甲").status_code == 422


def test_duty_phone_and_pause_are_corrected_on_the_page(admin_page, units):
    assert changed(admin_page, units["water"], "correct", duty_phone="0371-1234567").status_code == 302
    page = text_of(admin_page.get(address("unit", units["water"].pk)))
    assert "0371-1234567" in page and "暂停接单" in page


@pytest.mark.mission(18, 137)
def test_the_three_contacts_are_named_on_the_page_and_the_one_before_stays_visible(admin_page, units):
    page, name = address("unit", units["water"].pk), address("contact", units["water"].pk)
    assert "缺少联系人：主要领导、分管领导、承办人" in text_of(admin_page.get(page))
    for role, person in [("head", "钱一"), ("leader", "孙二"), ("handler", "李三")]:
        said = {"role": role, "name": person, "phone": "0371-1", "mobile": "13800005521"}
        assert admin_page.post(name, said).status_code == 302
    with travelling(AT.replace(day=2)):
        admin_page.post(name, {"role": "handler", "name": "周四", "phone": "0371-2"})
        shown = text_of(admin_page.get(page))
    assert "缺少联系人" not in shown
    assert "以前的联系人" in shown and "李三" in shown and "周四" in shown


@pytest.mark.mission(175)
def test_changes_that_come_too_often_are_warned_of_and_logged(admin_page, units):
    name = address("contact", units["water"].pk)
    for day, person in enumerate(["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"], start=1):
        with travelling(AT.replace(day=day)):
            admin_page.post(name, {"role": "handler", "name": person, "phone": "0371-1"})
    with travelling(AT.replace(day=20)):
        assert "更换7次" in text_of(admin_page.get(address("unit", units["water"].pk)))
        listed = admin_page.get(address("contacts"))
        assert "更换7次" in text_of(listed) and len(listed.context["log"]) == 7
        some = admin_page.get(address("contacts"), {"from": "2018-06-02", "to": "2018-06-03"})
        assert [c.name for c in some.context["log"]] == ["丙", "乙"]
        assert [c.name_before for c in some.context["log"]] == ["乙", "甲"]


def test_a_contact_without_a_name_comes_back_with_the_reason(admin_page, units):
    response = admin_page.post(address("contact", units["water"].pk), {"role": "head", "name": "甲"})
    assert response.status_code == 422 and "至少填写一个电话" in text_of(response)


def test_units_without_contacts_are_listed(admin_page, units):
    gaps = dict(admin_page.get(address("contacts")).context["gaps"])
    assert gaps[units["water"]] == list(ContactRole)


def test_who_may_open_which_page(cast, units):
    unit, below, other = (address("unit", units[key].pk) for key in ("bureau", "office", "west"))
    may = {
        "admin": [address("tree"), address("contacts"), unit, below, other],
        "director": [address("tree"), address("contacts"), unit, below, other],
        "dispatcher": [address("contacts"), unit, below, other],
        "unit_handler": [unit, below],
        "lower_handler": [below],
        "other_handler": [other],
        "evaluator": [],
        "stranger": [],
    }
    pages = {address("tree"), address("contacts"), unit, below, other}
    for key, open_pages in may.items():
        client = signed_in_as(cast[key])
        assert {page for page in pages if client.get(page).status_code == 200} == set(open_pages), key
        assert {client.get(page).status_code for page in pages - set(open_pages)} <= {404}


def test_a_visitor_is_sent_to_the_sign_in(units):
    for page in (address("tree"), address("unit", units["water"].pk), address("new")):
        assert Client().get(page).headers["location"].startswith("/people/sign-in/?next=")


@pytest.mark.parametrize("key", ["director", "dispatcher", "unit_head", "stranger"])
def test_only_the_administrator_finds_the_changes(cast, units, key):
    client = signed_in_as(cast[key])
    assert client.get(address("new")).status_code == 404
    for action in ("rename", "move", "merge", "split", "close", "correct"):
        assert client.get(address("change", units["bureau"].pk, action)).status_code == 404
        assert client.post(address("change", units["bureau"].pk, action), {"day": "2018-06-01"}).status_code == 404


def test_each_change_has_its_form_and_no_other_exists(admin_page, units):
    for action in ("rename", "move", "merge", "split", "close", "correct"):
        assert admin_page.get(address("change", units["bureau"].pk, action)).status_code == 200
    assert admin_page.get(f"/units/{units['bureau'].pk}/explode/").status_code == 404


def test_a_units_leader_names_the_contacts_and_its_handler_does_not(cast, units):
    said = {"role": "handler", "name": "李三", "phone": "0371-1", "mobile": "13800005521"}
    name = address("contact", units["bureau"].pk)
    assert signed_in_as(cast["unit_handler"]).post(name, said).status_code == 404
    assert signed_in_as(cast["other_leader"]).post(name, said).status_code == 404
    assert signed_in_as(cast["unit_leader"]).post(name, said).status_code == 302
    assert current_contacts(units["bureau"].pk)[ContactRole.HANDLER].name == "李三"
    page = address("unit", units["bureau"].pk)
    assert "13800005521" in text_of(signed_in_as(cast["unit_leader"]).get(page))
    assert "13800005521" in text_of(signed_in_as(cast["dispatcher"]).get(page))
    masked = text_of(signed_in_as(cast["agent"]).get(page))
    assert "13800005521" not in masked and "138****5521" in masked


def test_a_phone_is_corrected_without_typing_the_rest_again(cast, units):
    leader = signed_in_as(cast["unit_leader"])
    name = address("contact", units["bureau"].pk)
    leader.post(name, {"role": "handler", "name": "李三", "phone": "0371-1", "mobile": "13800005521"})
    initial = leader.get(name, {"role": "handler"}).context["form"].initial
    assert initial == {"role": "handler", "name": "李三", "phone": "0371-1", "mobile": "13800005521"}


def test_the_tree_costs_the_same_number_of_statements_whatever_its_size(admin_page, units, django_assert_num_queries):
    admin_page.get(address("tree"))
    for n in range(40):
        make_unit(f"单位{n}")
    with django_assert_num_queries(5):
        admin_page.get(address("tree"))


def test_closing_a_unit_with_a_date_is_shown(admin_page, units):
    changed(admin_page, units["water"], "close")
    units["water"].refresh_from_db()
    assert units["water"].closed_on == date(2018, 6, 1)


def test_every_field_says_what_it_is_for():
    from huiyin.units import forms

    kinds = (
        forms.OpenForm, forms.NamesForm, forms.MoveForm, forms.MergeForm, forms.SplitForm, forms.CloseForm,
        forms.ParticularsForm, forms.ContactForm,
    )  # fmt: skip
    for kind in kinds:
        assert [name for name, field in kind.base_fields.items() if not field.help_text] == [], kind.__name__
