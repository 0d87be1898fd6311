"""The worker's followers of these tests, with nothing heard yet."""

import pytest

from huiyin.journal.tests import hands


@pytest.fixture(autouse=True)
def silence():
    hands.heard.clear()
    hands.switches.clear()
