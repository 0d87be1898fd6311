"""Every row of a file becomes a case as if a person had entered it: once, however often the file comes."""

import pytest

from huiyin.cases.models import Case
from huiyin.cases.queries import likely_repeats_of
from huiyin.flow.actor import PLATFORM_ID
from huiyin.flow.times import local
from huiyin.intake.models import Import, Imported
from huiyin.intake.tests.files import AT, BOARD, call, csv_file, import_cases, message, messages
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event, Ledger
from huiyin.people.models import User
from huiyin.rulebook.shelf import book_for

pytestmark = pytest.mark.django_db
CITIES = pytest.mark.parametrize("city", ["kaifeng", "dandong"])


def counts(outcome):
    return outcome.read, outcome.accepted, outcome.repeated, outcome.rejected


@CITIES
def test_messages_wait_to_be_screened_with_the_time_at_which_they_were_written(tmp_path, var, city):
    assert counts(import_cases(messages(tmp_path / "a.csv"), city)) == (3, 3, 0, 0)
    case = Case.objects.get(source_ref="10001")
    assert (case.state, case.channel, case.title) == ("collected", "message_board", "榆园路路灯不亮")
    assert local(case.received_at).isoformat() == "2019-05-02T10:01:00+08:00"
    assert case.accepted_at is None
    assert case.petitioner is not None
    assert case.petitioner.account_hash is not None


@CITIES
def test_a_call_with_everything_that_is_needed_is_registered(tmp_path, var, city):
    leaf = book_for(city, AT.date()).category_leaves(AT.date())[0]
    row = call(类别=leaf.name, 诉求="修好路灯\n说明原因")
    assert counts(import_cases(csv_file(tmp_path / "calls.csv", [row]), city)) == (1, 1, 0, 0)
    case = Case.objects.get()
    assert (case.state, case.channel, case.kind, case.category) == ("registered", "phone", "complaint", leaf.code)
    assert case.accepted_at == AT
    assert case.due_at is not None
    assert [wish.text for wish in case.wishes.order_by("ordinal")] == ["修好路灯", "说明原因"]
    assert case.can_be_called


@CITIES
def test_a_call_without_its_essentials_is_refused_with_every_reason(tmp_path, var, city):
    rows = [call(编号="C1", 诉求性质="", 类别=""), call(编号="C2", 诉求性质="闲聊", 时间="昨天")]
    outcome = import_cases(csv_file(tmp_path / "calls.csv", rows), city)
    assert counts(outcome) == (2, 0, 0, 2)
    (first, why), (second, both) = outcome.refusals
    assert (first, second) == (2, 3)
    assert "请填写诉求性质" in why
    assert "请填写事项分类" in why
    assert "“诉求性质”里的叫法，规则簿不认得" in both
    assert "“时间”看不懂" in both


def test_the_same_file_again_adds_nothing(tmp_path, var):
    file = messages(tmp_path / "a.csv", range(5))
    import_cases(file)
    before = list(Case.objects.order_by("id").values())
    assert counts(import_cases(file)) == (5, 0, 5, 0)
    assert list(Case.objects.order_by("id").values()) == before


def test_a_longer_file_adds_what_is_new(tmp_path, var):
    import_cases(messages(tmp_path / "may.csv", range(5)))
    assert counts(import_cases(messages(tmp_path / "more.csv", range(3, 9)))) == (6, 4, 2, 0)


def test_a_number_is_known_in_its_channel_only(tmp_path, var):
    file = messages(tmp_path / "a.csv", range(2))
    import_cases(file)
    assert counts(import_cases(file, channel="mayor_mailbox")) == (2, 2, 0, 0)
    assert Case.objects.filter(source_ref="10000").count() == 2


def test_a_number_that_stands_twice_in_a_file_is_taken_once(tmp_path, var):
    rows = [message(1), message(2), message(1, 留言详情="同一编号，后来的内容")]
    assert counts(import_cases(csv_file(tmp_path / "a.csv", rows))) == (3, 2, 1, 0)


def test_equal_texts_with_other_numbers_are_taken_and_point_to_the_first(tmp_path, var):
    text = "柳巷路灯不亮，请派人看看。"
    rows = [message(n, 留言详情=text) for n in (1, 2)] + [message(3), message(4, 留言详情="柳巷路灯不亮!!请派人看看")]
    outcome = import_cases(csv_file(tmp_path / "a.csv", rows))
    assert (counts(outcome), outcome.alike) == ((4, 4, 0, 0), 2)
    first, second, other, fourth = Case.objects.order_by("source_ref")
    assert (first.repeats, second.repeats, other.repeats, fourth.repeats) == (None, first, None, first)
    assert set(likely_repeats_of(second)) == {first, fourth}
    import_cases(csv_file(tmp_path / "b.csv", [message(9, 留言详情=text)]))
    assert Case.objects.get(source_ref="10009").repeats == first


