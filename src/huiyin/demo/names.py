"""Invented people: names that nobody in particular bears, and numbers that belong to nobody."""

from random import Random

SURNAMES = "陆沈顾柳苏叶白林江温程卢谢秦韩蓝简文乔方纪骆尹安季霍云舒凌宁"
GIVEN_FIRST = "听知若远一景书子云清予怀思嘉安星望以明见"
TRADES = ("面业", "机电", "置业", "商贸", "文旅", "建工", "食品", "包装")
GIVEN_SECOND = "川禾澜舟宁溪和章然之言舒恒朗遥亦简木初桥"


def person(rng: Random) -> str:
    """Return an invented name of three characters."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN_FIRST) + rng.choice(GIVEN_SECOND)


def company(rng: Random) -> str:
    """Return an invented company."""
    name = rng.choice(GIVEN_FIRST) + rng.choice(GIVEN_SECOND)
    return f"{name}{rng.choice(TRADES)}有限公司"


def mobile(rng: Random) -> str:
    """Return a number in the form of a mobile one, in a range that no operator has been given."""
    return f"12{rng.randrange(10**9):09d}"


def mobile_of_desk(number: int) -> str:
    """Return a number of that form for somebody on duty; the same for the same place in the roster."""
    return f"12{100000000 + number * 7919:09d}"


def office_phone(number: int) -> str:
    """Return a made-up office number; the same for the same desk."""
    return f"0000-{2000000 + number * 37 % 7999999:07d}"
