"""Whatever an office calls a file of cases: it is read, or the clerk is told what is wrong with it."""

import gzip
import json
import os
import struct
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from huiyin.cases.models import Case
from huiyin.flow.times import CITY_TZ, local
from huiyin.intake.models import Import
from huiyin.intake.tests.files import (
    BOARD,
    csv_file,
    import_cases,
    import_open,
    message,
    messages,
    open_case,
    xlsx_file,
)
from huiyin.rulebook.imports import Imports
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book
from huiyin.rulebook.tests.shelves import three_books
from huiyin.ui.sheets_in import Unreadable

pytestmark = pytest.mark.django_db


def texts():
    return set(Case.objects.values_list("text", flat=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_every_encoding_gives_the_same_cases(tmp_path, var, encoding, name):
    import_cases(messages(tmp_path / name, range(3), encoding))
    assert texts() == {message(n)["留言详情"] for n in range(3)}


def test_an_encoding_that_the_city_does_not_take_is_told(tmp_path, var):
    with pytest.raises(Unreadable, match="文件编码是 utf-16，本市只收 utf-8、gb18030"):
        import_cases(messages(tmp_path / "a.csv", range(3), "utf-16"))


def test_a_third_city_has_its_own_columns_and_encodings(tmp_path, var):
    three_books()
    rows, later = [{"内容": "路灯不亮", "时间": "2020-06-01 10:00"}], datetime(2020, 6, 2, 9, tzinfo=CITY_TZ)
    assert import_cases(csv_file(tmp_path / "a.csv", rows), "haiyan", at=later).accepted == 1
    assert Case.objects.get().channel == "message_board"
    with pytest.raises(Unreadable, match="本市只收 utf-8，"):
        import_cases(csv_file(tmp_path / "b.csv", rows, "gb18030"), "haiyan", at=later)


def test_a_workbook_gives_the_same_cases_with_its_dates_and_numbers(tmp_path, var):
    rows = [message(1) | {"留言编号": 10001, "留言时间": datetime(2019, 5, 2, 10, 1)}]  # noqa: DTZ001
    import_cases(xlsx_file(tmp_path / "a.xlsx", rows))
    outcome = import_cases(messages(tmp_path / "a.csv", [1]))
    assert (outcome.accepted, outcome.repeated) == (0, 1), "number and time of the workbook are those of the text"


def test_a_cell_with_a_formula_gives_the_value_that_it_shows(tmp_path, var):
    import xlsxwriter

    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, BOARD)
        sheet.write_row(1, 0, list(message(1).values()))
        sheet.write_formula(1, 0, "=10000+5", value=10005)
        sheet.write_formula(1, 4, '="路灯"&"不亮"', value="路灯不亮")
    import_cases(file)
    assert Case.objects.values_list("source_ref", "text").get() == ("10005", "路灯不亮")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2019/1/2 10:00", "2019-01-02T10:00:00+08:00"),
        ("2019-01-02 10:00:00", "2019-01-02T10:00:00+08:00"),
        ("43467.4166666667", "2019-01-02T10:00:00+08:00"),
        ("43467", "2019-01-02T00:00:00+08:00"),
        ("２０１９－０１－０２　１０：００", "2019-01-02T10:00:00+08:00"),
        ("2019年1月2日 10:00", "2019-01-02T10:00:00+08:00"),
    ],
)
def test_dates_of_all_kinds_are_read(tmp_path, var, written, moment):
    import_cases(csv_file(tmp_path / "a.csv", [{"内容": "路灯不亮", "时间": written}]))
    assert local(Case.objects.get().received_at).isoformat() == moment


@pytest.mark.parametrize(
    "written", ["昨天上午", "2019-13-02 10:00", "20190102", "13800005521", "0019-01-02 10:00", "99999999"]
)
def test_a_date_that_cannot_be_meant_is_refused(tmp_path, var, written):
    outcome = import_cases(csv_file(tmp_path / "a.csv", [{"内容": "路灯不亮", "时间": written}]))
    assert outcome.refusals == [(2, "“时间”看不懂，应如 2019-01-02 10:00")]


def test_a_wrong_header_is_told_with_what_stands_there_and_what_is_expected(tmp_path, var):
    file = csv_file(tmp_path / "a.csv", [{"日期": "2019-05-01", "内容": "路灯不亮"}])
    with pytest.raises(Unreadable) as told:
        import_cases(file)
    words = str(told.value)
    assert "文件里的列：日期、内容" in words
    assert "“网络留言”（message_board）应有：编号（留言编号）、内容（留言详情）、时间（留言时间）" in words
    assert "时间（时间 或 诉求时间 或" in words
    assert (Case.objects.count(), Import.objects.count()) == (0, 0)


def test_a_file_whose_header_is_missing_does_not_show_the_numbers_of_people(tmp_path, var):
    (tmp_path / "a.csv").write_text("王某,13800005521,路灯不亮\n", encoding="utf-8")
    with pytest.raises(Unreadable) as told:
        import_cases(tmp_path / "a.csv")
    assert "13800005521" not in str(told.value)


