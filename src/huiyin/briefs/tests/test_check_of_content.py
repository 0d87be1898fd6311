"""The check of a paper's content: tables, identities of the rulebook, rates, repeats, history, earlier papers, typed numbers."""

from fractions import Fraction

import pytest

from huiyin.briefs.check.figures import Frozen, Half, PaperFigure
from huiyin.briefs.check.paper import check_paper
from huiyin.documents.content import Bound, CaseText, Heading, Paragraph, Table, Text
from huiyin.rulebook.identities import Identity
from huiyin.rulebook.tests.shelves import every_edition, name_of

YEAR = (("since", "2018-01-01"), ("until", "2019-01-01"))
KNOWN = (
    Identity(whole="accepted", parts=("platform", "online")),
    Identity(whole="online", parts=("message_board", "mayor_mailbox"), complete=False),
)


def count(measure, value, **more):
    given = {"key": measure, "label": measure, "text": f"{value:,}", "measure": measure, "unit": "件", "scope": YEAR}
    return PaperFigure(**given | {"value": Fraction(value)} | more)


def rate(measure, text, above, below, **more):
    halves = {"numerator": Half("按期办结", Fraction(above)), "denominator": Half("受理", Fraction(below))}
    given = {"key": measure, "label": measure, "text": text, "measure": measure, "unit": "%", "scope": YEAR}
    return PaperFigure(**given | {"value": Fraction(above, below)} | halves | more)


def says(*parts):
    """A paragraph of words and figures."""
    return Paragraph(inlines=tuple(Text(text=one) if isinstance(one, str) else bound(one) for one in parts))


def bound(figure, text=None):
    return Bound(key=figure.key, text=text or figure.text)


def table(*rows, total=True, header=("渠道", "受理"), caption=""):
    cells = [tuple((Text(text=str(cell)),) if not isinstance(cell, Bound) else (cell,) for cell in row) for row in rows]
    return Table(header=header, rows=tuple(cells), total=total, caption=caption)


def findings(*blocks, figures=(), known=KNOWN):
    return [(one.rule.value, one.grade.value) for one in check_paper(blocks, figures, known).findings]


def hard(*blocks, figures=(), known=KNOWN):
    """What is found beyond hints."""
    return [one for one in findings(*blocks, figures=figures, known=known) if one[1] != "hint"]


