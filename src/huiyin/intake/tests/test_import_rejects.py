"""What was refused stands in a file of its own, with the reason, and can be mended and imported again."""

import csv
import stat

import pytest

from huiyin.cases.models import Case
from huiyin.intake.tests.files import BOARD, csv_file, import_cases, message, xlsx_file

pytestmark = pytest.mark.django_db


def rows_of(file, encoding="utf-8-sig"):
    with file.open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream))


def mended(file, change, encoding="utf-8-sig"):
    header, *rows = rows_of(file, encoding)
    table = [change(dict(zip(header, row, strict=False))) for row in rows]
    return csv_file(file.with_name("mended.csv"), table, encoding)


def test_nothing_refused_leaves_no_file(tmp_path, var):
    assert import_cases(csv_file(tmp_path / "a.csv", [message(1)])).rejects_file is None
    assert not var.exists()


def test_a_refused_row_stands_there_as_it_came_with_its_reason_and_number(tmp_path, var):
    rows = [message(1), message(2, 留言时间="上周"), message(3, 留言详情="", 留言时间="")]
    outcome = import_cases(csv_file(tmp_path / "a.csv", rows))
    assert rows_of(outcome.rejects_file) == [
        [*BOARD, "原因", "行号"],
        [*rows[1].values(), "“留言时间”看不懂，应如 2019-01-02 10:00", "3"],
        [*rows[2].values(), "请填写“留言时间”；请填写“留言详情”", "4"],
    ]


def test_the_file_is_for_the_installation_alone(tmp_path, var):
    file = import_cases(csv_file(tmp_path / "a.csv", [message(1, 留言时间="")])).rejects_file
    assert file.parent == var / "imports"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_mended_rows_are_taken_and_the_others_stay_refused(tmp_path, var):
    rows = [message(1), message(2, 留言时间="上周"), message(3, 留言时间="")]
    outcome = import_cases(csv_file(tmp_path / "a.csv", rows))
    again = import_cases(
        mended(outcome.rejects_file, lambda row: row | ({"留言时间": "2019/5/3 10:02"} if row["行号"] == "3" else {}))
    )
    assert (again.read, again.accepted, again.rejected) == (2, 1, 1)
    assert set(Case.objects.values_list("source_ref", flat=True)) == {"10001", "10002"}
    assert rows_of(again.rejects_file)[0] == [*BOARD, "原因", "行号"], "reason and number stand there once"
    third = import_cases(mended(again.rejects_file, lambda row: row | {"留言时间": "2019/5/3 10:02"}))
    assert (third.accepted, third.rejected) == (1, 0)


def test_a_file_that_was_not_mended_is_refused_again(tmp_path, var):
    """Neither a cell too many nor one too long may be lost on the way and the rest slip in."""
    file = tmp_path / "a.csv"
    lines = [
        ",".join(BOARD),
        "1,U1,标题,2019-05-01 10:00:00,路灯不亮,晚上看不清,0,0",
        f"2,U2,标题,2019-05-01 10:00:00,{'长' * 100_001},0,0",
        f"3,U3,{'长' * 100_001},2019-05-01 10:00:00,路灯不亮,0,0",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    first = import_cases(file)
    assert first.refusals[0] == (2, "内容比表头的列数多")
    second = import_cases(first.rejects_file)
    assert (first.rejected, second.read, second.rejected) == (3, 3, 3)
    assert Case.objects.count() == 0


def test_a_file_in_gb_18030_is_given_back_in_gb_18030(tmp_path, var):
    rows = [message(1, 留言时间=""), message(2)]
    outcome = import_cases(csv_file(tmp_path / "a.csv", rows, "gb18030"))
    assert rows_of(outcome.rejects_file, "gb18030")[1][:5] == list(rows[0].values())[:5]
    again = import_cases(mended(outcome.rejects_file, lambda row: row | {"留言时间": "2019-05-01 10:00"}, "gb18030"))
    assert (again.accepted, again.rejected) == (1, 0)


def test_any_other_file_is_given_back_so_that_a_spreadsheet_reads_it(tmp_path, var):
    outcome = import_cases(xlsx_file(tmp_path / "a.xlsx", [message(1, 留言时间="")]))
    assert outcome.rejects_file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert outcome.rejects_file.suffix == ".csv"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+8613800005521", "-1", "@SUM(A1)", "＝1+1"])
def test_no_cell_of_the_file_calculates_and_a_mended_text_is_the_one_that_came(tmp_path, var, text):
    row = {"内容": text, "时间": "", "电话": "13800005522"}
    outcome = import_cases(csv_file(tmp_path / "a.csv", [row]))
    assert rows_of(outcome.rejects_file)[1][0] == f"'{text}"
    import_cases(mended(outcome.rejects_file, lambda row: row | {"时间": "2019-06-01 08:00"}))
    assert Case.objects.get().text == text


def test_the_reasons_on_the_screen_are_few_and_the_file_has_them_all(tmp_path, var):
    outcome = import_cases(csv_file(tmp_path / "a.csv", [message(n, 留言时间="") for n in range(30)]))
    assert (len(outcome.refusals), outcome.rejected, len(rows_of(outcome.rejects_file))) == (20, 30, 31)
