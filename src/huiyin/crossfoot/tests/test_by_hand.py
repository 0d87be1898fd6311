"""Papers of a few figures whose findings were worked out by hand: what holds, what is wrong, what is to be explained."""

import pytest

from huiyin.crossfoot.checking import check
from huiyin.crossfoot.reading import read

HELD, ERROR, EXPLAIN, HINT = "held", "error", "explain", "hint"


def sum_of(whole, *parts, keys=""):
    figures = "\n".join(f"p{place} = {part}" for place, part in enumerate(parts))
    names = ", ".join(f'"p{place}"' for place in range(len(parts)))
    return f'[figures]\nw = {whole}\n{figures}\n[[identity]]\nwhole = "w"\nparts = [{names}]\n{keys}'


REST = "complete = false"
UNSTATED = "stated = false"
UNSTATED_REST = "complete = false\nstated = false"

SUMS = {
    "two parts make the whole": (sum_of(1163, 524, 639), HELD),
    "one is missing": (sum_of(1163, 524, 638), ERROR),
    "one too many": (sum_of(1163, 524, 640), ERROR),
    "one part that is the whole": (sum_of(7, 7), HELD),
    "one part that is not the whole": (sum_of(7, 6), ERROR),
    "nothing of nothing": (sum_of(0, 0, 0), HELD),
    "something of nothing": (sum_of(0, 1, 0), ERROR),
    "a rest where none may be": (sum_of(63, 51), ERROR),
    "a rest where one may be": (sum_of(63, 51, keys=REST), HELD),
    "no rest where one may be": (sum_of(63, 51, 12, keys=REST), HELD),
    "more than the whole where a rest may be": (sum_of(63, 51, 13, keys=REST), ERROR),
    "725 under 934, and nobody said of what": (sum_of(934, 609, 116, keys=UNSTATED_REST), EXPLAIN),
    "725 under 934, not said, and no rest is meant": (sum_of(934, 609, 116, keys=UNSTATED), EXPLAIN),
    "it fits, but nobody said so": (sum_of(63, 51, 12, keys=UNSTATED), EXPLAIN),
    "more than a whole that nobody named": (sum_of(934, 900, 116, keys=UNSTATED_REST), EXPLAIN),
    "decimals are added exactly": (sum_of("0.3", "0.1", "0.2"), HELD),
    "decimals of unlike length": (sum_of("138.04", "99.36", "38.68"), HELD),
    "whole and decimal are one number": (sum_of("10.0", 4, 6), HELD),
    "rounded parts may miss their whole by a digit": (sum_of(100, "33.3", "33.3", "33.3"), EXPLAIN),
    "rounded parts may exceed their whole by a digit": (sum_of("100.0", "16.7", "16.7", "66.7"), EXPLAIN),
    "rounding does not make a whole unit": (sum_of(100, "33.3", "33.3", "32.3"), ERROR),
    "counts are not rounded": (sum_of(100, 33, 33, 33), ERROR),
    "a decrease among increases": (sum_of(5, 8, -3), HELD),
    "a decrease that does not add up": (sum_of(5, 8, -2), ERROR),
    "numbers of the size of a nation": (sum_of(147_000_001, 147_000_000, 1), HELD),
    "one of a hundred and forty-seven millions": (sum_of(147_000_000, 147_000_000, 1), ERROR),
    "underscores as TOML allows": (sum_of("12_167", "11_004", "1_163"), HELD),
}


def rate_of(printed, base, above=None, keys=""):
    numerator = "" if above is None else 'numerator = "a"\n'
    figures = f"b = {base}\n" + ("" if above is None else f"a = {above}\n")
    return f'[figures]\n{figures}[[rate]]\nprinted = "{printed}"\n{numerator}denominator = "b"\n{keys}'


MEAN = 'kind = "mean"'
CUT = 'rounding = "truncate"'
HALF_UP = 'rounding = "half_up"'