class TestTables:
    def test_a_column_that_adds_up_holds(self):
        block = table(("人民网", "524"), ("市长信箱", "639"), ("合计", "1,163"))

        report = check_paper([block], (), KNOWN)
        assert [(one.rule.value, one.says) for one in report.passed] == [
            ("sum", "524 + 639 = 1163，受理·合计 1163，相符")
        ]

    def test_a_column_that_does_not_is_an_error_with_its_place(self):
        block = table(("人民网", "524"), ("市长信箱", "638"), ("合计", "1,163"), caption="网络舆情")

        (error,) = [one for one in check_paper([block], (), KNOWN).findings if one.grade == "error"]
        assert (error.rule, error.place) == ("sum", "表1“网络舆情”")
        assert "各项合计少 1" in error.says

    def test_every_column_is_asked(self):
        block = table(("甲", 1, 5), ("乙", 2, 5), ("合计", 3, 11), header=("单位", "受理", "办结"))

        assert hard(block) == [("sum", "error")]

    def test_a_table_without_a_total_is_not_added_up(self):
        assert hard(table(("甲", 1), ("乙", 2), ("丙", 4), total=False)) == []

    def test_dashes_and_empty_cells_add_nothing(self):
        assert hard(table(("甲", 3), ("乙", "—"), ("丙", ""), ("合计", 3))) == []
        assert hard(table(("甲", 3), ("乙", 4), ("合计", "—"))) == []

    def test_a_column_of_rates_has_no_sum_and_one_of_shares_has(self):
        rates = table(("甲", "98.0%"), ("乙", "96.0%"), ("合计", "97.1%"), header=("单位", "办结率"))
        shares = table(("甲", "60.0%"), ("乙", "30.0%"), ("合计", "100%"), header=("单位", "占比"))
        rounded = table(("甲", "33.3%"), ("乙", "33.3%"), ("丙", "33.3%"), ("合计", "100%"), header=("单位", "占比"))

        assert hard(rates) == []
        assert hard(shares) == [("sum", "error")]
        assert hard(rounded) == [("sum", "explain")]

    def test_typed_means_are_only_asked_about(self):
        """Who typed a column of mean hours with a total row cannot mend what is no error."""
        block = table(("甲", "12.5"), ("乙", "8.5"), ("合计", "10.1"), header=("单位", "平均用时（小时）"))

        assert hard(block) == [("sum", "explain")]

    def test_rows_of_one_name_are_kept_apart(self):
        report = check_paper([table(("其他", 1), ("其他", 2), ("合计", 3))], (), KNOWN)

        assert report.passed[0].figures == ("受理·合计", "受理·其他", "受理·其他（2）")

    def test_a_total_across_is_asked_about(self):
        good = table(("甲", 1, 2, 3), ("乙", 4, 5, 9), total=False, header=("单位", "电话", "网络", "合计"))
        bad = table(("甲", 1, 2, 3), ("乙", 4, 5, 8), total=False, header=("单位", "电话", "网络", "合计"))

        assert hard(good) == []
        assert hard(bad) == [("sum", "explain")]

    def test_a_total_is_known_by_its_name_too_at_the_end_or_at_the_top(self):
        """A table that was typed in a file says nowhere that its last row is a sum."""
        assert hard(table(("甲", 1), ("乙", 2), ("合　计", 4), total=False)) == [("sum", "error")]
        assert hard(table(("合计", 4), ("甲", 1), ("乙", 2), total=False)) == [("sum", "error")]
        assert hard(table(("合计", 3), ("甲", 1), ("乙", 2), total=False)) == []

    def test_subtotals_are_added_up_and_not_added_twice(self):
        good = [("甲", 1), ("乙", 2), ("小计", 3), ("丙", 4), ("小计", 4), ("丁", 1), ("合计", 8)]
        bad = [("甲", 1), ("乙", 2), ("小计", 4), ("丙", 4), ("小计", 4), ("丁", 1), ("合计", 9)]

        assert hard(table(*good)) == []
        (error,) = [one for one in check_paper([table(*bad)], (), KNOWN).findings if one.grade == "error"]
        assert error.says == "1 + 2 = 3，受理·小计 4，各项合计少 1"

    def test_what_is_told_of_a_row_is_no_row_of_its_own(self):
        block = table(
            ("甲", 5, 4, 9),
            ("其中：重点", 3, 1, 4),
            ("乙", 2, 1, 3),
            ("合计", 7, 5, 12),
            header=("单位", "电话", "网络", "合计"),
        )

        assert hard(block) == []
        assert hard(table(("甲", 5, 2, 4, 9), total=False, header=("单位", "电话", "其中回访", "网络", "合计"))) == []

    def test_a_short_row_does_not_break_it(self):
        block = Table(header=("渠道", "受理", "办结"), rows=(((Text(text="甲"),),), ()), total=True)

        assert hard(block) == []

    def test_bound_cells_are_added_as_they_are_printed(self):
        one, two, whole = count("a", 768), count("b", 92), count("accepted", 860)
        block = table(("平台", bound(one)), ("网络", bound(two)), ("合计", bound(whole, "861")))

        assert hard(block, figures=(one, two, whole)) == [("same", "error"), ("sum", "error")]


