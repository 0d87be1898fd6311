"""`manage check_paper`: a paper from outside, by its figures alone."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import huiyin
from huiyin import crossfoot
from huiyin.rulebook.tests.shelves import every_edition, name_of
from huiyin.statistics.collecting import registry_for

PAPERS = Path(crossfoot.__file__).parent / "tests" / "papers"


def asked(file, **options):
    out = StringIO()
    call_command("check_paper", file, stdout=out, **options)
    return out.getvalue()


def as_json(name):
    return json.loads(asked(PAPERS / f"{name}.toml", json=True))


def test_kaifeng_2018_as_json():
    answer = as_json("kaifeng-2018")

    assert [(one["rule"], one["grade"], one["figures"]) for one in answer["findings"]] == [
        ("rate", "explain", ["enterprise_closed"]), ("history", "explain", ["answered_rate"]),
    ]  # fmt: skip
    passed = {(one["rule"], *one["figures"]): one["says"] for one in answer["passed"]}
    assert passed["identity", "online", "message_board", "mayor_mailbox"] == "524 + 639 = 1163，online 1163，相符"
    assert passed["identity", "briefs", "weekly_reports", "operation_briefs"] == "51 + 12 = 63，briefs 63，相符"
    assert passed["rate", "closed_on_time", "accepted"] == "11557 ÷ 12167 ≈ 94.986%，四舍五入为 95%"
    assert passed["rate", "enterprise_closed", "enterprise_accepted"] == "49 ÷ 58 ≈ 84.483%，四舍五入为 84%"
    assert passed["bound", "accepted_by_phone", "answered"] == "accepted_by_phone 11004 ≤ answered 11404"
    assert answer["unchecked"] == []


def test_dandong_2010_as_json():
    answer = as_json("dandong-2010")

    assert [(one["rule"], one["grade"], one["figures"][0]) for one in answer["findings"]] == [
        ("rate", "error", "housing"), ("identity", "explain", "dispatched"),
    ]  # fmt: skip
    passed = {(one["rule"], *one["figures"]): one["says"] for one in answer["passed"]}
    assert passed["rate", "closed", "dispatched"] == "906 ÷ 934 ≈ 97.002%，四舍五入为 97%"
    assert passed["rate", "line_12369"] == "1221 ÷ 1240 ≈ 98.4677%，四舍五入为 98.5%"
    assert answer["unchecked"] == ["direct"]


def test_every_answer_has_its_rule_figures_words_and_place():
    answer = as_json("kaifeng-2018")

    for one in (*answer["findings"], *answer["passed"]):
        assert one["rule"] in {"sum", "identity", "rate", "same", "bound", "history"}
        assert one["figures"] and one["says"] and one["place"].startswith(f"[[{one['rule']}]] 第")
    assert {one["grade"] for one in answer["findings"]} <= {"error", "explain", "hint"}


def test_people_read_lines_the_gravest_first():
    lines = asked(PAPERS / "dandong-2010.toml").splitlines()

    assert lines[0].startswith("【硬错】比率：90 ÷ 91 ≈ 98.9%") and lines[0].endswith("（[[rate]] 第5段）")
    assert lines[1].startswith("【待说明】总分关系：333 + 131 + ")
    assert lines[-2:] == ["没有参加核对的数字：direct", "硬错 1 处，待说明 1 处，提示 0 处，相符 7 处"]


def test_errors_end_it_with_one_only_where_that_is_asked_for():
    asked(PAPERS / "kaifeng-2018.toml", strict=True)
    with pytest.raises(CommandError) as refused:
        asked(PAPERS / "dandong-2010.toml", strict=True)

    assert refused.value.returncode == 1


def test_a_file_that_cannot_be_used_ends_it_with_two_and_says_where(tmp_path):
    (tmp_path / "paper.toml").write_text(
        '[figures]\naccepted = "12167"\n[[rate]]\nprinted = 95\ndenominator = "acepted"\n'
    )
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("check_paper", tmp_path / "paper.toml", json=True, stdout=out)

    assert refused.value.returncode == 2
    assert "[[rate]] 第1段 denominator：[figures] 里没有“acepted”，是否为 accepted" in str(refused.value)
    assert [one["place"] for one in json.loads(out.getvalue())["problems"]] == [
        "[figures] accepted",
        "[[rate]] 第1段 denominator",
    ]


def test_the_page_of_docs_shows_a_file_that_can_be_used(tmp_path):
    page = (Path(huiyin.__file__).parents[2] / "docs" / "check-paper.md").read_text()
    (tmp_path / "paper.toml").write_text(page.partition("```toml\n")[2].partition("```")[0])

    answer = json.loads(asked(tmp_path / "paper.toml", json=True))
    assert [one["rule"] for one in answer["findings"]] == ["rate", "history"]
    assert [one["rule"] for one in answer["passed"]] == ["identity", "rate", "same", "bound"]


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_every_identity_of_a_rulebook_is_of_figures_that_there_are(book):
    registry = registry_for(book)

    assert [name for one in book.identities for name in (one.whole, *one.parts) if name not in registry] == []
