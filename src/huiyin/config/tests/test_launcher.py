"""The launcher needs nothing but Python, sets up once, and installs only what the locks name."""

import ast
import importlib.machinery
import importlib.util
import io
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from huiyin.documents import fonts

ROOT = Path(__file__).resolve().parents[4]
LAUNCHER = ROOT / "huiyin"


@pytest.fixture
def launcher(tmp_path, monkeypatch):
    """Give the launcher as a module, set up in a folder of its own, with every command recorded instead of run."""
    loader = importlib.machinery.SourceFileLoader("launcher", str(LAUNCHER))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    loader.exec_module(module)
    for name in ("requirements.lock", "requirements-test.lock", "requirements-node.lock", "package-lock.json"):
        (tmp_path / name).write_text("one==1 \\\n    --hash=sha256:0\ntwo==2 \\\n    --hash=sha256:1\n")
    module.ROOT, module.VENV, module.NODE_MODULES = tmp_path, tmp_path / ".venv", tmp_path / "node_modules"
    module.PYTHON = Path(sys.executable)
    module.BASE_LOCK, module.TEST_LOCK, module.NODE_LOCK = (
        tmp_path / f"requirements{part}.lock" for part in ("", "-test", "-node")
    )
    module.VENV.mkdir()
    module.NODE_MODULES.mkdir()
    module.commands = []

    def run(label, command, *args, **kwargs):
        module.commands.append([str(part) for part in command])
        return True, ""

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "installers", lambda: iter([["installer"]]))
    monkeypatch.setattr(Path, "write_text", _written_below(tmp_path, Path.write_text))
    return module


def _written_below(folder: Path, write):
    """Keep the launcher of a test from writing into the environment in which the test runs."""

    def write_text(self, *args, **kwargs):
        return write(self, *args, **kwargs) if folder in self.parents else None

    return write_text


def test_it_can_be_started_and_imports_only_what_python_brings():
    assert LAUNCHER.stat().st_mode & stat.S_IXUSR
    tree = ast.parse(LAUNCHER.read_text())
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_without_a_verb_it_names_all_of_them_and_an_unknown_one_is_an_error():
    helped = subprocess.run([LAUNCHER, "--help"], capture_output=True, text=True, check=True).stdout
    for verb in ("demo", "serve", "test", "check", "manage", "mission", "bench", "fonts"):
        assert re.search(rf"^  {verb}\b", helped, re.MULTILINE)
    assert subprocess.run([LAUNCHER, "dance"], capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize("verb", ["check", "mission", "docs", "fonts", "lock"])
def test_who_asks_what_a_verb_does_is_told_and_nothing_is_done(launcher, verb, monkeypatch, capsys):
    monkeypatch.setitem(launcher.VERBS, verb, lambda args: pytest.fail("it was done"))
    monkeypatch.setattr(sys, "argv", ["huiyin", verb, "--help"])
    launcher.main()
    assert f"./huiyin {verb}" in capsys.readouterr().out


def test_the_second_start_installs_nothing(launcher):
    launcher.require_packages(tests=False)
    launcher.require_assets()
    assert len(launcher.commands) == 2
    launcher.require_packages(tests=False)
    launcher.require_assets()
    assert len(launcher.commands) == 2


def test_packages_are_installed_by_their_hashes_and_again_when_the_lock_changes(launcher):
    launcher.require_packages(tests=False)
    assert launcher.commands[-1] == ["installer", "--require-hashes", "-r", str(launcher.BASE_LOCK)]
    launcher.BASE_LOCK.write_text(launcher.BASE_LOCK.read_text() + "three==3\n")
    launcher.require_packages(tests=False)
    assert len(launcher.commands) == 2


def test_an_environment_with_the_test_packages_serves_the_demo_too(launcher):
    launcher.require_packages(tests=True)
    assert launcher.commands[-1][-1] == str(launcher.TEST_LOCK)
    launcher.require_packages(tests=False)
    assert len(launcher.commands) == 1


def test_without_npm_the_assets_come_by_way_of_a_locked_wheel(launcher, monkeypatch):
    monkeypatch.setattr(launcher.shutil, "which", lambda name, **kwargs: None)
    launcher.require_assets()
    assert launcher.commands[0][-1] == str(launcher.NODE_LOCK)
    assert launcher.commands[1][:2] == [str(launcher.VENV / "bin" / "npm"), "ci"]
    assert "--ignore-scripts" in launcher.commands[1]


def test_a_step_that_fails_is_told_with_its_words(launcher, monkeypatch):
    monkeypatch.setattr(launcher, "run", lambda *args, **kwargs: (False, "no such hash"))
    with pytest.raises(SystemExit, match="no such hash"):
        launcher.install(launcher.BASE_LOCK)


def test_progress_is_silent_when_quick_and_a_bar_when_slow(launcher, monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(launcher.sys, "stderr", screen)
    launcher.Progress("安装", 10).finish()
    assert screen.getvalue() == ""
    slow = launcher.Progress("安装", 10)
    slow.done, slow.began = 5, slow.began - 8
    slow._show(8, "\n")
    slow.finish()
    assert "[############............]  50% 8 秒" in screen.getvalue()
    assert "100%" in screen.getvalue().splitlines()[-1]


def test_the_locks_are_those_of_the_project_and_the_test_lock_holds_the_same_versions():
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))

    base, tests = versions("requirements.lock"), versions("requirements-test.lock")
    assert base["django"].startswith("5.2.")
    assert base.items() <= tests.items()
    for name in ("requirements.lock", "requirements-test.lock", "requirements-node.lock"):
        text = (ROOT / name).read_text()
        assert text.count("==") <= text.count("--hash=sha256:")


