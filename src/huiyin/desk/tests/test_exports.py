"""A list is taken out as a file: what the filters leave, masked, and the journal knows who took it."""

import io

from python_calamine import CalamineWorkbook

from huiyin.journal.models import Event


def lines(response):
    return response.whole.decode("utf-8-sig").splitlines()


def test_a_csv_holds_what_the_filters_leave(stage, sign_in):
    kept = stage.register(kind="consult", title="如何办证").case
    stage.register()
    found = lines(sign_in(stage, "supervisor").get("/cases/?kind=consult&format=csv"))
    assert found[0].startswith("编号,标题,渠道")
    assert len(found) == 2
    assert found[1].startswith(f"{kept.number},如何办证,电话")


def test_an_xlsx_opens_with_the_same_rows(stage, sign_in):
    case = stage.register().case
    response = sign_in(stage, "supervisor").get("/cases/?format=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.whole)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == case.number


def test_nothing_in_it_tells_who_petitions(stage, sign_in):
    stage.register(name="张三丰", phone="13911112222", title="请回电13911112222")
    text = "\n".join(lines(sign_in(stage, "director").get("/cases/?format=csv")))
    assert "13911112222" not in text
    assert "张三丰" not in text
    assert "请回电139****2222" in text


def test_no_cell_becomes_a_formula(stage, sign_in):
    stage.register(title="=cmd|'/c calc'!A0")
    assert ",'=cmd" in lines(sign_in(stage, "director").get("/cases/?format=csv"))[1]


def test_a_unit_takes_out_only_what_it_sees(stage, sign_in):
    mine = stage.dispatch(stage.register().case)
    report = stage.dispatch(
        stage.register(kind="report", title="举报王某", accused_unit=stage.units["street"].pk).case, "east"
    )
    stage.dispatch(stage.register().case, "bureau")
    assert [line[:14] for line in lines(sign_in(stage, "water.handler").get("/cases/?format=csv"))[1:]] == [mine.number]
    superior = lines(sign_in(stage, "east.handler").get("/cases/?format=csv"))[1]
    assert superior.startswith(report.number)
    assert "举报王某" not in superior
    assert len(lines(sign_in(stage, "street.handler").get("/cases/?format=csv"))) == 1


def test_the_journal_knows_who_took_what_and_keeps_no_word_that_was_typed(stage, sign_in):
    stage.register()
    sign_in(stage, "editor").get("/cases/?state=registered&number=K2018&format=csv")
    event = Event.objects.get(verb="export.cases")
    assert event.actor_id == stage.who("editor").user_id
    assert event.said == {"list": "工单", "format": "csv", "filters": {"state": ["registered"]}, "rows": 1}


def test_another_format_is_no_page(stage, sign_in):
    assert sign_in(stage, "editor").get("/cases/?format=pdf").status_code == 404
    assert not Event.objects.filter(verb="export.cases").exists()


def test_a_basket_is_taken_out_only_by_its_posts(stage, sign_in):
    assert sign_in(stage, "dispatcher").get("/waiting/dispatch/?format=csv").status_code == 200
    assert sign_in(stage, "agent").get("/waiting/dispatch/?format=csv").status_code == 404
