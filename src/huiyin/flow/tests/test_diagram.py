"""The drawing of a lifecycle is made from its table."""

from huiyin.flow.diagram import diagram, page
from huiyin.flow.tests.toy import UMBRELLA


def test_every_state_and_every_change_of_state_is_drawn() -> None:
    assert diagram(UMBRELLA).splitlines() == [
        "stateDiagram-v2",
        "    lent: 已借出",
        "    back: 已归还",
        "    broken: 已损坏",
        "    dry: 已晾干",
        "    [*] --> lent: 借出",
        "    lent --> back: 归还",
        "    lent --> broken: 归还",
        "    back --> dry: 晾干",
        "    broken --> dry: 报废",
        "    dry --> [*]",
    ]


def test_every_move_has_a_line_in_words() -> None:
    lines = page(UMBRELLA).splitlines()
    assert (
        "| `give_back` | 归还 | 已借出 | 已归还、已损坏 | The clerk | is not overdue; fee is paid; fee is small |  |"
        in lines
    )
    assert "| `dry` | *晾干* | 已归还 | 已晾干 | Nobody by hand | is wet |  |" in lines
    assert "| `remind` | 提醒 | 已借出 | 不变 | The clerk |  |  |" in lines
