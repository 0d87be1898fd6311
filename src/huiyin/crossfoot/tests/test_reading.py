"""The file of figures is read strictly: what cannot be meant is told with its place, everything at once."""

import pytest

from huiyin.crossfoot.reading import LARGEST, Unreadable, read, read_file

TWO = "[figures]\na = 1\nb = 2\n"


def problems_of(text):
    with pytest.raises(Unreadable) as refused:
        read(text)
    return [(problem.place, problem.message) for problem in refused.value.problems]


WRONG = [
    ("", "[figures]", "须有这一节"),
    ("[figures]", "[figures]", "须有这一节"),
    ("figures = 3", "[figures]", "须有这一节"),
    ('[figures]\na = "12"', "[figures] a", "应是数字"),
    ("[figures]\na = true", "[figures] a", "应是数字"),
    ("[figures]\na = nan", "[figures] a", "应是数字"),
    ("[figures]\na = -inf", "[figures] a", "应是数字"),
    ("[figures]\na = 1e300", "[figures] a", "应是数字"),
    ("[figures]\na = 2018-01-01", "[figures] a", "应是数字"),
    ("[figures]\na = [1]", "[figures] a", "应是数字"),
    (f"[figures]\na = {'9' * 40}", "[figures] a", "应是数字"),
    ("[figures]\non_time_rate.of_due = 3", "[figures] on_time_rate", "名称里有点的要加引号"),
    ("[figures]\na = 12,167", "第2行第7列", "数字里不写逗号"),
    ("[figures]\n受理 = 1", "第2行第1列", "中文名称要加引号"),
    ("[figures]\na = 1\na = 2\n", "第3行第6列", "同一个名称只写一次"),
    (f"[figures]\na = {'9' * 5000}", "", "数字太长"),
    (TWO + "[[identify]]\nwhole = 'a'", "identify", "是否为 identity"),
    ("title = 'x'\n" + TWO, "title", "没有这一节"),
    (TWO + "[same]\nfigures=['a','b']", "same", "[[same]]"),
    (TWO + "[[same]]\nfigures=['a']", "[[same]] 第1段 figures", "至少写两个"),
    (TWO + "[[same]]\nfigures='a'", "[[same]] 第1段 figures", "应是列表"),
    (TWO + "[[same]]\nfigures=['a','a']", "[[same]] 第1段 figures", "重复：a"),
    (TWO + "[[same]]\nfigures=['a','c']", "[[same]] 第1段 figures 第2个", "没有“c”"),
    (TWO + "[[same]]\nfigures=['a',2]", "[[same]] 第1段 figures 第2个", "加引号的数字名称"),
    (TWO + "[[same]]\nfigures=['a','b']\nfigurs=1", "[[same]] 第1段 figurs", "是否为 figures"),
    (TWO + "[[identity]]\nwhole='a'\nparts=[]", "[[identity]] 第1段 parts", "至少写一个"),
    (TWO + "[[identity]]\nwhole='a'\nparts=['a','b']", "[[identity]] 第1段 parts", "又是自己的一部分"),
    (TWO + "[[identity]]\nwhole='a'\nparts=['b','b']", "[[identity]] 第1段 parts", "重复：b"),
    (TWO + "[[identity]]\nparts=['b']", "[[identity]] 第1段 whole", "缺少这个键"),
    (TWO + "[[identity]]\nwhole='a'\nparts=['b']\ncomplete='no'", "[[identity]] 第1段 complete", "true 或 false"),
    (TWO + "[[identity]]\nwhole='a'\nparts=['b']\nstated=0", "[[identity]] 第1段 stated", "true 或 false"),
    (TWO + "[[rate]]\nprinted=95\ndenominator='a'", "[[rate]] 第1段 printed", "加引号的百分数"),
    (TWO + "[[rate]]\nprinted='约95%'\ndenominator='a'", "[[rate]] 第1段 printed", "加引号的百分数"),
    (TWO + "[[rate]]\nprinted='95‰'\ndenominator='a'", "[[rate]] 第1段 printed", "加引号的百分数"),
    (TWO + "[[rate]]\nprinted=''\ndenominator='a'", "[[rate]] 第1段 printed", "加引号的百分数"),
    (TWO + "[[rate]]\nprinted='.5'\ndenominator='a'", "[[rate]] 第1段 printed", "加引号的百分数"),
    (TWO + "[[rate]]\nprinted='95'", "[[rate]] 第1段 denominator", "缺少这个键"),
    (TWO + "[[rate]]\nprinted='95'\ndenominator='z'", "[[rate]] 第1段 denominator", "没有“z”"),
    (TWO + "[[rate]]\nprinted='95'\ndenominator='a'\nkind='avg'", "[[rate]] 第1段 kind", "rate、mean"),
    (TWO + "[[rate]]\nprinted='95'\ndenominator='a'\nrounding='up'", "[[rate]] 第1段 rounding", "half_up、truncate"),
    (
        TWO + "[[rate]]\nprinted='95'\ndenominator='a'\nnumerator='b'\nkind='mean'",
        "[[rate]] 第1段 numerator", "平均分",
    ),
    (TWO + "[[bound]]\nsmaller='a'\nlarger='a'", "[[bound]] 第1段 larger", "与 smaller 相同"),
    (TWO + "[[bound]]\nsmaller=1\nlarger='a'", "[[bound]] 第1段 smaller", "加引号的数字名称"),
    (TWO + "[[history]]\nfigure='a'\nearlier=[]", "[[history]] 第1段 earlier", "至少写一个"),
    (TWO + "[[history]]\nfigure='a'\nearlier=34.7", "[[history]] 第1段 earlier", "应是列表"),
    (TWO + "[[history]]\nfigure='a'\nearlier=[1,'x']", "[[history]] 第1段 earlier 第2个", "应是数字"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "words"), WRONG, ids=[f"{n:02} {place}" for n, (_, place, _) in enumerate(WRONG)]
)
def test_what_cannot_be_meant_is_told_with_its_place(text, place, words):
    told = problems_of(text)

    assert [where for where, _ in told] == [place]
    assert words in told[0][1]