RATES = {
    "11557 of 12167 is 95": (rate_of("95", 12167, 11557), HELD),
    "with its sign": (rate_of("95%", 12167, 11557), HELD),
    "with the sign of Chinese type": (rate_of("95％", 12167, 11557), HELD),
    "95.0 says more than 95, and it holds": (rate_of("95.0", 12167, 11557), HELD),
    "94.99 holds": (rate_of("94.99", 12167, 11557), HELD),
    "95.00 says too much": (rate_of("95.00", 12167, 11557), ERROR),
    "94.98 is cut off, and nobody said so": (rate_of("94.98", 12167, 11557), EXPLAIN),
    "94 is cut off, and nobody said so": (rate_of("94", 12167, 11557), EXPLAIN),
    "94.98 is cut off as laid down": (rate_of("94.98", 12167, 11557, CUT), HELD),
    "94.99 is rounded where it should be cut off": (rate_of("94.99", 12167, 11557, CUT), ERROR),
    "94.98 is cut off where it should be rounded": (rate_of("94.98", 12167, 11557, HALF_UP), ERROR),
    "96 is plainly wrong": (rate_of("96", 12167, 11557), ERROR),
    "49 of 58 is 84": (rate_of("84", 58, 49), HELD),
    "49 of 58 is not 85": (rate_of("85", 58, 49), ERROR),
    "a half is rounded up": (rate_of("13", 8, 1), HELD),
    "a half may be cut off": (rate_of("12", 8, 1), EXPLAIN),
    "98.53 has another base than the accepted ones": (rate_of("98.53", 10920, 10324), ERROR),
    "nothing of something": (rate_of("0", 12, 0), HELD),
    "all of something": (rate_of("100.0", 12, 12), HELD),
    "all but one of many is 100 when rounded": (rate_of("100", 1000, 999), HELD),
    "all but one of many is not 100.0": (rate_of("100.0", 1000, 999), ERROR),
    "nothing of nothing has no rate": (rate_of("0", 0, 0), ERROR),
    "all of nothing has none either": (rate_of("100", 0, 0), ERROR),
    "any of nothing": (rate_of("95", 0), ERROR),
    "a base below zero": (rate_of("95", -5, 3), ERROR),
    "more than its base": (rate_of("120", 50, 60), ERROR),
    "less than nothing": (rate_of("-5", 100, -5), ERROR),
    "a numerator below zero": (rate_of("5", 100, -5), ERROR),
    "over a hundred without a numerator": (rate_of("100.1", 91), ERROR),
    "99.7 of 91": (rate_of("99.7", 91), ERROR),
    "98.9 of 91 is 90": (rate_of("98.9", 91), HELD),
    "99 of 91 is 90": (rate_of("99", 91), HELD),
    "98 of 91 is 89": (rate_of("98", 91), HELD),
    "98.5 of 1240 is 1221": (rate_of("98.5", 1240), HELD),
    "97.2 of 1240": (rate_of("97.2", 1240), HELD),
    "98.50 of 1240 is nothing": (rate_of("98.50", 1240), ERROR),
    "66.7 of 3": (rate_of("66.7", 3), HELD),
    "66.6 of 3 is cut off": (rate_of("66.6", 3), EXPLAIN),
    "66.6 of 3 is cut off as laid down": (rate_of("66.6", 3, keys=CUT), HELD),
    "66.7 of 3 cannot be cut off": (rate_of("66.7", 3, keys=CUT), ERROR),
    "66 of 3 is cut off": (rate_of("66", 3), EXPLAIN),
    "65 of 3": (rate_of("65", 3), ERROR),
    "one is all or nothing": (rate_of("50", 1), ERROR),
    "100 of one": (rate_of("100", 1), HELD),
    "0 of one": (rate_of("0", 1), HELD),
    "a base of a city": (rate_of("96.14", 96_700), HELD),
    "many decimals on a small base": (rate_of("95.918", 49), HELD),
    "96.5 on 49 as a graded mean": (rate_of("96.5", 49, keys=MEAN), EXPLAIN),
    "96.5 on 58 as a graded mean, which only a cut rate could be": (rate_of("96.5", 58, keys=MEAN), EXPLAIN),
    "96.5 on 49 as a rate": (rate_of("96.5", 49), ERROR),
    "the same, said to be a rate": (rate_of("96.5", 49, keys='kind = "rate"'), ERROR),
    "a graded mean that could be a rate": (rate_of("98", 49, keys=MEAN), HELD),
    "a graded mean on a large base": (rate_of("96.5", 4900, keys=MEAN), HELD),
    "a graded mean over a hundred": (rate_of("101", 4900, keys=MEAN), ERROR),
    "a graded mean below zero": (rate_of("-1", 4900, keys=MEAN), ERROR),
    "a graded mean of nobody": (rate_of("96.5", 0, keys=MEAN), ERROR),
    "a share of money": (rate_of("39", "99.36", "38.68"), HELD),
    "a share of rounded numbers may be a digit off": (rate_of("17.6", "6.8", "1.19"), EXPLAIN),
    "but not two": (rate_of("18.0", "6.8", "1.19"), ERROR),
    "a base with decimals allows anything": (rate_of("17.63", "6.8"), HELD),
    "but not more than a hundred": (rate_of("117.63", "6.8"), ERROR),
}


