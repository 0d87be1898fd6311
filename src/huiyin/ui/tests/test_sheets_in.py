"""Whatever file a clerk brings: its good rows are read, its bad rows say why, and it cannot hurt the machine."""

import gzip
import json
import random
import struct
import subprocess
import sys
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ui.csv_records import records
from huiyin.ui.sheets import csv_pieces
from huiyin.ui.sheets_in import SheetLimits, Unreadable, opened, opened_upload, read_rows

TEXT = "编号,标题,时间\n1,路灯不亮,2018-01-02\n2,“井盖,丢失”,\n"


def write(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    file = folder / "file"
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return file


def workbook(folder: Path, fill) -> Path:
    file = folder / "file.xlsx"
    with xlsxwriter.Workbook(file) as book:
        fill(book, book.add_worksheet())
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_is_read_in_every_encoding_of_an_office(tmp_path, encoding, line_end):
    file = write(
        tmp_path, '编号,标题,时间\n1,路灯不亮，夜间难行,2018-01-02\n2,"井盖,丢失",\n'.replace("\n", line_end), encoding
    )
    assert list(read_rows(file)) == [
        (2, {"编号": "1", "标题": "路灯不亮，夜间难行", "时间": "2018-01-02"}),
        (3, {"编号": "2", "标题": "井盖,丢失", "时间": ""}),
    ]


def test_a_packed_csv_is_known_by_its_content(tmp_path):
    file = write(tmp_path, gzip.compress("编号,标题\n1,路灯不亮\n".encode("gb18030")))
    assert list(read_rows(file)) == [(2, {"编号": "1", "标题": "路灯不亮"})]


def test_a_file_separated_by_tabs_is_read_too(tmp_path):
    assert list(read_rows(write(tmp_path, "编号\t标题\n1\t路灯,不亮\n"))) == [(2, {"编号": "1", "标题": "路灯,不亮"})]


def test_numbers_are_those_that_a_spreadsheet_shows(tmp_path):
    file = write(tmp_path, '\n编号,标题\n1,"两\n行"\n\n3,c\n')
    assert [(number, row["编号"]) for number, row in read_rows(file)] == [(3, "1"), (5, "3")]


def test_one_bad_character_spoils_its_row_and_no_other(tmp_path):
    lines = ["编号,标题", *[f"{n},市民反映路灯不亮" for n in range(1, 30)]]
    data = "\n".join(lines).encode().replace(b"\n20,", b"\n20,\xff")
    rows = dict(read_rows(write(tmp_path, data)))
    assert [number for number, row in rows.items() if row.problem] == [21]
    assert rows[21].problem == "含有无法识别的字符"
    assert rows[22] == {"编号": "21", "标题": "市民反映路灯不亮"}


def test_a_row_with_too_many_cells_or_too_few_is_kept_with_its_number(tmp_path):
    rows = dict(read_rows(write(tmp_path, "a,b\n1,2,3\n4\n5,6,\n")))
    assert rows[2].problem == "内容比表头的列数多"
    assert rows[3] == {"a": "4", "b": ""}
    assert not rows[3].problem
    assert not rows[4].problem


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空的"),
        (b"\n\n  \n", "没有内容"),
        ("编号,标题,编号\n1,2,3\n".encode(), "重复的列名：编号"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "不是文本文件"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "旧版 xls"),
        (b"PK\x03\x04 not a workbook", "损坏"),
        (gzip.compress(TEXT.encode() * 500)[:-30], "压缩文件已损坏"),
        ("编号\n".encode() + b"\xff\xfe\x80\x80\x80 \xff\xff", "编码"),
        (("x," * 301 + "x").encode(), "300 列"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, content, reason):
    with pytest.raises(Unreadable, match=reason):
        list(read_rows(write(tmp_path, content)))


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path):
    with pytest.raises(Unreadable, match="文件超过 1 KB"):
        list(read_rows(write(tmp_path, "a\n" * 1000), SheetLimits(file_bytes=1024)))
    with pytest.raises(Unreadable, match="解压后超过 1 MB"):
        list(read_rows(write(tmp_path, gzip.compress(b"a\n" * 1_000_000)), SheetLimits(text_bytes=1024 * 1024)))
    with pytest.raises(Unreadable, match="超过 3 行"):
        list(read_rows(write(tmp_path, "a\n1\n2\n3\n4\n"), SheetLimits(rows=3)))