def test_a_profile_for_open_cases_does_not_import_new_ones(tmp_path, var):
    with pytest.raises(Unreadable, match="别的系统的在办件"):
        import_cases(csv_file(tmp_path / "a.csv", [open_case()]), profile="open_cases")
    with pytest.raises(Unreadable, match="认不出表头"):
        import_open(messages(tmp_path / "b.csv"))


def test_what_the_rulebook_does_not_know_is_told(tmp_path, var):
    with pytest.raises(Unknown, match="导入文件种类：nothing"):
        import_cases(messages(tmp_path / "a.csv"), profile="nothing")
    with pytest.raises(Unknown, match="城市"):
        import_cases(messages(tmp_path / "a.csv"), "atlantis")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "旧版 xls"),
        (b"PK\x03\x04 no workbook", "损坏"),
        ("留言编号,留言时间\n".encode() + b"\xff\xfe\x80\x80 \xff\xff", "既不是 UTF-8 也不是 GB 18030"),
        (gzip.compress("留言编号,留言时间,留言详情\n".encode() * 900)[:-30], "压缩文件已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path, var, content, reason):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        import_cases(tmp_path / "file")
    assert (Case.objects.count(), Import.objects.count()) == (0, 0)


def test_a_header_without_rows_is_an_import_of_nothing(tmp_path, var):
    outcome = import_cases(csv_file(tmp_path / "a.csv", [], header=BOARD))
    assert (outcome.read, outcome.rejects_file) == (0, None)


def test_a_file_above_the_size_of_the_rulebook_is_refused(tmp_path, var, monkeypatch):
    small = Imports.model_construct(**{**dict(book("kaifeng/2018-01-01").imports), "megabytes": 1})
    monkeypatch.setitem(book("kaifeng/2018-01-01").__dict__, "imports", small)
    file = csv_file(tmp_path / "a.csv", [message(n, 留言详情="路灯不亮" * 300) for n in range(400)])
    with pytest.raises(Unreadable, match="文件超过 1 MB"):
        import_cases(file)


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path, var):
    file = xlsx_file(tmp_path / "a.xlsx", [message(1)])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/media/bomb.bin", "w") as stream:
        for _ in range(210):
            stream.write(b"\0" * 1_000_000)
    assert file.stat().st_size < 500_000
    with pytest.raises(Unreadable, match="解压后超过 200 MB"):
        import_cases(file)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path, var):
    file = xlsx_file(tmp_path / "a.xlsx", [message(n, 留言详情="长" * 3000) for n in range(300)])
    data = bytearray(file.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", data, at + 24, 10)
        at = data.find(b"PK\x01\x02", at + 4)
    file.write_bytes(data)
    with pytest.raises(Unreadable, match="损坏"):
        import_cases(file)


def test_a_broken_end_keeps_what_came_before_and_says_so(tmp_path, var, monkeypatch):
    from huiyin.intake.importing import run

    limits = run.limits_of
    monkeypatch.setattr(run, "limits_of", lambda order: limits(order).__class__(rows=4))
    with pytest.raises(Unreadable, match=r"超过 4 行.*此前的 4 件已收进"):
        import_cases(messages(tmp_path / "a.csv", range(6)))
    assert Case.objects.count() == 4
    assert not Import.objects.get().finished


MEASURE = """
import json, os, resource, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.config.settings"
import django; django.setup()
from django.core.management import call_command
from io import StringIO
out = StringIO()
call_command("import_cases", sys.argv[1], json=True, stdout=out)
# What getrusage tells of the own process counts in the process that started it.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps({**json.loads(out.getvalue()), "megabytes": peak // 1024}))
"""


def run_in_process(url: str, file: Path, var: Path) -> dict[str, int]:
    env = {**os.environ, "HUIYIN_DATABASE_URL": url, "HUIYIN_VAR": str(var)}
    command = [sys.executable, "-c", MEASURE, str(file)]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1])


def test_few_huge_cells_stay_below_200_megabytes(tmp_path, sqlite_url):
    file = tmp_path / "huge.csv"
    with file.open("w", encoding="utf-8") as stream:
        stream.write(",".join(BOARD) + "\n")
        for number in range(3):
            stream.write(f'{number},U1,标题,2019-05-01 10:00:00,"{"路灯不亮" * 5_000_000}",0,0\n')
        stream.writelines(",".join(message(n, 留言详情="灯" * 19_000).values()) + "\n" for n in range(150))
    assert file.stat().st_size > 180_000_000
    measured = run_in_process(sqlite_url, file, tmp_path / "var")
    assert (measured["read"], measured["accepted"], measured["rejected"]) == (153, 150, 3)
    assert measured["megabytes"] < 200


def test_a_large_workbook_stays_below_200_megabytes(tmp_path, sqlite_url):
    rows = [message(n, 留言详情=f"{n}路灯不亮，夜里看不清路。" * 80) for n in range(600)]
    file = xlsx_file(tmp_path / "large.xlsx", rows)
    measured = run_in_process(sqlite_url, file, tmp_path / "var")
    assert measured["accepted"] == 600
    assert measured["megabytes"] < 200
