"""A row of a file of new cases, understood: what is to be said at the door."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.cases.effects.registering import text_hash
from huiyin.flow.times import local_day
from huiyin.intake.importing.cells import Cells, HasCode
from huiyin.intake.importing.identity import identity_of
from huiyin.intake.importing.orders import Order, Understood
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.imports import ImportField as F

Understand = Callable[[Cells], Understood]

NAMELESS = frozenset({"匿名", "匿名用户", "佚名"})
LONGEST_TITLE = 40


def reader_of_messages(order: Order) -> Understand:
    """Return the function that understands one row, or raises Unfit with every reason."""
    book = order.book

    def understood(cells: Cells) -> Understood:
        channel, received = channel_of(cells, order, book), cells.moment(F.AT, needed=True)
        said = {**matter_of(cells, book, order.at), **petitioner_of(cells), "channel": channel}
        cells.require_fit()
        assert received is not None
        action = "collect" if book.channel(channel).online else "register"
        return Understood(
            cells.number, cells.row, action, {**said, "received_at": received}, identity_of(cells, channel, received),
            text_hash(said["text"]), cells.count(F.LIKES), cells.count(F.DISLIKES),
        )  # fmt: skip

    return understood


def channel_of(cells: Cells, order: Order, book: Rulebook) -> str:
    """Return the code of the channel: the row's own, else the one ordered, else that of the sort of file."""
    return cells.code(F.CHANNEL, book.channel_called) or order.channel or cells.columns.profile.channel


def matter_of(cells: Cells, book: Rulebook, on: datetime) -> dict[str, Any]:
    """Return what is said of the matter itself; without a title the beginning of the text is one."""
    text = cells.needed(F.TEXT)
    return {
        "text": text, "title": cells.text(F.TITLE) or text[:LONGEST_TITLE], "source_ref": cells.plain(F.NUMBER),
        "kind": cells.code(F.KIND, book.kind_called), "urgency": cells.code(F.URGENCY, book.urgency_called),
        "category": _category(cells, book, on), "territory": _territory(cells, book),
        "place": cells.text(F.PLACE), "object": cells.text(F.OBJECT),
        "wishes": [{"text": wish.strip()} for wish in cells.text(F.WISH).splitlines() if wish.strip()],
    }  # fmt: skip


def petitioner_of(cells: Cells) -> dict[str, Any]:
    """Return what is said of the petitioner: a word such as 匿名 is no name."""
    name = cells.text(F.NAME)
    nameless = name in NAMELESS
    return {
        "name": "" if nameless else name, "anonymous": nameless, "phone": cells.plain(F.PHONE),
        "account": cells.text(F.USER),
    }  # fmt: skip


def _category(cells: Cells, book: Rulebook, on: datetime) -> str:
    # A path such as 城市管理/路灯 means its last step.
    def called(word: str) -> HasCode | None:
        last = word.replace(">", "/").replace("-", "/").rpartition("/")[2].strip()
        return book.tree.called(word, local_day(on)) or book.tree.called(last, local_day(on))

    return cells.code(F.CATEGORY, called)


def _territory(cells: Cells, book: Rulebook) -> str:
    def called(word: str) -> HasCode | None:
        return next((t for t in book.territories if word in {t.code, t.label}), None)

    return cells.code(F.TERRITORY, called)
