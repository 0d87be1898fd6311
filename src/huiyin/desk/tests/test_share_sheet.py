"""A unit takes its open shares out as a sheet, fills it in and brings it back: looked through first, done by the moves."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from huiyin.cases.models import Assignment, Reply, Wish
from huiyin.desk.share_sheet import CODE, NUMBER, SIGN
from huiyin.desk.share_sheet_in import MOST_FILLED
from huiyin.desk.tests.signed_in import text_of
from huiyin.journal.models import Event
from huiyin.ui.sheets import csv_pieces, write_xlsx

PAGE, OUT, DO = "/shares/sheet/", "/shares/sheet/out/", "/shares/sheet/do/"
ROW = re.compile(r'name="row" value="([^"]+)"')


def taken_out(browser):
    """Return the sheet as a list of rows by heading."""
    response = browser.get(OUT)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.whole)).get_sheet_by_index(0).to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def brought(browser, rows, name="在办工单.xlsx"):
    """Bring the rows back as a workbook, or as a CSV by its name."""
    header, lines = list(rows[0]), [list(row.values()) for row in rows]
    if name.endswith(".csv"):
        data = b"".join(csv_pieces(header, lines))
    else:
        stream = io.BytesIO()
        write_xlsx(stream, "在办工单", header, lines)
        data = stream.getvalue()
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def done(browser, preview, **more):
    rows = [one.replace("&quot;", '"') for one in ROW.findall(text_of(preview))]
    return browser.post(DO, {"row": rows, "key": "k" * 32, **more})


def answered(stage, **other):
    """Return the cells of a complete reply in words, as a unit types them."""
    solves = next(result.label for result in stage.book.results if result.solves)
    return {
        "办理情况（内部）": "已派人更换灯泡三只。", "公开答复内容": "路灯已修复。", "办理结果": solves, "诉求属实": "是",
        "已联系诉求人": "√", "联系方式或未联系原因": "电话", "已解决": "是", "已答复诉求人": "是", "诉求点1结果": "已解决",
        "诉求点1依据": "现场照片", **other,
    }  # fmt: skip


def test_a_reply_to_what_nobody_signed_says_where_to_sign(stage, sign_in):
    stage.dispatch(stage.register().case)
    browser = sign_in(stage, "water.handler")
    page = text_of(brought(browser, [{**taken_out(browser)[0], **answered(stage)}]))
    assert "第2行“签收”列：还没有签收，要反馈的请在本列填是" in page


def line_of(page, case):
    return re.search(rf"<tr>(?:(?!</tr>).)*{case.number}.*?</tr>", page, re.DOTALL)[0]


@pytest.fixture
def unsigned(each_city):
    return [each_city.dispatch(each_city.register(phone=f"1390000000{n}").case) for n in range(3)]


@pytest.fixture
def one(stage):
    """One matter that the water company has in hand."""
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    return case


def test_rows_are_signed_and_answered_through_the_moves_and_the_rest_is_left(each_city, unsigned, sign_in):
    browser = sign_in(each_city, "water.handler")
    rows = taken_out(browser)
    assert {row[NUMBER] for row in rows} == {case.number for case in unsigned}
    first, second = (next(row for row in rows if row[NUMBER] == case.number) for case in unsigned[:2])
    first[SIGN] = "是"
    second.update({SIGN: "是", **answered(each_city)})
    preview = brought(browser, rows)
    assert preview.status_code == 200
    assert "可以办理 2 行，没有填写 1 行" in text_of(preview)
    assert not Event.objects.filter(verb__in=["assignment.sign", "assignment.reply"]).exists()
    told = done(browser, preview)
    assert told.status_code == 200
    assert text_of(told).count("已办理</span>") == 2
    after = "awaiting_sign_off" if each_city.book.sign_off.required else "replied"
    assert [each_city.share(case).state for case in unsigned] == ["handling", after, "pending_signature"]
    reply = Reply.objects.get()
    assert (reply.public, reply.contacted, reply.resolved) == ("路灯已修复。", True, True)
    assert Wish.objects.get(case=unsigned[1]).evidence == "现场照片"


def test_each_error_is_named_by_row_and_column_in_the_users_words(stage, one, sign_in):
    browser = sign_in(stage, "water.handler")
    row = taken_out(browser)[0]
    for changed, words in (
        (answered(stage, 办理结果="搞定"), "第2行“办理结果”列：没有“搞定”这个选项，可填："),
        (answered(stage, 已解决="大概"), "第2行“已解决”列：看不懂“大概”，请填是或否"),
        (answered(stage, 公开答复内容=""), "第2行“公开答复内容”列：请填写公开答复内容"),
        (answered(stage, 诉求点1结果=""), "第2行“诉求点答复”列："),
        (answered(stage, 诉求点1依据=""), "第2行“诉求点答复”列：第1个诉求点写已解决，请写明依据"),
        ({SIGN: "好"}, "第2行“签收”列：看不懂“好”，请填是，或留空"),
        ({SIGN: "是"}, "第2行：承办现在是“办理中”，不能签收"),
        ({SIGN: "是", CODE: "改过"}, f"第2行“{CODE}”列：被改动或删除"),
        ({NUMBER: "XX123", **answered(stage)}, "第2行“工单编号”列：与回传码不是同一件"),
    ):
        page = text_of(brought(browser, [{**row, **changed}]))
        assert words in page, changed
        assert "可以办理 0 行" in page
        assert ROW.findall(page) == []
    assert stage.share(one).state == "handling"


def test_a_stale_row_says_who_did_what_and_the_others_are_done(stage, sign_in):
    cases = [stage.dispatch(stage.register(phone=f"1390000000{n}").case) for n in range(2)]
    for case in cases:
        stage.sign(case)
    browser = sign_in(stage, "water.handler")
    rows = [{**row, **answered(stage)} for row in taken_out(browser)]
    share = stage.share(cases[0])
    stage.move_share(share, "charge", "water.leader", charge_leader="甲", charge_handler="乙")
    page = brought(browser, rows)
    assert "water.leader某 落实责任人，请重新导出后再填" in line_of(text_of(page), cases[0])
    # What changes between the preview and the button is told as well.
    stage.move_share(stage.share(cases[1]), "charge", "water.head", charge_leader="甲", charge_handler="乙")
    told = done(browser, page)
    assert told.status_code == 422
    assert "water.head某 落实责任人" in line_of(text_of(told), cases[1])
    assert not Reply.objects.exists()


def test_the_button_pressed_twice_does_it_once(stage, one, sign_in):
    browser = sign_in(stage, "water.handler")
    preview = brought(browser, [{**taken_out(browser)[0], **answered(stage)}])
    first, second = done(browser, preview), done(browser, preview)
    assert text_of(first).count("已办理</span>") == text_of(second).count("已办理</span>") == 1
    assert Reply.objects.count() == 1


def test_a_csv_and_rows_that_were_sorted_anew_are_read_as_well(stage, sign_in):
    cases = [stage.dispatch(stage.register(phone=f"1390000000{n}").case) for n in range(2)]
    browser = sign_in(stage, "water.handler")
    rows = [{**row, SIGN: "是"} for row in reversed(taken_out(browser))]
    preview = brought(browser, rows, "交回.csv")
    assert "可以办理 2 行" in text_of(preview)
    done(browser, preview)
    assert [stage.share(case).state for case in cases] == ["handling"] * 2


def test_one_case_twice_and_one_of_another_unit_are_refused(stage, one, sign_in):
    other = stage.dispatch(stage.register(phone="13900000001").case, "bureau")
    foreign = stage.share(other, "bureau")
    browser = sign_in(stage, "water.handler")
    row = {**taken_out(browser)[0], **answered(stage)}
    strange = {**row, NUMBER: other.number, CODE: f"{foreign.pk}.{stage.reload(other).event_count}"}
    page = text_of(brought(browser, [row, row, strange]))
    assert "可以办理 1 行，不能办理 2 行" in page
    assert "第3行“回传码（勿改）”列：与第2行是同一件" in page
    assert "第4行“回传码（勿改）”列：没有这件工单，或已不由本单位办理" in page
    assert other.title not in page.replace(one.title, "")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("空.xlsx", b""), "文件是空的"),
        (SimpleUploadedFile("旧.xls", b"\xd0\xcf\x11\xe0" + bytes(600)), "不支持旧版 xls"),
        (SimpleUploadedFile("别的.csv", "姓名,电话\n甲,1\n".encode()), "请使用从本页导出的表格"),
        (SimpleUploadedFile("坏.xlsx", b"PK\x03\x04" + bytes(40)), ""),
    ],
    ids=["empty", "old-excel", "another-sheet", "broken"],
)
def test_a_file_that_is_no_sheet_says_so(stage, one, sign_in, file, words):
    file.seek(0)
    page = sign_in(stage, "water.handler").post(PAGE, {"file": file})
    assert page.status_code == 422
    assert words in text_of(page)
    assert 'id="file-error"' in text_of(page)


def test_nothing_filled_in_no_file_and_too_many_rows_are_told(stage, one, sign_in):
    browser = sign_in(stage, "water.handler")
    row = taken_out(browser)[0]
    assert "没有填写签收或反馈的行" in text_of(brought(browser, [row]))
    assert "请选择填写好的表格" in text_of(browser.post(PAGE))
    many = [{**row, SIGN: "是"}] * (MOST_FILLED + 1)
    assert f"一次最多{MOST_FILLED}行" in text_of(brought(browser, many))


@pytest.mark.parametrize("row", ["", "{}", "[1]", '{"line": 1, "share": "x"}'], ids=["none", "bare", "list", "no-id"])
def test_what_no_preview_says_does_nothing(stage, one, sign_in, row):
    assert sign_in(stage, "water.handler").post(DO, {"row": [row]}).status_code == 422
    assert stage.share(one).state == "handling"


def test_a_forged_row_of_another_unit_does_nothing(stage, one, sign_in):
    row = f'{{"line": 2, "number": "x", "share": "{stage.share(one).pk}", "seen": 99, "signs": true, "reply": {{}}}}'
    told = sign_in(stage, "bureau.handler").post(DO, {"row": [row]})
    assert "没有写入任何内容" in text_of(told)
    assert one.number not in text_of(told)


def test_the_sheet_tells_no_more_than_the_rights_and_the_journal_who_took_it(stage, sign_in):
    text = "请回电13911112222"
    stage.dispatch(stage.register(name="张三丰", phone="13911112222", text=text).case)
    hidden = stage.dispatch(stage.register(name="赵小明", phone="13922223333", confidential=True, text="赵小明说").case)
    rows = taken_out(sign_in(stage, "water.handler"))
    told = "\n".join(str(cell) for row in rows for cell in row.values())
    for secret in ("13911112222", "张三丰", "13922223333", "赵小明"):
        assert secret not in told
    row = next(row for row in rows if row[NUMBER] != hidden.number)
    assert (row["诉求人"], row["联系电话"]) == ("张**", "139****2222")
    assert next(row for row in rows if row[NUMBER] == hidden.number)["联系电话"] == ""
    event = Event.objects.get(verb="export.shares")
    assert (event.actor_id, event.said["rows"]) == (stage.who("water.handler").user_id, 2)


def test_only_open_shares_of_the_own_unit_are_in_it(stage, one, sign_in):
    stage.dispatch(stage.register(phone="13900000001").case, "bureau")
    stage.handled()
    assert [row[NUMBER] for row in taken_out(sign_in(stage, "water.handler"))] == [one.number]


def test_who_does_not_work_for_a_unit_gets_no_sheet(stage, one, sign_in):
    for who in ("supervisor", "stranger"):
        browser = sign_in(stage, who)
        assert browser.get(OUT).status_code == 404
        assert browser.get(PAGE).status_code == browser.post(DO).status_code == 404
    leader = sign_in(stage, "water.leader")
    assert leader.get(OUT).status_code == 200
    assert leader.get(PAGE).status_code == leader.post(DO).status_code == 404


def test_a_text_that_begins_like_a_formula_comes_back_as_it_was_typed(stage, one, sign_in):
    browser = sign_in(stage, "water.handler")
    preview = brought(browser, [{**taken_out(browser)[0], **answered(stage, 公开答复内容="-路灯已修复")}])
    done(browser, preview)
    assert Reply.objects.get().public == "-路灯已修复"


def test_taking_out_and_looking_through_cost_the_same_for_two_rows_and_for_eight(stage, sign_in):
    def make(count):
        for n in range(count):
            stage.dispatch(stage.register(phone=f"138{n:08}").case)

    make(2)
    browser = sign_in(stage, "water.handler")
    counts = []
    for _ in range(2):
        rows = [{**row, SIGN: "是"} for row in taken_out(browser)]
        taken = browser.statements
        brought(browser, rows)
        counts.append((len(rows), taken, browser.statements))
        make(6)
    assert [count for count, *_ in counts] == [2, 8]
    assert all(later <= first for first, later in zip(counts[0][1:], counts[1][1:], strict=True))
    assert Assignment.objects.filter(state="pending_signature").exists()