def beside(one, other, section):
    keys = {"same": 'figures = ["a", "b"]', "bound": 'smaller = "a"\nlarger = "b"'}[section]
    return f"[figures]\na = {one}\nb = {other}\n[[{section}]]\n{keys}"


PAIRS = {
    "the same twice": (beside(524, 524, "same"), HELD),
    "the same with a zero behind the point": (beside("95", "95.0", "same"), HELD),
    "not the same": (beside(140, 141, "same"), ERROR),
    "one of them rounded": (beside("99.4", "99.36", "same"), ERROR),
    "three of which one differs": (
        '[figures]\na = 63\nb = 63\nc = 36\n[[same]]\nfigures = ["a", "b", "c"]', ERROR,
    ),
    "three alike": ('[figures]\na = 63\nb = 63\nc = 63\n[[same]]\nfigures = ["a", "b", "c"]', HELD),
    "below": (beside(11004, 11404, "bound"), HELD),
    "equal": (beside(906, 906, "bound"), HELD),
    "above": (beside(907, 906, "bound"), ERROR),
    "above by a decimal": (beside("906.1", 906, "bound"), ERROR),
}  # fmt: skip


def since(now, *earlier):
    return f'[figures]\nf = {now}\n[[history]]\nfigure = "f"\nearlier = [{", ".join(map(str, earlier))}]'


HISTORIES = {
    "5.08 after 34.7": (since("5.08", "34.7"), EXPLAIN),
    "34.7 after 5.08": (since("34.7", "5.08"), EXPLAIN),
    "34.7 after 36.1": (since("34.7", "36.1"), HELD),
    "the same again": (since("34.7", "34.7"), HELD),
    "just twice": (since(1720, 860), HINT),
    "more than twice": (since(1721, 860), EXPLAIN),
    "just half": (since(430, 860), HINT),
    "less than half": (since(429, 860), EXPLAIN),
    "one and a half": (since(1290, 860), HELD),
    "within what there was": (since(900, 500, 5000), HELD),
    "beyond what there was, of three": (since(12000, 800, 820, 5000), EXPLAIN),
    "nothing after much": (since(0, 860), EXPLAIN),
    "much after nothing": (since(860, 0), EXPLAIN),
    "nothing after nothing": (since(0, 0), HELD),
    "a rate out of nothing": (since("5.08", 0), EXPLAIN),
    "few after few": (since(2, 6), HELD),
    "few after none": (since(3, 0), HELD),
    "twenty after two": (since(20, 2), EXPLAIN),
    "a fall after a rise": (since("-12.5", "8.3"), EXPLAIN),
    "a fall after a fall": (since("-12.5", "-11"), HELD),
    "near the median of five": (since(905, 860, 900, 910, 880, 905), HELD),
    "ten times the median of five": (since(9050, 860, 900, 910, 880, 905), EXPLAIN),
    "one digit lost": (since(90, 860, 900, 910, 880, 905), EXPLAIN),
    "unusual, but by less than a twentieth": (since("97.0", "96.0", "96.1", "95.9", "96.0"), HELD),
    "unusual by a tenth": (since("86.0", "96.0", "96.1", "95.9", "96.0"), HINT),
    "unusual by a quarter": (since("72.0", "96.0", "96.1", "95.9", "96.0"), EXPLAIN),
    "digits changed places": (since(59, 94, 95, 96, 95), EXPLAIN),
    "what always swung may swing": (since(300, 100, 700, 50, 400, 20), HELD),
    "a quarter of the least there ever was, where it always swung": (since("5.08", 20, "34.7", 40, 55), EXPLAIN),
    "somewhat below the least, where it always swung": (since("12.5", 20, "34.7", 40, 55), HELD),
    "one wild month does not hide another": (since("5.08", "34.7", "5.1", "35.0", "36.2", "34.9"), EXPLAIN),
    "constant, and still so": (since(10, 10, 10, 10, 10), HELD),
    "constant, and one more by chance": (since(12, 10, 10, 10, 10), HELD),
    "constant, and thrice as much": (since(30, 10, 10, 10, 10), EXPLAIN),
    "a city's months, one busier by chance": (since(889, 810, 800, 820, 805), HELD),
    "a city's months, one busier by more than chance": (since(930, 810, 800, 820, 805), HINT),
    "a percentage that was printed whole": (since(80, 97, 98, 97, 98), HINT),
    "never any, and now many": (since(40, 0, 0, 0, 0), EXPLAIN),
}  # fmt: skip

