"""Query codes within messages: derived from the message when it is sent, so that a code lies nowhere in the clear."""

from huiyin.notices.kinds import MessageKind
from huiyin.notices.models import Outgoing
from huiyin.notices.texts import CODE_PLACE
from huiyin.privacy.codes import query_code_of_write
from huiyin.privacy.installed import ring
from huiyin.rulebook.shelf import book as book_named


def code_of(once: str, book: str) -> str:
    """Return the query code that belongs to a message, known by its `once`: the same whenever it is asked for."""
    return query_code_of_write(ring(), book_named(book).numbers.query_code_digits, once)


def words_to_send(message: Outgoing) -> str:
    """Return the text of a message as it goes out."""
    if message.kind != MessageKind.CODE or message.case is None:
        return message.text
    return message.text.replace(CODE_PLACE, code_of(message.once, message.case.book))
