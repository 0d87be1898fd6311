"""What the commands print: one JSON object, or words for a clerk; and nothing of what people wrote."""

import json
import logging
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.cases.models import Case
from huiyin.flow.actor import PLATFORM_ID
from huiyin.flow.times import local, travelling
from huiyin.intake.importing.orders import Outcome
from huiyin.intake.importing.progress import ShownProgress
from huiyin.intake.models import Import
from huiyin.intake.tests.files import AT, csv_file, import_cases, message, messages, open_case
from huiyin.journal.models import Event, Remark
from huiyin.people.models import User

pytestmark = pytest.mark.django_db


def run(command, *args, **options):
    out, err = StringIO(), StringIO()
    call_command(command, *map(str, args), stdout=out, stderr=err, **options)
    return out.getvalue()


def test_json_is_one_object_with_the_counts_and_the_rejects_file(tmp_path, var, capsys):
    file = csv_file(tmp_path / "a.csv", [message(1), message(1), message(2, 留言时间="")])
    told = json.loads(run("import_cases", file, "--json"))
    rejects = told.pop("rejects_file")
    assert told == {"read": 3, "accepted": 1, "repeated": 1, "rejected": 1}
    assert rejects.startswith(str(var / "imports"))
    assert capsys.readouterr().out == ""
    again = json.loads(run("import_cases", csv_file(tmp_path / "b.csv", [message(1)]), "--json"))
    assert again == {"read": 1, "accepted": 0, "repeated": 1, "rejected": 0, "rejects_file": None}


def test_words_tell_each_bad_row_by_its_number_and_reason(tmp_path, var):
    rows = [message(1, 留言详情="路灯不亮"), message(2, 留言详情="路灯不亮"), message(3, 留言时间="上周")]
    lines = run("import_cases", csv_file(tmp_path / "a.csv", rows)).splitlines()
    assert lines[:3] == [
        "读取 3 行：收进 2，早已收过 0，退回 1",
        "收进的有 1 件与先前的内容相同，已标为疑似重复",
        "第 4 行：“留言时间”看不懂，应如 2019-01-02 10:00",
    ]
    assert "改好后可直接再导入" in lines[3]


def test_open_cases_are_carried_over_by_a_command_of_their_own(tmp_path, var, units):
    file = csv_file(tmp_path / "a.csv", [open_case()])
    assert json.loads(run("import_open_cases", file, "--json", at="2019-06-03T09:30"))["accepted"] == 1
    assert Case.objects.get().state == "in_handling"


def test_the_moment_of_the_import_is_now_unless_another_is_given(tmp_path, var):
    with travelling(AT):
        run("import_cases", messages(tmp_path / "a.csv", [1]))
    run("import_cases", messages(tmp_path / "b.csv", [2]), at="2019-07-01T08:00")
    moments = Event.objects.filter(verb="case.collect").order_by("at").values_list("at", flat=True)
    assert [local(at).isoformat() for at in moments] == ["2019-06-03T09:30:00+08:00", "2019-07-01T08:00:00+08:00"]


def test_an_import_on_behalf_of_somebody_names_him(tmp_path, var):
    clerk = User.objects.create_user("2001", "舆情专员甲")
    run("import_cases", messages(tmp_path / "a.csv", [1]), by="2001")
    event = Event.objects.get(verb="case.collect")
    assert (event.actor_id, event.acting_for, Import.objects.get().on_behalf_of) == (PLATFORM_ID, clerk.pk, clerk)


def test_another_channel_and_city_can_be_ordered(tmp_path, var):
    run("import_cases", messages(tmp_path / "a.csv", [1]), channel="市长信箱", city="dandong")
    case = Case.objects.get()
    assert (case.channel, case.book) == ("mayor_mailbox", "dandong/2010-01-01")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"city": "atlantis"}, "没有这个城市的规则簿"),
        ({"profile": "nothing"}, "导入文件种类"),
        ({"channel": "鸽子"}, "没有这个渠道"),
        ({"at": "昨天"}, "看不懂的时刻"),
        ({"by": "9999"}, "没有这个工号"),
    ],
)
def test_an_order_that_cannot_be_carried_out_says_why(tmp_path, var, options, reason):
    with pytest.raises(CommandError, match=reason):
        run("import_cases", messages(tmp_path / "a.csv"), **options)
    assert Case.objects.count() == 0


def test_a_file_that_is_not_there_or_not_readable_is_told(tmp_path, var):
    with pytest.raises(CommandError, match="读写文件出错"):
        run("import_cases", tmp_path / "nothing.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(CommandError, match="空的"):
        run("import_cases", tmp_path / "empty.csv", "--json")


PRIVATE = ("13800005599", "欧阳某某", "柳巷七号院", "三百元工资")


def test_nothing_that_people_wrote_stands_on_the_screen_in_the_log_or_in_the_journal(tmp_path, var, caplog, capsys):
    good = {
        "内容": "欧阳某某在柳巷七号院被欠三百元工资", "时间": "2019-06-01 08:00", "姓名": "欧阳某某",
        "电话": "13800005599", "地点": "柳巷七号院", "诉求性质": "投诉",
    }  # fmt: skip
    bad = [
        good | {"时间": "欧阳某某 13800005599"}, good | {"姓名": "欧阳某某" * 30}, good | {"地点": "柳巷七号院" * 60},
        good | {"诉求性质": "欧阳某某 13800005599"}, good | {"内容": "三百元工资" * 9000},
        good | {"时间": "2099-01-01 08:00"},
    ]  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        words = run("import_cases", csv_file(tmp_path / "a.csv", [good, *bad]), at="2019-06-03T09:30")
    assert "退回 6" in words
    shown = capsys.readouterr()
    events = str(list(Event.objects.values())) + str(list(Remark.objects.values())) + str(list(Import.objects.values()))
    for private in PRIVATE:
        assert private not in words + shown.out + shown.err + caplog.text + events
        assert private in "".join(file.read_text(encoding="utf-8-sig") for file in (var / "imports").iterdir())


def test_a_bar_appears_only_for_those_who_wait(tmp_path, var, capsys):
    asked = []

    def total():
        asked.append(True)
        return 3

    with ShownProgress(total, patience=3600) as shown:
        import_cases(messages(tmp_path / "a.csv"), watch=shown)
    assert (asked, capsys.readouterr().err) == ([], "")
    with ShownProgress(total, patience=0) as shown:
        shown(Outcome(read=1))
        shown(Outcome(read=3))
    printed = capsys.readouterr()
    assert (asked, printed.out) == ([True], "")
    assert "3/3" in printed.err