class TestFigures:
    def test_a_figure_that_was_typed_over_is_an_error(self):
        figure = count("accepted", 12167)
        report = check_paper([says("受理"), Paragraph(inlines=(bound(figure, "12,176"),))], [figure], KNOWN)

        assert [(one.rule, one.grade, one.says) for one in report.findings] == [
            ("same", "error", "accepted印的是 12,176，统计为 12,167")
        ]

    def test_marks_of_thousands_and_wide_digits_are_no_other_figure(self):
        figure = count("accepted", 12167)
        share = rate("on_time", "95%", 11557, 12167)
        block = Paragraph(inlines=(bound(figure, "12167"), bound(figure, "１２，１６７"), bound(share, "95％")))

        assert findings(block, figures=[figure, share]) == []
        assert findings(Paragraph(inlines=(bound(share, "95.0%"),)), figures=[share]) == [("same", "error")]

    def test_a_figure_that_nobody_knows_is_an_error(self):
        stray = Paragraph(inlines=(Bound(key="gone", text="12"),))

        assert findings(stray) == [("source", "error")]

    def test_the_same_thing_counted_twice_must_be_the_same(self):
        one, two = count("closing_rate", 5), count("closing_rate", 6, key="headline_rate", label="主要指标")

        assert hard(says(one, two), figures=(one, two)) == [("same", "error")]
        two = count("closing_rate", 5, key="headline_rate")
        assert hard(says(one, two), figures=(one, two)) == []

    def test_the_same_measure_over_another_period_may_differ(self):
        this, before = count("accepted", 860), count("accepted", 910, key="accepted@before", scope=())

        assert hard(says(this, before), figures=(this, before)) == []

    def test_a_figure_from_outside_that_comes_twice_is_asked_about(self):
        one = PaperFigure("outside.1", "热线总量", "140", source="省中心")
        two = PaperFigure("outside.2", "热线总量", "141", source="省中心")

        assert hard(says(one, two), figures=(one, two)) == [("same", "explain")]

    def test_a_rate_is_what_its_parts_give_rounded_as_the_rulebook_says(self):
        good = rate("on_time", "95%", 11557, 12167)
        cut = rate("on_time", "94%", 11557, 12167, rounding="truncate")
        bad = rate("on_time", "94%", 11557, 12167)

        assert hard(says(good), figures=[good]) == []
        assert hard(says(cut), figures=[cut]) == []
        assert hard(says(bad), figures=[bad]) == [("rate", "error")]

    def test_a_dash_where_there_is_nothing_to_divide_by_is_no_rate(self):
        none = PaperFigure("r", "满意率", "—", "satisfaction_rate", unit="%", scope=YEAR)

        assert findings(says(none), figures=[none]) == []

    def test_a_figure_that_no_longer_stands_in_the_paper_is_asked_nothing(self):
        bad = rate("on_time", "94%", 11557, 12167)

        assert findings(says("没有数字"), figures=[bad]) == []


class TestIdentities:
    def test_accepted_is_platform_and_online(self):
        figures = [count("accepted", 860), count("platform", 768), count("online", 92)]
        assert hard(says(*figures), figures=figures) == []

        figures[2] = count("online", 93)
        assert hard(says(*figures), figures=figures) == [("identity", "error")]

    def test_some_of_the_parts_may_leave_a_rest_but_not_exceed(self):
        few = [count("accepted", 860), count("online", 92)]
        many = [count("accepted", 860), count("online", 861)]

        assert hard(says(*few), figures=few) == []
        assert hard(says(*many), figures=many) == [("identity", "error")]

    def test_what_need_not_fill_the_whole_may_leave_a_rest(self):
        figures = [count("online", 1163), count("message_board", 524), count("mayor_mailbox", 600)]

        assert hard(says(*figures), figures=figures) == []

    def test_figures_of_other_periods_are_not_mixed(self):
        figures = [count("accepted", 860), count("platform", 900, scope=()), count("online", 5, scope=())]

        assert hard(says(*figures), figures=figures) == []

    @pytest.mark.parametrize("book", every_edition(), ids=name_of)
    def test_every_rulebook_knows_what_accepted_is_made_of(self, book):
        figures = [count("accepted", 860), count("platform", 768), count("online", 90)]

        assert hard(says(*figures), figures=figures, known=book.identities) == [("identity", "error")]


