"""At the counter a matter is registered while the caller is on the line; nothing that was typed is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from huiyin.cases.act import collect
from huiyin.cases.models import Case, Petitioner
from huiyin.cases.petitioners import contact_of
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import travelling
from huiyin.intake.queries import looks_mistyped
from huiyin.people.models import Holding, User

PHONE = "13911112222"


class Counter:
    """A browser at the counter, at the moment of the stage."""

    def __init__(self, stage: Stage, who: str) -> None:
        self.stage, self.client = stage, Client()
        user = User.objects.get(pk=stage.who(who).user_id)
        self.client.force_login(user, backend="huiyin.people.backends.ByNumber")

    def get(self, address="/intake/new/"):
        with travelling(self.stage.at):
            return self.client.get(address)

    def post(self, said, address="/intake/new/", **more):
        with travelling(self.stage.at):
            return self.client.post(address, said, **more)

    def said(self, **other):
        """What the agent types, in the names of the form."""
        return {
            "step": "register", "phone": PHONE, "name": "张三丰", "channel": "phone", "kind": "complaint",
            "title": "柳巷路口路灯不亮", "text": "三盏路灯已一周不亮。", "wishes": "尽快修好路灯\n告知何时巡检",
            "occurred": "上周起", "place": "柳巷与榆园路口", "object": "路灯", "category": self.stage.leaf(),
            "urgency": "ordinary", **other,
        }  # fmt: skip


def text(response):
    return unescape(response.content.decode())


def code_of(response):
    found = re.search(r"<dt>查询码</dt><dd class=\"number big\">([^<]+)</dd>", text(response))
    return found and found.group(1)


@pytest.fixture
def stage(db):
    stage = set_stage("kaifeng")
    since = stage.at - timedelta(days=30)
    Holding.objects.bulk_create(
        Holding(user_id=actor.user_id, post=seat.post, unit_id=seat.unit_id, since=since)
        for actor in stage.actors.values()
        for seat in actor.seats
    )
    return stage


@pytest.fixture
def agent(stage):
    return Counter(stage, "agent")


# -- registering ---------------------------------------------------------------------------------------------------


@pytest.mark.mission(81)
def test_a_matter_is_registered_with_its_wishes_one_on_each_line(stage, agent):
    response = agent.post(agent.said())
    case = Case.objects.get()
    assert response.status_code == 200
    assert case.number in text(response)
    assert [wish.text for wish in case.wishes.order_by("ordinal")] == ["尽快修好路灯", "告知何时巡检"]
    assert (case.state, case.registered_by_id) == ("registered", stage.who("agent").user_id)
    assert contact_of(case.petitioner).phone == PHONE


def test_the_query_code_is_told_and_the_page_is_kept_nowhere(stage, agent):
    response = agent.post(agent.said())
    assert re.fullmatch(r"[0-9]{10}", code_of(response))
    assert "no-store" in response["Cache-Control"]


def test_a_registration_sent_twice_is_one_case_and_who_lost_the_receipt_gets_it_again_for_some_minutes(stage, agent):
    said = agent.said(move_key="k1")
    code = code_of(agent.post(said))
    assert code_of(agent.post(said)) == code
    stage.later(minutes=11)
    late = agent.post(said)
    assert code_of(late) is None
    assert "先前已提交，没有重复登记" in text(late)
    assert Case.objects.count() == 1


def test_a_refused_registration_keeps_all_that_was_typed_and_tells_every_reason(stage, agent):
    response = agent.post(agent.said(title="", category="", text="写了很长一段经过"))
    shown = text(response)
    assert response.status_code == 422
    for word in ("请填写标题", "请填写事项分类", "写了很长一段经过", "尽快修好路灯\n告知何时巡检", PHONE):
        assert word in shown
    assert not Case.objects.exists()


def test_what_lacks_of_the_essentials_is_named(stage, agent):
    shown = text(agent.post(agent.said(place="", occurred="", object="")))
    assert "还缺" in shown
    assert not Case.objects.exists()


def test_anonymous_and_confidential_are_two_things(stage, agent):
    agent.post(agent.said(name="", anonymous="on"))
    agent.post(agent.said(confidential="on", title="另一件", text="另一段"))
    first, second = Case.objects.order_by("id")
    assert (first.anonymous, first.confidential) == (True, False)
    assert (second.anonymous, second.confidential) == (False, True)


def test_only_topics_of_the_finest_level_that_hold_today_can_be_chosen(stage, agent):
    shown = text(agent.get())
    leaves = {category.code for category in stage.book.category_leaves(stage.at.date())}
    select = re.search(r'<select name="category".*?</select>', shown, re.S).group()
    assert set(re.findall(r'<option value="(\w+)"', select)) == leaves
    assert "data-search" in select


def test_what_was_typed_does_not_become_markup(stage, agent):
    evil = "<script>alert(1)</script>"
    refused = agent.post(agent.said(title=evil, text=evil, wishes=evil, category="")).content.decode()
    made = agent.post(agent.said(title=evil, text=evil, wishes=evil)).content.decode()
    assert evil not in refused
    assert evil not in made


def test_what_can_be_done_at_once_stands_on_the_receipt(stage, agent):
    shown = text(agent.post(agent.said()))
    number = Case.objects.get().number
    for label, action in (("直接答复", "answer_directly"), ("直接办理", "handle_directly"), ("不予受理", "refuse"),
                          ("转外部", "transfer_out"), ("提交审核", "submit_for_review")):  # fmt: skip
        assert f'href="/moves/case/{number}/{action}/"' in shown
        assert label in shown
    said = {"answer": "已告知办理地点", "way": "phone", "result": next(r.code for r in stage.book.results if r.solves)}
    assert agent.post(said, f"/moves/case/{number}/answer_directly/").status_code == 302
    assert Case.objects.get().outcome == "direct_answer"


# -- the caller ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_htmx", [True, False])
def test_the_number_shows_masked_who_calls_with_earlier_and_open_cases(stage, agent, is_htmx):
    old = stage.register(phone=PHONE, name="张三丰", title="旧事").case
    address, said = ("/intake/look/", {}) if is_htmx else ("/intake/new/", {"step": "look"})
    shown = text(agent.post({**agent.said(), **said, "step": said.get("step", "")}, address))
    for word in ("张**", "139****2222", old.number, "旧事", "同一件事请用催单或补充"):
        assert word in shown
    for action in ("hurry", "supplement"):
        assert f"/moves/case/{old.number}/{action}/" in shown
    assert "张三丰" not in shown.replace('value="张三丰"', "")
    assert Case.objects.count() == 1


def test_looking_up_loses_nothing_and_complains_of_nothing(stage, agent):
    shown = text(agent.post(agent.said(step="look", title="", text="写了一半")))
    assert "写了一半" in shown
    assert "请填写" not in shown
    assert "该号码此前没有登记过" in shown


def test_a_closed_case_takes_no_urge(stage, agent):
    old = stage.handled(phone=PHONE)
    shown = text(agent.post(agent.said(step="look")))
    assert old.number in shown
    assert "/hurry/" not in shown


def test_no_number_stands_in_an_address(stage, agent):
    assert agent.get("/intake/look/?phone=13911112222").status_code == 405
    shown = text(agent.get("/intake/new/?phone=13911112222"))
    assert PHONE not in shown


def test_the_same_text_or_the_same_place_and_topic_is_shown_as_perhaps_known(stage, agent):
    same = stage.register(text="三盏路灯，已一周不亮！", phone="13700000001", place="别处").case
    near = stage.register(text="完全不同的话", phone="13700000002").case
    far = stage.register(text="完全不同的事", phone="13700000003", place="公园").case
    shown = text(agent.post(agent.said(step="look")))
    assert same.number in shown
    assert near.number in shown
    assert far.number not in shown
    other = stage.register(title="长椅坏了", text="又一件", phone="13700000004", place="公园").case
    early = text(agent.post(agent.said(step="look", category="")))
    assert far.number in early, (
        "a topic is chosen late in a call: until then the same title or place suffices for open cases"
    )
    assert near.number in early
    assert other.number not in early


def test_who_was_rung_back_is_registered_without_typing_the_number_and_no_draft_is_lost(stage, agent):
    known = stage.register(phone=PHONE).case
    begun = text(agent.post({"step": "again", "phone": PHONE}))
    assert f'value="{PHONE}"' in begun and known.number in begun
    agent.post({"title": "还没有登记完", "phone": "13700000009"}, "/drafts/intake.register/")
    kept = text(agent.post({"step": "again", "phone": PHONE}))
    assert "还没有登记完" in kept and "号码没有带入" in kept and f'value="{PHONE}"' not in kept


@pytest.mark.parametrize(
    ("phone", "wrong"),
    [
        ("1391111222", True),
        ("139111122223", True),
        ("139 1111 2222", False),
        ("10086", False),
        ("0371-23456789", False),
    ],
)
def test_a_mobile_number_with_a_digit_too_few_or_too_many_is_told(phone, wrong):
    assert looks_mistyped(phone) is wrong


def test_what_is_older_than_the_citys_days_is_not_shown(stage, agent):
    old = stage.register(text="三盏路灯已一周不亮。", phone="13700000001").case
    stage.later(days=stage.book.repeats.window_days + 1)
    assert old.number not in text(agent.post(agent.said(step="look")))


# -- several matters of one call ---------------------------------------------------------------------------------------


def test_the_next_matter_of_the_same_call_is_of_the_same_caller_without_typing_him_again(stage, agent):
    agent.post(agent.said(confidential="on"))
    first = Case.objects.get()
    form = text(agent.post({"step": "again", "first": first.number}))
    assert "同一来电人的另一件" in form
    assert 'name="phone"' not in form
    assert PHONE not in form
    assert "柳巷与榆园路口" in form
    said = {k: v for k, v in agent.said(title="垃圾积存", text="路口垃圾无人清").items() if k not in {"phone", "name"}}
    response = agent.post({**said, "first": first.number})
    second = Case.objects.exclude(pk=first.pk).get()
    assert second.number in text(response)
    assert code_of(response)
    assert (second.split_from_id, second.confidential) == (first.pk, True)
    assert contact_of(second.petitioner).phone == PHONE
    assert Petitioner.objects.count() == 1


def test_also_after_the_first_matter_was_answered_at_once(stage, agent):
    agent.post(agent.said())
    first = Case.objects.get()
    said = {"answer": "已答复", "way": "phone", "result": next(r.code for r in stage.book.results if r.solves)}
    agent.post(said, f"/moves/case/{first.number}/answer_directly/")
    said = {k: v for k, v in agent.said(title="另一件").items() if k not in {"phone", "name"}}
    assert agent.post({**said, "first": first.number}).status_code == 200
    assert Case.objects.exclude(pk=first.pk).get().petitioner_id == first.petitioner_id


def test_nobody_takes_the_caller_of_somebody_elses_case(stage):
    other = stage.register(phone=PHONE).case
    clerk = Counter(stage, "opinion_clerk")
    for step in ("again", "register"):
        assert clerk.post({**clerk.said(), "step": step, "first": other.number}).status_code == 404
    assert Case.objects.count() == 1


# -- online messages ------------------------------------------------------------------------------------------------


@pytest.mark.mission(145)
def test_the_clerk_collects_a_message_and_screens_it(stage):
    clerk = Counter(stage, "opinion_clerk")
    said = {"channel": "message_board", "text": "公园长椅坏了多年", "received_at": "2018-06-04T08:00"}
    said |= {"step": "register", "source_link": "javascript:alert(1)"}
    told = clerk.post(said, "/intake/collect/")
    assert told.status_code == 200
    assert "采集下一条" in text(told) and "来电" not in text(told).partition("<main")[2], "nobody rang"
    case = Case.objects.get()
    assert case.state == "collected"
    shown = text(clerk.get("/intake/screening/"))
    assert case.number in shown
    assert "公园长椅坏了多年" in shown
    assert f"/moves/case/{case.number}/screen/" in shown
    assert "javascript:" not in shown


def test_the_clerk_sees_which_letters_were_hurried_or_added_to(stage):
    said = stage.said(channel="message_board", received_at=stage.at)
    pressed, other = (
        collect({**said, "text": text}, actor=stage.who("opinion_clerk"), at=stage.at, city="kaifeng").case
        for text in ("长椅坏了", "路灯不亮")
    )
    stage.move(pressed, "hurry", "opinion_clerk")
    stage.move(pressed, "supplement", "opinion_clerk", supplement="又坏了一张")
    shown = text(Counter(stage, "opinion_clerk").get("/intake/screening/"))
    lines = {
        number: line for line in shown.split("<li>") for number in (pressed.number, other.number) if number in line
    }
    assert "诉求人催 1 次" in lines[pressed.number]
    assert "有补充" in lines[pressed.number]
    assert "有补充" not in lines[other.number]
    assert "诉求人催" not in lines[other.number]


def test_only_channels_of_the_web_are_collected(stage):
    shown = text(Counter(stage, "opinion_clerk").get("/intake/collect/"))
    select = re.search(r'<select name="channel".*?</select>', shown, re.S).group()
    assert "message_board" in select
    assert 'value="phone"' not in select


def test_screening_costs_the_same_for_ten_messages_and_for_fifty(stage, django_assert_max_num_queries):
    clerk = Counter(stage, "opinion_clerk")
    clerk.get("/intake/screening/")
    said = stage.said(channel="message_board", received_at=stage.at)
    for many in (10, 40):
        for number in range(many):
            message = {**said, "text": f"第{number}条，共{many}条"}
            collect(message, actor=stage.who("opinion_clerk"), at=stage.at, city="kaifeng")
        with django_assert_max_num_queries(5):
            clerk.get("/intake/screening/")


# -- who -------------------------------------------------------------------------------------------------------------


def test_who_opens_the_counter(stage):
    doors = {
        "/intake/new/": {"agent", "shift_lead", "opinion_clerk", "enterprise_clerk", "director"},
        "/intake/collect/": {"opinion_clerk", "director"},
        "/intake/screening/": {"opinion_clerk", "director"},
    }
    everybody = [who for who in stage.actors if "." not in who or who.startswith("water")]
    for address, may in doors.items():
        opened = {who for who in everybody if Counter(stage, who).get(address).status_code == 200}
        assert opened == may, address


def test_a_stranger_registers_nothing_and_learns_of_no_caller(stage):
    stage.register(phone=PHONE)
    for who in ("stranger", "water.handler", "dispatcher"):
        counter = Counter(stage, who)
        assert counter.post(counter.said()).status_code == 404
        assert counter.post(counter.said(), "/intake/look/").status_code == 404
    visitor = Client()
    for address in ("/intake/new/", "/intake/look/", "/intake/collect/"):
        assert visitor.post(address, {"phone": PHONE}).status_code == 302
    assert Case.objects.count() == 1