def test_everything_that_is_wrong_is_told_at_once_in_its_order():
    told = problems_of("""
        [figures]
        accepted = 12167
        online = "1163"
        [[rate]]
        printed = "95"
        denominator = "acepted"
        [[rate]]
        printed = 95
        [[bound]]
        smaller = "online"
        larger = "accepted"
        [[histories]]
        figure = "accepted"
    """)

    assert [place for place, _ in told] == [
        "histories", "[figures] online", "[[rate]] 第1段 denominator", "[[rate]] 第2段 denominator",
    ]  # fmt: skip
    assert "是否为 accepted" in told[2][1]


def test_a_name_may_be_chinese_or_have_a_point_in_quotes():
    stated = read(
        '[figures]\n"受理" = 5\n"on_time_rate.of_due" = 4\n[[bound]]\nsmaller = "on_time_rate.of_due"\nlarger = "受理"'
    )

    assert stated.bounds[0].names == ("on_time_rate.of_due", "受理")


def test_numbers_are_kept_as_they_are_printed():
    assert [str(one) for one in read("[figures]\na = 95.0\nb = 12_167\nc = 0.10").figures.values()] == [
        "95.0",
        "12167",
        "0.10",
    ]


def test_a_file_of_notepad_is_read(tmp_path):
    """Windows puts a mark before the text and ends its lines in its own way."""
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbf[figures]\r\na = 1\r\n")

    assert read_file(tmp_path / "a.toml").figures == {"a": 1}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[figures]\n受理 = 1".encode("gb18030"), "UTF-8"),
        (b"\x00" * 10, "TOML"),
        (b"#" * (LARGEST + 1), "1 MB"),
        (b"[figures]\na = " + b"[" * 50_000, "不"),
        (b"PK\x03\x04\xff\xff", "UTF-8"),
    ],
    ids=["gb18030", "zeroes", "too long", "too deep", "a workbook"],
)
def test_what_is_no_such_file_is_told(tmp_path, content, words):
    (tmp_path / "a.toml").write_bytes(content)

    with pytest.raises(Unreadable, match=words):
        read_file(tmp_path / "a.toml")


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path):
    with pytest.raises(Unreadable, match="没有这个文件"):
        read_file(tmp_path / "none.toml")
    with pytest.raises(Unreadable, match="打不开文件"):
        read_file(tmp_path)
