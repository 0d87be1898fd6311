"""The pages on the lifecycles say what the tables say."""

from huiyin.cases.management.commands.lifecycles import PAGES, outdated


def test_the_pages_are_what_would_be_written_now() -> None:
    assert {file.name for file in PAGES} == {"lifecycle-case.md", "lifecycle-assignment.md", "lifecycle-application.md"}
    assert outdated() == []
