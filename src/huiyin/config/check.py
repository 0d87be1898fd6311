"""`./huiyin check`: format, lint, types, storeys, migrations, generated pages, rules of the house."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from huiyin.config import house

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent
PYTHON_FILES = ("src", "tests", "conftest.py", "huiyin")

Step = Callable[[], str]


def program(*command: str) -> Step:
    """Return a step that runs a program and answers with its words when it fails."""

    def step() -> str:
        ran = subprocess.run(
            [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return (ran.stdout + ran.stderr).strip() or "失败" if ran.returncode else ""

    return step


STEPS: dict[str, Step] = {
    "格式": program("ruff", "format", "--check", *PYTHON_FILES),
    "静态检查": program("ruff", "check", *PYTHON_FILES),
    "类型": program("mypy", "src/huiyin"),
    "分层": program("lint-imports", "--no-logo"),
    "启动检查": program("python", "-m", "huiyin.config.manage", "check", "--fail-level", "WARNING"),
    "迁移": program("python", "-m", "huiyin.config.manage", "makemigrations", "--check", "--dry-run"),
    "生成的文档": program("python", "-m", "huiyin.config.generated", "--check"),
    "家规": lambda: "\n".join(house.problems()),
}


def main(argv: Sequence[str]) -> int:
    """Run all steps, or those that are named; return 1 if any of them found something."""
    unknown = [name for name in argv if name not in STEPS]
    if unknown:
        print(f"没有这项检查：{'、'.join(unknown)}；有：{'、'.join(STEPS)}", file=sys.stderr)
        return 2
    failed = [name for name in argv or STEPS if not _passes(name)]
    print(f"{len(argv or STEPS) - len(failed)} 项通过，{len(failed)} 项未通过")
    return 1 if failed else 0


def _passes(name: str) -> bool:
    began = time.monotonic()
    found = STEPS[name]()
    print(f"{'✗' if found else '✓'} {name}（{time.monotonic() - began:.1f} 秒）", flush=True)
    if found:
        print(found, flush=True)
    return not found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