def test_a_huge_cell_is_let_go_and_the_next_row_is_read(tmp_path):
    huge = "长" * 200_001
    rows = dict(read_rows(write(tmp_path, f'a,b\n1,"{huge}\n"\n2,{huge}\n3,ok\n')))
    assert [rows[number].problem for number in (2, 3, 4)] == ["第 2 列超过 100,000 个字"] * 2 + [""]
    assert rows[4] == {"a": "3", "b": "ok"}


def test_a_quote_that_never_ends_is_told(tmp_path):
    rows = dict(read_rows(write(tmp_path, 'a,b\n1,2\n3,"4\n5,6\n')))
    assert rows[2] == {"a": "1", "b": "2"}
    assert rows[3].problem == "引号没有闭合"


@given(
    st.lists(st.lists(st.text(alphabet='ab,"\r\n路；', max_size=6), min_size=2, max_size=4), min_size=1, max_size=6),
    st.integers(1, 7),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_standard_writer_writes_is_read_back_wherever_the_pieces_break(table, size, line_end):
    import csv
    import io

    stream = io.StringIO()
    # The first line decides which delimiter the file has.
    csv.writer(stream, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows([["h1", "h2"], *table])
    text = stream.getvalue()
    pieces = (text[start : start + size] for start in range(0, len(text), size))
    assert [record.cells for record in records(pieces, 1000)] == [["h1", "h2"], *table]


def test_a_workbook_gives_text_dates_numbers_and_the_values_of_formulas(tmp_path):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["编号", "电话", "时间", "日期", "是否", "合计", "空"])
        sheet.write_string(1, 0, "00123")
        sheet.write_number(1, 1, 13800000000)
        sheet.write_datetime(1, 2, datetime(2018, 1, 2, 10, 30), book.add_format({"num_format": "yyyy/m/d h:mm"}))  # noqa: DTZ001
        sheet.write_datetime(1, 3, datetime(2018, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        sheet.write_boolean(1, 4, True)
        sheet.write_formula(1, 5, "=40+2.5", value=42.5)

    assert list(read_rows(workbook(tmp_path, fill))) == [
        (
            2,
            {
                "编号": "00123",
                "电话": "13800000000",
                "时间": "2018-01-02 10:30:00",
                "日期": "2018-01-02",
                "是否": "是",
                "合计": "42.5",
                "空": "",
            },
        )
    ]


def test_a_workbook_that_begins_below_and_beside_the_corner_keeps_its_row_numbers(tmp_path):
    def fill(book, sheet):
        sheet.write_row(2, 1, ["编号", "标题"])
        sheet.write_row(3, 1, ["1", "路灯不亮"])
        sheet.write_row(5, 1, ["2", "井盖丢失"])

    assert list(read_rows(workbook(tmp_path, fill))) == [
        (4, {"编号": "1", "标题": "路灯不亮"}),
        (6, {"编号": "2", "标题": "井盖丢失"}),
    ]


def test_an_empty_workbook_is_told(tmp_path):
    with pytest.raises(Unreadable, match="没有内容"):
        list(read_rows(workbook(tmp_path, lambda book, sheet: None)))


def test_a_workbook_that_unpacks_beyond_the_limit_is_refused(tmp_path):
    file = workbook(tmp_path, lambda book, sheet: sheet.write_column(0, 0, ["a", "b"]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/bomb.bin", b"\0" * 30_000_000)
    assert file.stat().st_size < 100_000
    with pytest.raises(Unreadable, match="解压后超过 20 MB"):
        list(read_rows(file, SheetLimits(workbook_bytes=20 * 1024 * 1024)))


def test_a_workbook_whose_directory_lies_about_its_size_is_refused(tmp_path):
    file = workbook(tmp_path, lambda book, sheet: sheet.write_column(0, 0, ["a", *("长" * 3000 for _ in range(3000))]))
    data = bytearray(file.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature)
        while at >= 0:
            struct.pack_into("<I", data, at + offset, 10)
            at = data.find(signature, at + 4)
    file.write_bytes(data)
    with pytest.raises(Unreadable, match="损坏"):
        list(read_rows(file))


def test_a_locked_workbook_is_told(tmp_path):
    file = workbook(tmp_path, lambda book, sheet: sheet.write(0, 0, "a"))
    data = bytearray(file.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(data)
    with pytest.raises(Unreadable, match="密码"):
        list(read_rows(file))


def test_one_shared_text_in_very_many_cells_does_not_fill_the_memory(tmp_path):
    """A small file whose every cell points at the same long text: harmless unpacked, gigabytes once it is read."""
    file = workbook(tmp_path, lambda book, sheet: sheet.write(0, 0, "x" * 30_000))
    parts = {name: zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist()}
    lines = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    head, _, tail = parts["xl/worksheets/sheet1.xml"].decode().partition("<sheetData>")
    body = f"{head}<sheetData>{lines}</sheetData>{tail.partition('</sheetData>')[2]}"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, body if name.endswith("sheet1.xml") else content)
    with pytest.raises(Unreadable, match="表格太大"):
        list(read_rows(file))


def peak_memory(file: Path) -> dict[str, int]:
    """Read a file in a process of its own; return its rows, bad rows, and the peak of that process and its child."""
    code = (
        "import json, re, resource, sys; from pathlib import Path; from huiyin.ui.sheets_in import read_rows\n"
        "rows = bad = 0\n"
        "for number, row in read_rows(Path(sys.argv[1])): rows += 1; bad += bool(row.problem)\n"
        "own = int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        "peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        "print(json.dumps({'rows': rows, 'bad': bad, 'megabytes': peak // 1024}))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_few_huge_cells_stay_below_200_megabytes(tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("w", encoding="utf-8") as stream:
        stream.write("编号,内容\n")
        for number in range(3):
            stream.write(f'{number},"{"路灯不亮" * 5_000_000}"\n')
        stream.write("9,好\n")
    assert file.stat().st_size > 150_000_000
    measured = peak_memory(file)
    assert (measured["rows"], measured["bad"]) == (4, 3)
    assert measured["megabytes"] < 200


def test_a_large_workbook_stays_below_200_megabytes(tmp_path):
    file, draw = tmp_path / "large.xlsx", random.Random(1)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "标题", "内容"])
        for line in range(1, 20_001):
            sheet.write_row(
                line, 0, [str(line), "路灯不亮", f"{draw.random()}" + "市民反映夜间路灯不亮，出行不便。" * 10]
            )
    measured = peak_memory(file)
    assert (measured["rows"], measured["bad"]) == (20_000, 0)
    assert measured["megabytes"] < 200


def test_an_upload_is_read_like_a_file():
    with opened_upload(BytesIO(TEXT.encode())) as sheet:
        assert sheet.header == ["编号", "标题", "时间"]
        assert len(list(sheet.rows)) == 2


def test_leaving_a_workbook_early_leaves_no_process_behind(tmp_path):
    file = workbook(tmp_path, lambda book, sheet: sheet.write_column(0, 0, ["a"] * 5000))
    with opened(file) as sheet:
        next(sheet.rows)


def test_what_is_exported_can_be_imported(tmp_path):
    file = write(tmp_path, b"".join(csv_pieces(["编号", "标题"], [["1", "路灯,\n不亮"], ["2", '"引号"']])))
    assert [row for _, row in read_rows(file)] == [
        {"编号": "1", "标题": "路灯,\n不亮"},
        {"编号": "2", "标题": '"引号"'},
    ]
