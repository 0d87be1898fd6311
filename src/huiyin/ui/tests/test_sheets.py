"""What is exported opens in Chinese, holds every row, and calculates nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from huiyin.flow.posts import Post
from huiyin.ui.sheets import DANGEROUS, csv_pieces, csv_response, guarded, write_xlsx, xlsx_response

AT = datetime(2018, 1, 2, 2, 30, tzinfo=UTC)


def cells_of(header, rows):
    stream = BytesIO()
    count = write_xlsx(stream, "工单", header, rows)
    return count, CalamineWorkbook.from_filelike(BytesIO(stream.getvalue())).get_sheet_by_index(0).to_python()


def test_csv_begins_with_the_mark_by_which_a_spreadsheet_knows_its_encoding():
    data = b"".join(csv_pieces(["编号", "时间", "岗位", "超期"], [[1, AT, Post.AGENT, True]]))
    assert data == "\ufeff编号,时间,岗位,超期\r\n1,2018-01-02 10:30,话务员,是\r\n".encode()


@pytest.mark.parametrize("sign", DANGEROUS)
def test_no_cell_calculates(sign):
    text = f"{sign}HYPERLINK(A1)"
    assert guarded(text) == f"'{text}"
    assert f"'{sign}" in b"".join(csv_pieces(["a"], [[text]])).decode()
    _, cells = cells_of(["a"], [[text]])
    assert cells[1][0].startswith("'")


def test_numbers_stay_numbers_even_below_zero():
    assert b"-5,2.50" in b"".join(csv_pieces(["a", "b"], [[-5, Decimal("2.50")]]))
    _, cells = cells_of(["a", "b"], [[-5, Decimal("2.50")]])
    assert cells[1] == [-5.0, 2.5]


def test_a_workbook_holds_dates_as_dates_in_the_time_of_the_city():
    count, cells = cells_of(["时间", "日期", "空"], [[AT, date(2018, 1, 2), None]])
    assert count == 1
    assert cells[1][0] == datetime(2018, 1, 2, 10, 30)  # noqa: DTZ001
    assert str(cells[1][1])[:10] == "2018-01-02"


def test_a_text_beyond_the_length_of_a_cell_is_cut_not_lost():
    _, cells = cells_of(["a"], [["长" * 40_000]])
    assert len(cells[1][0]) == 32_767


def test_a_csv_answer_is_streamed_and_asks_no_row_before_it_is_needed():
    asked = []

    def rows():
        for number in range(1000):
            asked.append(number)
            yield [number]

    response = csv_response("工单 2018.csv", ["a"], rows())
    assert not asked
    pieces = iter(response.streaming_content)
    next(pieces)
    assert len(asked) < 1000
    assert "filename*=utf-8''%E5%B7%A5%E5%8D%95%202018.csv" in response.headers["Content-Disposition"]


def test_a_workbook_answer_can_be_opened():
    response = xlsx_response("工单.xlsx", "工单:[全部]", ["a"], [["x"]])
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    assert book.sheet_names == ["工单__全部_"]