def test_without_a_number_a_row_is_known_by_what_it_says_however_its_time_is_written(tmp_path, var):
    row = {"内容": "南门外井盖丢失。", "时间": "2019/6/1 8:05", "电话": "13800005522", "点赞数": "1"}
    import_cases(csv_file(tmp_path / "a.csv", [row]))
    same = row | {"时间": "2019-06-01 08:05:00", "点赞数": "7"}
    assert counts(import_cases(csv_file(tmp_path / "b.csv", [same]))) == (1, 0, 1, 0)
    assert counts(import_cases(csv_file(tmp_path / "c.csv", [row | {"电话": "13800005523"}]))) == (1, 1, 0, 0)


def test_a_file_of_two_hundred_rows_with_bad_ones_among_them_keeps_every_good_one(tmp_path, var):
    rows = [message(n) for n in range(230)]
    for bad in (0, 57, 120, 229):
        rows[bad]["留言主题"] = "长" * 121
    outcome = import_cases(csv_file(tmp_path / "a.csv", rows))
    assert counts(outcome) == (230, 226, 0, 4)
    assert [number for number, _ in outcome.refusals] == [2, 59, 122, 231]
    assert Case.objects.count() == Imported.objects.count() == 226
    assert not Case.objects.filter(source_ref="10057").exists()


def test_a_message_from_the_future_is_refused(tmp_path, var):
    outcome = import_cases(csv_file(tmp_path / "a.csv", [message(1, 留言时间="2019-06-03 09:31:00")]))
    assert outcome.refusals == [(2, "收到时间不能晚于现在")]


def test_a_message_without_a_title_takes_the_beginning_of_its_text(tmp_path, var):
    text = "柳巷口的水管漏了三天没人修，" * 5
    import_cases(csv_file(tmp_path / "a.csv", [message(1, 留言主题="", 留言详情=text)]))
    assert Case.objects.get().title == text[:40]


def test_a_channel_of_the_row_goes_before_the_one_ordered(tmp_path, var):
    rows = [
        {"内容": "一", "时间": "2019-06-01 08:00", "渠道": "市长信箱"},
        {"内容": "二", "时间": "2019-06-01 08:00", "渠道": ""},
    ]
    import_cases(csv_file(tmp_path / "a.csv", rows), channel="message_board")
    assert dict(Case.objects.values_list("text", "channel")) == {"一": "mayor_mailbox", "二": "message_board"}


def test_somebody_who_calls_himself_anonymous_has_no_name(tmp_path, var):
    rows = [{"内容": "一", "时间": "2019-06-01 08:00", "姓名": "匿名", "电话": "13800005522"}]
    import_cases(csv_file(tmp_path / "a.csv", rows))
    case = Case.objects.get()
    assert case.anonymous
    assert case.petitioner is not None
    assert case.petitioner.name is None
    assert case.petitioner.phone_hash is not None


def test_every_case_tells_which_import_brought_it_and_on_whose_behalf(tmp_path, var):
    clerk = User.objects.create_user("2001", "舆情专员甲")
    import_cases(messages(tmp_path / "a.csv"), on_behalf_of=clerk.pk)
    source, events = Import.objects.get(), list(Event.objects.filter(verb="case.collect"))
    assert {(e.actor_id, e.acting_for, e.caused_by) for e in events} == {(PLATFORM_ID, clerk.pk, source.event_id)}
    told = Imported.objects.order_by("row").values_list("row", "likes", "dislikes")
    assert list(told) == [(2, 0, 0), (3, 1, 0), (4, 2, 0)]
    assert (source.read, source.accepted, source.finished) == (3, 3, True)
    begin, end = Event.objects.filter(subject_kind="import").order_by("seq")
    assert (begin.verb, begin.id, end.verb, end.said["accepted"]) == ("import.begin", source.event_id, "import.end", 3)
    assert verify_chain(Ledger.objects.get(name="imports").pk, Ledger) == []
    assert [wrong for case in Case.objects.all() for wrong in verify_chain(case.pk, Case)] == []


def test_numbers_of_imported_cases_are_those_of_the_city(tmp_path, var):
    import_cases(messages(tmp_path / "a.csv"))
    assert Case.objects.exclude(number="").values("number").distinct().count() == 3


def test_a_profile_can_be_named(tmp_path, var):
    rows = [message(1) | {"内容": "别的内容", "时间": "2019-06-01 08:00"}]
    import_cases(csv_file(tmp_path / "a.csv", rows, header=[*BOARD, "内容", "时间"]), profile="sheet")
    case = Case.objects.get()
    assert (case.text, case.channel) == ("别的内容", "other_online")