BY_RULE = [("identity", SUMS), ("rate", RATES), ("history", HISTORIES)]
CASES = [(rule, *case, name) for rule, cases in BY_RULE for name, case in cases.items()]
CASES += [("same" if "[[same]]" in text else "bound", text, grade, name) for name, (text, grade) in PAIRS.items()]


@pytest.mark.parametrize(
    ("rule", "text", "expected"), [case[:3] for case in CASES], ids=[f"{case[0]}: {case[3]}" for case in CASES]
)
def test_what_was_worked_out_by_hand(rule, text, expected):
    report = check(read(text))

    (outcome,) = (*report.findings, *report.passed)
    assert outcome.rule == rule
    assert (outcome.grade or HELD) == expected, outcome.says
    assert outcome.says and outcome.place == f"[[{rule}]] 第1段"


def test_sections_do_not_hide_one_another():
    report = check(
        read("""
        [figures]
        accepted = 860
        platform = 768
        online = 93
        on_time = 820
        [[identity]]
        whole = "accepted"
        parts = ["platform", "online"]
        [[identity]]
        whole = "accepted"
        parts = ["platform"]
        complete = false
        [[rate]]
        printed = "95"
        numerator = "on_time"
        denominator = "accepted"
        [[rate]]
        printed = "97"
        numerator = "on_time"
        denominator = "accepted"
        [[bound]]
        smaller = "online"
        larger = "on_time"
    """)
    )

    assert [(one.rule, one.grade, one.place) for one in report.findings] == [
        ("identity", "error", "[[identity]] 第1段"), ("rate", "error", "[[rate]] 第2段"),
    ]  # fmt: skip
    assert [one.place for one in report.passed] == ["[[identity]] 第2段", "[[rate]] 第1段", "[[bound]] 第1段"]
    assert report.unchecked == ()


def test_the_gravest_stands_first():
    text = rate_of("96.5", 49, keys=MEAN) + '\n[[rate]]\nprinted = "99.7"\ndenominator = "b"'

    assert [one.grade for one in check(read(text)).findings] == ["error", "explain"]


def test_the_arithmetic_is_told():
    def told(text):
        report = check(read(text))
        return (*report.findings, *report.passed)[0].says

    assert told(sum_of(1163, 524, 638)) == "524 + 638 = 1162，w 1163，各项合计少 1"
    assert told(rate_of("97", 12167, 11557)) == (
        "11557 ÷ 12167 ≈ 94.986%，四舍五入应为 95%，印的是 97%；分子若不错，分母约为 11914"
    )
    assert told(rate_of("99.7", 91)) == "90 ÷ 91 ≈ 98.9%，91 ÷ 91 = 100%：在 b 91 上不可能是 99.7%"
    assert told(since("5.08", "34.7")) == "f 5.08，以前为 34.7：是以前（34.7）的 14.6%，请说明原因"
    assert told(since(90, 860, 900, 910, 880)) == (
        "f 90，以前 4 期的中位数 890，通常上下 22.2：是中位数的 10.1%，请说明原因"
    )


def test_a_finding_of_other_figures_has_another_fingerprint():
    """So that an explanation once given does not cover a figure that was changed after it."""
    first, again, other = (check(read(rate_of(printed, 49))).findings[0] for printed in ("96.5", "96.5", "96.6"))

    assert first.fingerprint == again.fingerprint
    assert first.fingerprint != other.fingerprint
