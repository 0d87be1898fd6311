"""Who must approve before dispatch and who signs an answer, by city."""

from itertools import product

import pytest

from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.tests.shelves import DANDONG, HAIYAN, KAIFENG, every_edition, name_of, three_books

three_books()


def chain(book_id: str, **matter: object) -> list[str]:
    """Return the labels of the roles that an ordinary complaint by phone goes through, changed where said."""
    given = {"kind": "complaint", "family": "platform", "channel": "phone", "category": None, "urgency": "ordinary"}
    return [role.label for role in shelf.book(book_id).approval_chain(**{**given, **matter})]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ({}, ["科长"]),
        ({"kind": "consult"}, []),
        ({"kind": "thanks", "channel": "mayor_mailbox", "family": "online"}, []),
        ({"kind": "report"}, ["科长", "主任"]),
        ({"channel": "message_board", "family": "online"}, ["科长", "主任"]),
        ({"channel": "enterprise", "family": "enterprise"}, ["科长", "主任", "秘书长"]),
        ({"urgency": "critical"}, ["科长", "主任", "秘书长"]),
        ({"important": True}, ["科长", "主任", "秘书长", "分管副市长"]),
        ({"important": True, "kind": "consult"}, ["科长", "主任", "秘书长", "分管副市长"]),
        (
            {"important": True, "channel": "mayor_mailbox", "family": "online"},
            ["科长", "主任", "秘书长", "分管副市长", "市长"],
        ),
    ],
)
def test_in_kaifeng_a_matter_goes_as_far_up_as_its_class(matter: dict[str, object], expected: list[str]) -> None:
    assert chain(KAIFENG, **matter) == expected


def test_kaifengs_roles_are_held_in_posts() -> None:
    posts = [role.post for role in shelf.book(KAIFENG).approval.roles]
    assert posts == [Post.SECTION_CHIEF, Post.DIRECTOR, Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER]


@pytest.mark.parametrize("urgency", ["ordinary", "urgent", "critical"])
@pytest.mark.parametrize("important", [False, True])
def test_in_dandong_nobody_approves(urgency: str, important: bool) -> None:
    assert chain(DANDONG, urgency=urgency, important=important) == []


def test_in_a_third_town_only_what_is_important_goes_to_its_head() -> None:
    assert chain(HAIYAN) == []
    assert chain(HAIYAN, important=True) == ["镇长"]


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_a_chain_begins_at_the_lowest_role_and_leaves_none_out(book: Rulebook) -> None:
    for kind, channel, urgency, important in product(book.kinds, book.channels, book.urgencies, (False, True)):
        found = book.approval_chain(kind.code, channel.family, channel.code, None, urgency.code, important)
        assert found == book.approval.roles[: len(found)]


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_what_is_important_goes_at_least_as_far_up(book: Rulebook) -> None:
    for kind, channel, urgency in product(book.kinds, book.channels, book.urgencies):
        matter = (kind.code, channel.family, channel.code, None, urgency.code)
        assert len(book.approval_chain(*matter, True)) >= len(book.approval_chain(*matter, False))


def test_in_dandong_the_leader_in_charge_signs_and_the_head_what_is_important() -> None:
    book = shelf.book(DANDONG)
    assert book.signer(important=False) is Post.UNIT_LEADER
    assert book.signer(important=True) is Post.UNIT_HEAD


def test_in_kaifeng_an_answer_needs_no_signature() -> None:
    assert shelf.book(KAIFENG).signer(important=True) is None


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_only_people_of_the_unit_sign_its_answers(book: Rulebook) -> None:
    assert {book.signer(False), book.signer(True)} <= {None, *UNIT_POSTS}