# --- Fonts of official papers ---


@pytest.fixture
def without_fonts(launcher, monkeypatch):
    """Give the launcher on a machine that has none of the fonts, with apt as the test says."""
    monkeypatch.setattr(launcher, "FONT_FOLDERS", ())
    monkeypatch.setattr(launcher.shutil, "which", lambda name, **kwargs: f"/usr/bin/{name}")
    monkeypatch.setattr(launcher, "say", lambda text: None)
    return launcher


def _as_if_apt_had(launcher, monkeypatch, archive: bytes):
    def run(label, command, cwd=None, **kwargs):
        launcher.commands.append([str(part) for part in command])
        if "download" in command:
            (Path(cwd) / f"{command[-1]}.deb").write_bytes(archive)
        return True, ""

    monkeypatch.setattr(launcher, "run", run)
    monkeypatch.setattr(
        launcher, "unpack_fonts", lambda archive, names, target: [(target / name).touch() for name in names]
    )


def test_fonts_are_fetched_without_being_installed_and_the_second_start_fetches_nothing(without_fonts, monkeypatch):
    _as_if_apt_had(without_fonts, monkeypatch, b"")
    without_fonts.require_fonts()
    assert [command[-1] for command in without_fonts.commands] == list(without_fonts.FONT_PACKAGES)
    assert all("download" in command and "install" not in command for command in without_fonts.commands)
    assert all(command[0] == "timeout" for command in without_fonts.commands), "no download takes for ever"
    assert without_fonts.lacking_fonts() == {}
    without_fonts.require_fonts()
    assert len(without_fonts.commands) == len(without_fonts.FONT_PACKAGES)


def test_a_machine_that_cannot_fetch_fonts_is_told_once_a_day_and_goes_on(without_fonts, monkeypatch):
    said = []
    monkeypatch.setattr(without_fonts, "say", said.append)
    monkeypatch.setattr(
        without_fonts, "run", lambda *args, **kwargs: (without_fonts.commands.append(args[1]), (False, ""))[1]
    )
    without_fonts.require_fonts()
    tried = len(without_fonts.commands)
    assert 1 <= tried <= 3
    assert "FandolFang-Regular.otf" in said[-1] and "./huiyin fonts" in said[-1]
    without_fonts.require_fonts()
    assert len(without_fonts.commands) == tried, "not again on the same day"
    without_fonts.require_fonts(again=True)
    assert len(without_fonts.commands) == 2 * tried, "but when somebody asks for it"


def test_without_apt_nothing_is_tried(without_fonts, monkeypatch):
    monkeypatch.setattr(without_fonts.shutil, "which", lambda name, **kwargs: None)
    without_fonts.require_fonts()
    assert without_fonts.commands == []


def test_a_font_that_lies_anywhere_on_the_machine_is_not_fetched(without_fonts, monkeypatch, tmp_path):
    folder = tmp_path / "share" / "opentype"
    folder.mkdir(parents=True)
    (folder / "NotoSerifCJK-Bold.ttc").touch()
    monkeypatch.setattr(without_fonts, "FONT_FOLDERS", (str(tmp_path / "share"),))
    assert set(without_fonts.FONT_PACKAGES) - set(without_fonts.lacking_fonts()) == {"fonts-noto-cjk"}


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is Debian's")
def test_single_files_are_taken_out_of_a_package(launcher, tmp_path):
    inside = tmp_path / "package" / "usr" / "share" / "fandol"
    inside.mkdir(parents=True)
    for name in ("Wanted.otf", "Other.otf"):
        (inside / name).write_bytes(name.encode())
    control = tmp_path / "package" / "DEBIAN"
    control.mkdir()
    (control / "control").write_bytes(b"Package: x\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n")
    archive = tmp_path / "x.deb"
    subprocess.run(["dpkg-deb", "--build", tmp_path / "package", archive], check=True, capture_output=True)
    target = tmp_path / "fonts"
    target.mkdir()
    launcher.unpack_fonts(archive, ("Wanted.otf",), target)
    assert [(file.name, file.read_bytes()) for file in target.iterdir()] == [("Wanted.otf", b"Wanted.otf")]


def test_a_server_does_not_wait_for_fonts(without_fonts, monkeypatch):
    started = []
    monkeypatch.setattr(without_fonts.subprocess, "Popen", lambda command, **kwargs: started.append(command))
    without_fonts.fetch_fonts_meanwhile()
    assert started[0][-2:] == ["fonts", "--once-a-day"]
    monkeypatch.setattr(without_fonts, "lacking_fonts", dict)
    without_fonts.fetch_fonts_meanwhile()
    assert len(started) == 1


def test_the_files_that_are_fetched_hold_every_typeface_of_papers(launcher):
    files = {name for names in launcher.FONT_PACKAGES.values() for name in names}
    beginnings = {
        "仿宋": "FandolFang",
        "楷体": "FandolKai",
        "黑体": "FandolHei",
        "宋体": "FandolSong",
        "小标宋": "NotoSerifCJK",
        "西文": "LiberationSerif",
    }
    assert set(beginnings) == set(fonts.FAMILIES)
    assert all(any(file.startswith(beginning) for file in files) for beginning in beginnings.values())
