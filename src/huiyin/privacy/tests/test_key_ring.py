"""The keys: made once, kept by their owner, never shown, and missed loudly."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from huiyin.privacy import installed
from huiyin.privacy.keys import (
    KeyRing,
    make_key_file,
    new_ring,
    ring_from_environment,
    ring_from_file,
    ring_from_json,
    rotated,
    save_ring,
    without,
)
from huiyin.privacy.problems import KeyInUse, KeyLost, KeysMissing, KeysUnreadable


def test_set_up_makes_a_key_file_that_only_its_owner_reads(tmp_path):
    path = tmp_path / "var" / "keys.json"
    ring = make_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ring_from_file(path) == ring
    assert list(path.parent.iterdir()) == [path]


def test_set_up_never_replaces_keys(tmp_path):
    first = make_key_file(tmp_path / "keys.json")
    assert make_key_file(tmp_path / "keys.json") == first


def test_set_up_does_not_paper_over_a_damaged_key_file(tmp_path):
    (tmp_path / "keys.json").write_text("{}")
    with pytest.raises(KeysUnreadable):
        make_key_file(tmp_path / "keys.json")
    assert (tmp_path / "keys.json").read_text() == "{}"


def test_web_and_worker_that_start_together_get_the_same_keys(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(make_key_file, [tmp_path / "keys.json"] * 8))
    assert all(ring == rings[0] for ring in rings)


def test_a_missing_key_file_says_to_restore_it(tmp_path):
    with pytest.raises(KeysMissing, match="从备份中恢复原来的密钥文件，切勿重新生成"):
        ring_from_file(tmp_path / "keys.json")


def _with(ring: KeyRing, **changes: object) -> str:
    return json.dumps({**json.loads(ring.to_json()), **changes})


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"current": 1}', "密钥", '{"current": "aa", "keys": [], "hash_key": "", "suite": "aes-256-gcm"}'],
)
def test_what_is_no_ring_is_refused(text):
    with pytest.raises(KeysUnreadable, match="格式不对"):
        ring_from_json(text)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"current": "00000000"}, "不在密钥环上"),
        ({"keys": {"first": "AAAA"}}, "8 位十六进制"),
        ({"hash_key": "AAAA"}, "32 字节"),
        ({"suite": "rot13"}, "不认识的算法"),
        ({"surplus": 1}, "格式不对"),
        ({"hash_key": "***"}, "格式不对"),
    ],
)
def test_a_damaged_ring_is_refused_with_the_reason(ring, changes, why):
    with pytest.raises(KeysUnreadable, match=why):
        ring_from_json(_with(ring, **changes))


def test_the_hash_key_seals_nothing(ring):
    with pytest.raises(KeysUnreadable, match="不能与加密密钥相同"):
        KeyRing(ring.current, ring.keys, ring.keys[ring.current])


def test_no_message_shows_a_key(ring):
    broken = ring.to_json()[:-20]
    with pytest.raises(KeysUnreadable) as caught:
        ring_from_json(broken)
    assert caught.value.__cause__ is None
    shown = f"{ring!r}{caught.value!s}"
    assert not any(key in shown for key in json.loads(ring.to_json())["keys"].values())
    assert "hash_key" not in repr(ring)


def test_rotation_keeps_old_keys_and_the_hash_key(ring):
    newer = rotated(ring)
    assert newer.current != ring.current
    assert newer.key(ring.current) == ring.key(ring.current)
    assert newer.hash_key == ring.hash_key


def test_the_current_key_cannot_be_taken_off(ring):
    with pytest.raises(KeyInUse):
        without(ring, ring.current)
    with pytest.raises(KeyLost):
        without(rotated(ring), ring.current).key(ring.current)


def test_the_keys_on_a_ring_do_not_change(ring):
    with pytest.raises(TypeError):
        ring.keys["00000000"] = b""


def test_a_saved_ring_replaces_the_file_and_stays_private(tmp_path, ring):
    path = tmp_path / "keys.json"
    make_key_file(path)
    save_ring(ring, path)
    assert ring_from_file(path) == ring
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_may_come_from_the_environment(ring):
    assert ring_from_environment({"HUIYIN_KEYS": ring.to_json()}) == ring
    assert ring_from_environment({}) is None


@pytest.fixture
def installation(tmp_path, monkeypatch):
    monkeypatch.delenv("HUIYIN_KEYS", raising=False)
    monkeypatch.setenv("HUIYIN_KEY_FILE", str(tmp_path / "keys.json"))
    monkeypatch.setattr(installed, "_instead", [])
    return tmp_path / "keys.json"


def test_an_installation_without_keys_does_not_run_on(installation):
    with pytest.raises(KeysMissing, match="没有密钥就不能读取或保存个人信息"):
        installed.seal_for("cases_petitioner", "1", "phone", "13800005521")


def test_an_installation_reads_its_key_file_and_notices_a_rotation(installation):
    first = make_key_file(installation)
    sealed = installed.seal_for("cases_petitioner", "1", "phone", "13800005521")
    assert installed.ring() == first
    save_ring(rotated(first), installation)
    assert installed.ring().current != first.current
    assert installed.read_for("cases_petitioner", "1", "phone", sealed) == "13800005521"


def test_the_environment_comes_before_the_file(installation, monkeypatch, ring):
    make_key_file(installation)
    monkeypatch.setenv("HUIYIN_KEYS", ring.to_json())
    assert installed.ring() == ring


def test_a_lost_key_file_is_missed_at_once(installation):
    make_key_file(installation)
    installed.ring()
    installation.unlink()
    with pytest.raises(KeysMissing):
        installed.ring()


def test_an_absent_value_stays_absent(ring):
    with installed.using(ring):
        assert installed.seal_for("cases_petitioner", "1", "phone", "") == b""
        assert installed.read_for("cases_petitioner", "1", "phone", b"") == ""
        assert installed.read_for("cases_petitioner", "1", "phone", None) == ""


def test_another_ring_holds_for_a_block_only(ring):
    with installed.using(new_ring()) as outer:
        with installed.using(ring):
            assert installed.ring() is ring
        assert installed.ring() is outer


def test_the_keys_lie_with_all_else_that_the_installation_writes(monkeypatch, tmp_path):
    for name in ("HUIYIN_VAR", "HUIYIN_KEY_FILE", "HUIYIN_CITY"):
        monkeypatch.delenv(name, raising=False)
    assert installed.key_file() == installed.PROJECT / "var" / "kaifeng" / "keys.json"
    monkeypatch.setenv("HUIYIN_CITY", "dandong")
    assert installed.key_file() == installed.PROJECT / "var" / "dandong" / "keys.json"
    monkeypatch.setenv("HUIYIN_VAR", str(tmp_path))
    assert installed.key_file() == tmp_path / "keys.json"
    monkeypatch.setenv("HUIYIN_KEY_FILE", str(tmp_path / "elsewhere.json"))
    assert installed.key_file() == tmp_path / "elsewhere.json"
