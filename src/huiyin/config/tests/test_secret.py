"""The secret is made once, for its owner only, however many processes start at once."""

import os
import subprocess
import sys

from huiyin.config.secret import secret_key


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path, monkeypatch):
    monkeypatch.delenv("HUIYIN_SECRET_KEY", raising=False)
    first = secret_key(tmp_path / "var")
    assert len(first) > 50
    assert secret_key(tmp_path / "var") == first
    assert os.stat(tmp_path / "var" / "secret_key").st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_a_secret_from_the_environment_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIYIN_SECRET_KEY", "given")
    assert secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_together_get_one_secret(tmp_path):
    code = (
        "import sys, pathlib; from huiyin.config.secret import secret_key; print(secret_key(pathlib.Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in started}) == 1
