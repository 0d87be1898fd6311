"""Work lists show what the viewer may see, narrowed and in order, page by page, at the same price for any number."""

import re
from datetime import timedelta

from huiyin.cases.models import Case
from huiyin.desk.tests.signed_in import text_of

NUMBER = re.compile(r"K\d{8}-\d{4}")


def numbers(response):
    found = NUMBER.findall(re.sub(r"href=\"[^\"]*\"", "", text_of(response)))
    return list(dict.fromkeys(found))


def many(stage, count, **other):
    made = []
    for number in range(count):
        stage.later(minutes=1)
        made.append(stage.register(title=f"第{number}件", phone=f"1390000{number:04}", **other).case)
    return made


def test_the_newest_stand_first_and_each_line_says_what_it_is(stage, sign_in):
    first, second = many(stage, 2)
    page = sign_in(stage, "supervisor").get("/cases/")
    assert numbers(page) == [second.number, first.number]
    for word in ("第0件", "电话", stage.book.category(stage.leaf()).name, '<span class="chip info">已登记</span>'):
        assert word in text_of(page)
    assert text_of(page).count('<td class="number"><a href="/cases/') == 2


def test_each_filter_leaves_what_it_says(stage, sign_in):
    made = {"late": stage.dispatch(stage.register().case)}
    stage.move(made["late"], "recall", "dispatcher", reason="派错")
    stage.later(days=20)
    made["sent"] = stage.dispatch(stage.register().case)
    stage.later(minutes=1)
    made["waiting"] = stage.register(kind="consult").case
    stage.later(minutes=1)
    made["urgent"] = stage.register(urgency="urgent", channel="visit").case
    left = {
        "state=in_handling": ["sent"],
        "state=registered": ["urgent", "waiting"],
        "urgency=urgent": ["urgent"],
        "kind=consult": ["waiting"],
        "channel=visit": ["urgent"],
        "late=1": ["late"],
        "number=K20180604-0001": ["late"],
        "from=2018-06-20": ["urgent", "waiting", "sent"],
        "to=2018-06-19": ["late"],
    }
    browser = sign_in(stage, "supervisor")
    for query, wanted in left.items():
        assert numbers(browser.get(f"/cases/?{query}")) == [made[key].number for key in wanted], query


def test_a_unit_and_a_topic_stand_for_all_below_them(stage, sign_in):
    street = stage.dispatch(stage.register().case, "street")
    water = stage.dispatch(stage.register().case, "water")
    browser = sign_in(stage, "supervisor")
    assert numbers(browser.get(f"/cases/?unit={stage.units['east'].path}")) == [street.number]
    top = stage.book.tree.lineage(stage.leaf())[0]
    assert numbers(browser.get(f"/cases/?category={top}")) == [water.number, street.number]


def test_what_no_filter_and_no_order_is_called_is_not_obeyed(stage, sign_in):
    many(stage, 2)
    browser = sign_in(stage, "supervisor")
    for query in (
        "petitioner__name__startswith=x", "petitioner__phone_hash__isnull=0", "sort=petitioner__phone",
        "sort=query_hash", "state__in=x", "unit=../../", "category=' or 1=1", "after=garbage",
    ):  # fmt: skip
        response = browser.get(f"/cases/?{query}")
        assert response.status_code == 200, query
        assert len(numbers(response)) == 2, query
        assert "note warning" in text_of(response), query


def test_the_rest_is_on_the_next_page_and_no_row_is_shown_twice(stage, sign_in):
    made = many(stage, 60)
    browser = sign_in(stage, "supervisor")
    first = browser.get("/cases/")
    following = re.search(r'rel="next" href="([^"]+)"', text_of(first)).group(1).replace("&amp;", "&")
    shown = numbers(first) + numbers(browser.get(f"/cases/{following}"))
    assert shown == [case.number for case in reversed(made)]


def test_a_unit_sees_its_own_and_what_lies_below_it_and_the_accused_sees_nothing(stage, sign_in):
    mine = stage.dispatch(stage.register().case, "street")
    other = stage.dispatch(stage.register().case, "water")
    report = stage.register(kind="report", accused_unit=stage.units["street"].pk, title="举报王某收礼").case
    report = stage.dispatch(report, "east")
    for who, wanted in (("street.handler", [mine]), ("east.handler", [report, mine]), ("community.handler", [])):
        page = sign_in(stage, who).get("/cases/")
        assert numbers(page) == [case.number for case in wanted]
        assert other.number not in text_of(page)
    assert "举报王某收礼" not in text_of(sign_in(stage, "east.handler").get("/cases/"))
    assert "举报王某收礼" in text_of(sign_in(stage, "supervisor").get("/cases/"))


def test_late_is_red_with_the_days_and_a_case_on_the_ledger_is_not_late(stage, sign_in):
    case = stage.dispatch(stage.register().case)
    share = stage.sign(case)
    stage.later(days=30)
    assert '<span class="due late">' in text_of(sign_in(stage, "supervisor").get("/cases/"))
    assert '<span class="due late">' in text_of(sign_in(stage, "water.handler").get("/shares/"))
    said = {"reason": "须等规划", "plan": "列入明年", "review_on": (stage.at + timedelta(days=10)).date()}
    stage.move_share(share, "ask_suspension", "water.handler", **said)
    stage.decide(share.applications.get(), "grant_suspension", "dispatcher", decision="同意")
    page = text_of(sign_in(stage, "supervisor").get("/cases/"))
    assert "挂账，期限暂停" in page
    assert "due late" not in page
    assert "期限暂停" in text_of(sign_in(stage, "water.handler").get("/shares/"))


# -- what a list costs -------------------------------------------------------------------------------------------------

MOST_STATEMENTS = 6


def cost(browser, address):
    assert browser.get(address).status_code == 200
    return browser.statements


def fill(stage, count):
    for number in range(count):
        stage.dispatch(stage.register(phone=f"1390000{number:04}").case)
        stage.register(phone=f"1370000{number:04}")


LISTS = [
    ("supervisor", "/cases/"),
    ("supervisor", "/cases/?state=in_handling&sort=due"),
    ("supervisor", "/cases/?sort=due&late=1"),
    ("director", "/waiting/registered/"),
    ("water.handler", "/cases/"),
    ("water.handler", "/shares/?tab=sign"),
    ("dispatcher", "/applications/"),
    ("section_chief", "/waiting/approval/"),
]


def test_a_list_costs_at_most_six_statements_with_ten_rows_and_with_fifty(stage, sign_in):
    browsers = {who: sign_in(stage, who) for who, _ in LISTS}
    for browser in browsers.values():
        browser.get("/")  # the first one writes the session
    fill(stage, 5)
    with_ten = [cost(browsers[who], address) for who, address in LISTS]
    fill(stage, 25)
    assert Case.objects.count() == 60
    with_sixty = [cost(browsers[who], address) for who, address in LISTS]
    assert max(with_ten) <= MOST_STATEMENTS
    # Where all rows are on one page, its end is found out by a statement that a full page does not need.
    assert all(more <= less for more, less in zip(with_sixty, with_ten, strict=True))
