from huiyin.documents.content import Text
from huiyin.documents.tests.samples import bulletin, circular, figure, paragraph
from huiyin.documents.words import bound_keys, numbers_of_prose, plain_text, reported_lines, typed_numbers, with_figures


def test_every_figure_is_counted_as_often_as_it_is_printed():
    assert bound_keys(bulletin())["accepted"] == 1
    assert sum(bound_keys(circular()).values()) == 18


def test_a_paper_as_text_has_a_line_for_each_paragraph_and_row():
    lines = plain_text(circular()).splitlines()
    assert lines[0] == circular().head.title
    assert "东湖区政府\t1286\t97.20%" in lines
    assert any(line.startswith("泉涌巷连续三日停水（20261012000318）居民") for line in lines)


def test_readers_are_told_as_the_layout_prints_them():
    assert reported_lines(circular().head) == ["抄送：市委办公室，市人大常委会办公室，市政协办公室，市纪委监委。"]
    assert reported_lines(bulletin().head)[0] == "报：市长、副市长，市政府秘书长"
    plain = bulletin().head.model_copy(update={"reported_to": "市长，各副市长"})
    assert reported_lines(plain) == ["报送：市长，各副市长"]
    assert reported_lines(plain.model_copy(update={"reported_to": " "})) == []


def test_numbers_that_somebody_typed_are_told_from_bound_ones():
    block = paragraph("其中", figure("a", "12"), "件超期，占5.6%，另1,204件、", figure("b", "3"), "4件")
    assert numbers_of_prose(block) == ["5.6%", "1,204", "4"]
    table = next(block for block in circular().blocks if block.type == "table")
    assert numbers_of_prose(table) == [] and typed_numbers(table) == []


def test_figures_can_be_written_anew_or_loosened():
    blocks = with_figures(
        circular().blocks, lambda one: Text(text="×") if one.key == "rate" else figure(one.key, f"[{one.text}]")
    )
    said = plain_text(circular().model_copy(update={"blocks": blocks}))
    assert "按期办结率×，群众满意率[96.5%]" in said and "东湖区政府\t[1286]\t[97.20%]" in said
