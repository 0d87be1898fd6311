"""The cast of this room: a handler of one unit, a stranger, a subject with attachments, a disk of its own."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from huiyin.files import ports
from huiyin.flow.actor import Actor, Seat
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import Post
from huiyin.privacy.installed import using
from huiyin.privacy.keys import new_ring

NINE = datetime(2018, 6, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys():
    with using(new_ring()) as ring:
        yield ring


@pytest.fixture(autouse=True)
def disk(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def handler():
    return Actor(uuid4(), "承办人甲", frozenset({Seat(Post.UNIT_HANDLER, uuid4(), "0001.0002.")}))


@pytest.fixture
def reply():
    """The place that attachments hang on: a reply, of which only its id is known here."""
    return {"subject_kind": "reply", "subject_id": uuid7(), "kind": "evidence"}


@pytest.fixture
def rules(monkeypatch):
    monkeypatch.setattr(ports, "_readers", {})


@pytest.fixture
def files_on_disk(disk):
    return lambda: sorted(p for p in disk.rglob("*") if p.is_file()) if disk.exists() else []