class TestEarlierPapers:
    def test_far_from_its_history_is_to_be_explained(self):
        figure = rate("answer_rate", "5.08%", 11404, 224549, before=(Fraction(5146, 14826),))

        report = check_paper([says(figure)], [figure], KNOWN)
        assert [(one.rule, one.grade) for one in report.findings] == [("history", "explain")]
        assert "answer_rate（%） 5.08，以前为 34.71：是以前（34.71）的 14.6%" in report.findings[0].says

    def test_near_its_history_holds(self):
        figure = count("accepted", 860, before=tuple(map(Fraction, (880, 850, 900, 840))))

        assert hard(says(figure), figures=[figure]) == []

    def test_counts_of_a_steady_town_jump_by_chance_and_rates_do_not(self):
        """84 to 87 cases a month: 100 are no wonder. 84 to 87 per cent: 100 are."""
        cases = count("closed", 100, before=tuple(map(Fraction, (84, 86, 85, 87))))
        share = rate("closing", "100%", 50, 50, before=tuple(Fraction(one, 100) for one in (70, 72, 71, 73)))

        assert hard(says(cases), figures=[cases]) == []
        assert hard(says(share), figures=[share]) == [("history", "explain")]

    def test_another_figure_for_the_same_period_is_to_be_explained(self):
        figure = count("accepted", 12170, frozen=(Frozen("《年报》第1期", "12,167", Fraction(12167)),))

        report = check_paper([says(figure)], [figure], KNOWN)
        assert [(one.rule, one.grade) for one in report.findings] == [("same", "explain")]
        assert "《年报》第1期印的是 12,167" in report.findings[0].says

    def test_the_same_figure_for_the_same_period_holds(self):
        figure = count("accepted", 12167, frozen=(Frozen("《年报》第1期", "12,167", Fraction(12167)),))

        assert findings(says(figure), figures=[figure]) == []


class TestTypedNumbers:
    @pytest.mark.parametrize(
        "text",
        [
            "2018年1月19日上午9时30分", "2017—2018年", "1至3月份，8月10日", "3月22日16:00至29日", "2018-01-19",
            "《市长专线电话简报》第12期", "豫政办〔2018〕12号", "第1—3期", "12345热线", "拨打110、120", "书店街57号院3号楼",
            "GB/T 9704-2012", "A4纸", "1．总体情况", "（1）总体情况", "2018年度", "电话0371-5550000", "24小时值班", "7×24小时受理",
        ],
    )  # fmt: skip
    def test_dates_and_names_are_no_figures(self, text):
        assert findings(says(text)) == []

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("受理群众诉求12167件", "12167"), ("受理 12,167 件", "12,167"), ("满意度为96.5%", "96.5%"), ("共5个单位", "5"),
            ("接到12345件诉求", "12345"), ("2018年共受理110件", "110"), ("退还99.36万元", "99.36"), ("为期3个月", "3"),
            ("办理时长8小时", "8"),
        ],
    )  # fmt: skip
    def test_what_counts_something_is_named(self, text, number):
        report = check_paper([says(text)], (), KNOWN)

        assert [(one.rule, one.grade, one.figures) for one in report.findings] == [("source", "hint", (number,))]

    def test_a_bound_figure_is_none_of_them_and_ends_a_number(self):
        figure = count("accepted", 860)

        assert findings(says("受理", figure, "件"), figures=[figure]) == []
        assert len(findings(says("1", figure, "2"), figures=[figure])) == 2

    def test_words_that_were_put_together_are_read_together(self):
        """The year of the period is a word of its own: "2018" and "年"."""
        assert findings(says("2018", "年受理")) == []

    def test_headings_count_and_the_story_of_a_case_does_not(self):
        heading = Heading(level=1, inlines=(Text(text="办结906件"),))
        case = CaseText(number="x", title="路灯", inlines=(Text(text="3盏路灯不亮"),))

        assert findings(heading) == [("source", "hint")]
        assert findings(case) == []

    def test_a_table_that_was_typed_is_one_hint(self):
        assert findings(table(("甲", 1), ("乙", 2), total=False)) == [("source", "hint")]


def test_two_hundred_figures_take_no_time():
    """Counted in steps, not in time: a table of 200 figures is one sum and one comparison of each with its text."""
    figures = [count(f"m{n}", n) for n in range(200)]
    whole = count("all", sum(range(200)))
    rows = [(str(n), bound(one)) for n, one in enumerate(figures)]
    report = check_paper([table(*rows, ("合计", bound(whole)))], [*figures, whole], KNOWN)

    assert not report.findings
    assert [one.rule.value for one in report.passed] == ["sum"]
