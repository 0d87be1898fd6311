import pytest

from huiyin.documents.titles import CHARACTERS_PER_LINE, lines_of_title, width


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于供暖问题的通报", ["关于供暖问题的通报"]),
        (
            "汴阳市人民政府办公室关于2026年10月份12345热线诉求办理情况的通报",
            ["汴阳市人民政府办公室关于2026年10月份", "12345热线诉求办理情况的通报"],
        ),
        ("本周热点问题专报\n（10月第四周）", ["本周热点问题专报", "（10月第四周）"]),
        ("", [""]),
    ],
    ids=["short", "long", "by-hand", "none"],
)
def test_titles_are_broken_at_words(title, lines):
    assert list(lines_of_title(title)) == lines


def test_no_line_is_too_long_and_no_word_is_lost():
    for title in (
        "关于进一步规范全市政务服务便民热线诉求办理工作提高按期办结率和群众满意率的若干意见的通知" * 2,
        "A" * 100,
        "的" * 50,
    ):
        lines = lines_of_title(title)
        assert "".join(lines) == title
        assert max(map(width, lines)) <= CHARACTERS_PER_LINE


def test_a_figure_is_never_torn_from_its_unit():
    for line in lines_of_title("汴阳市市长专线电话办公室关于二季度暨2026年6月份办理超期工单1204件情况的通报"):
        assert not line.startswith(("年", "月", "件", "的")) and not line.endswith("年")
