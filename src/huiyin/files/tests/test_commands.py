"""Commands for who looks after the installation: changing keys, sweeping the disk."""

import json
import os

import pytest
from django.core.management import CommandError, call_command

from huiyin.files import storage
from huiyin.files.act import attach, content_of
from huiyin.files.tests.conftest import NINE
from huiyin.files.tests.makers import pdf, upload
from huiyin.flow.times import travelling
from huiyin.privacy.cipher import sealed_with
from huiyin.privacy.keys import make_key_file, ring_from_file
from huiyin.privacy.problems import KeyLost

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key_file(tmp_path, monkeypatch):
    monkeypatch.delenv("HUIYIN_KEYS", raising=False)
    monkeypatch.setenv("HUIYIN_KEY_FILE", str(tmp_path / "keys.json"))
    make_key_file(tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.fixture(autouse=True)
def keys(key_file):
    """These commands work on the key file itself, not on the ring that other tests put in its place."""


def run(capsys, name, *args):
    call_command(name, *args, "--json")
    return json.loads(capsys.readouterr().out)


def bring(reply, handler):
    return attach(upload(pdf(), "x"), **reply, actor=handler, at=NINE)


def test_changing_the_key_seals_the_files_anew_while_they_stay_readable(key_file, capsys, reply, handler):
    kept = bring(reply, handler)
    before = ring_from_file(key_file)
    answer = run(capsys, "rotate_keys")
    assert answer["current"] == ring_from_file(key_file).current != before.current
    assert answer["resealed"]["附件"] == 1
    assert sealed_with(storage.read(kept.stored_name)) == answer["current"]
    assert content_of(kept) == pdf()


def test_broken_off_it_is_taken_up_without_another_key(key_file, capsys, reply, handler):
    bring(reply, handler)
    changed = run(capsys, "rotate_keys")
    resumed = run(capsys, "rotate_keys", "--resume")
    assert resumed["current"] == changed["current"]
    assert resumed["resealed"]["附件"] == 0


def test_the_old_key_goes_only_when_told(key_file, capsys, reply, handler):
    kept = bring(reply, handler)
    old = ring_from_file(key_file)
    run(capsys, "rotate_keys")
    assert old.current in ring_from_file(key_file).keys
    answer = run(capsys, "rotate_keys", "--retire")
    assert answer["retired"] == [old.current]
    assert list(ring_from_file(key_file).keys) == [answer["current"]]
    assert content_of(kept) == pdf()


def test_the_national_cipher_can_be_chosen(key_file, capsys, reply, handler):
    kept = bring(reply, handler)
    run(capsys, "rotate_keys", "--suite", "sm4-gcm")
    assert storage.read(kept.stored_name)[0] == 2
    assert content_of(kept) == pdf()


def test_a_lost_key_stops_the_change_and_names_the_key(key_file, reply, handler):
    bring(reply, handler)
    lost = ring_from_file(key_file).current
    key_file.unlink()
    make_key_file(key_file)
    with pytest.raises(CommandError, match=f"密钥 {lost} 已丢失") as caught:
        call_command("rotate_keys", "--json")
    assert isinstance(caught.value.__cause__, KeyLost)


def test_keys_from_the_environment_are_not_changed_here(key_file, monkeypatch):
    monkeypatch.setenv("HUIYIN_KEYS", key_file.read_text())
    with pytest.raises(CommandError, match="HUIYIN_KEYS"):
        call_command("rotate_keys", "--json")


def test_the_change_is_told_in_words(key_file, capsys, reply, handler):
    bring(reply, handler)
    call_command("rotate_keys")
    out = capsys.readouterr().out
    assert "附件：重新加密 1 项" in out
    assert "请立即备份密钥文件" in out


def test_sweeping_says_how_many_files_went(capsys, reply, handler):
    kept = bring(reply, handler)
    orphan = storage.new_stored_name()
    storage.write(orphan, b"x")
    for name in (kept.stored_name, orphan):
        os.utime(storage.path_of(name), (0, 0))
    with travelling(NINE):
        assert run(capsys, "sweep_files") == {"removed": 1}
    assert content_of(kept) == pdf()
