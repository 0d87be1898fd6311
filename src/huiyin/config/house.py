"""Rules of the house that are read off the files themselves, asked by `./huiyin check` and by tests."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-node.lock", "package-lock.json", ".npmrc")
TEXTS = frozenset({".py", ".toml", ".md", ".html", ".css", ".js", ".csv", ".txt", ".json", ".svg", ".yml", ".typ"})
PLACES = ("src", "tests", "docs", "README.md", "README.zh.md", "CHANGELOG.md", "huiyin", "pyproject.toml")

REAL_NAMES = frozenset(
    {
        "00806220e1400a1b", "032f55e2f6e3a51d", "0e73df72ad5d6aa2", "3a1db02f8ba8a20a", "48193537cf522ef9",
        "4ed617f12c12f7a5", "55e73835d97b06e2", "6a6f587043607de6", "8eb21bbcf71e3e65", "97cc055830599018",
        "9a106a3c563303d7", "a13312c02e2b7075", "b6729eeba5a92e81", "b9c89d966ea6776c", "bedeb5c27636dad3",
        "c25eeb617932995d", "d5ba2b8834fed4eb", "dd03b9e527479c9b", "fb63c8daab898d36",
    }
)  # fmt: skip
"""Fingerprints of persons and companies that are named in the reports after which this was built."""

_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
_OUTSIDE = re.compile(r"(?<![\w.}])/(?:work|root|home|tmp)/\w")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_SIZES = range(2, 8)


def texts(root: Path = ROOT) -> Iterator[Path]:
    """Give every text file that belongs to the project."""
    for place in PLACES:
        start = root / place
        found = sorted(start.rglob("*")) if start.is_dir() else [start]
        yield from (file for file in found if file.is_file() and (file.suffix in TEXTS or file.name == "huiyin"))


def addresses_in_locks(root: Path = ROOT) -> list[str]:
    """Return each place of a lock file that holds an address, and each lock file that is absent."""
    problems = []
    for name in LOCKS:
        if not (root / name).exists():
            problems.append(f"{name}: 没有这个文件")
            continue
        lines = (root / name).read_text().splitlines()
        problems += [f"{name}:{number}: 含有网址" for number, line in enumerate(lines, 1) if "://" in line]
    return problems


def real_names(root: Path = ROOT) -> list[str]:
    """Return each file in which a person or company of the reports is named."""
    return [
        f"{file.relative_to(root)}: 出现了真实的人名或企业名"
        for file in texts(root)
        if names_somebody(file.read_text(encoding="utf-8", errors="replace"))
    ]


def names_somebody(text: str) -> bool:
    """Whether a name of the list stands anywhere in the text."""
    pieces = {run[i : i + size] for run in set(_CHINESE.findall(text)) for size in _SIZES for i in range(len(run))}
    return not REAL_NAMES.isdisjoint(map(fingerprint, pieces))


def fingerprint(name: str) -> str:
    """Return what the list keeps of a name: enough to know it again, not enough to read it."""
    return blake2b(name.encode(), digest_size=8, person=b"huiyin").hexdigest()


def unfinished(root: Path = ROOT) -> list[str]:
    """Return each line that says of itself that it is not finished."""
    return [
        f"{file.relative_to(root)}:{number}: 未完成的标记"
        for file in texts(root)
        if file != Path(__file__)
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if _UNFINISHED.search(line)
    ]


def paths_of_a_machine(root: Path = ROOT) -> list[str]:
    """Return each line that names a place of somebody's machine outside the checkout."""
    return [
        f"{file.relative_to(root)}:{number}: 指向本机的路径"
        for file in texts(root)
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if _OUTSIDE.search(line)
    ]


def problems(root: Path = ROOT) -> list[str]:
    """Return everything that breaks a rule of this file."""
    return [*addresses_in_locks(root), *real_names(root), *unfinished(root), *paths_of_a_machine(root)]
