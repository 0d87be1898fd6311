"""Where the fonts of official papers are found, and what a paper does without them.

仿宋, 楷体, 黑体 and 宋体 are Fandol, 小标宋 is Noto Serif Bold, characters that Fandol lacks (rare names) are LXGW WenKai.
`./huiyin fonts` fetches them into `var/fonts`; none is part of this project. What is absent is replaced by the next of the
layout's list.
"""

import os
from pathlib import Path

import typst

_ROOT = Path(__file__).resolve().parents[3]
FETCHED = _ROOT / "var" / "fonts"
OF_TEX = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")

FAMILIES = {
    "仿宋": ("FandolFang R", "FandolFang"),
    "楷体": ("FandolKai",),
    "黑体": ("FandolHei",),
    "宋体": ("FandolSong",),
    "小标宋": ("Noto Serif CJK SC",),
    "西文": ("Liberation Serif",),
}
"""What a layout asks for, and the names under which it may be installed."""


def folders() -> list[Path]:
    """Return the folders beside those of the system in which fonts lie; HUIYIN_FONTS names more, separated by ":"."""
    named = [Path(folder) for folder in os.environ.get("HUIYIN_FONTS", "").split(os.pathsep) if folder]
    return [folder for folder in (*named, FETCHED, OF_TEX) if folder.is_dir()]


def fingerprint() -> tuple[tuple[str, int], ...]:
    """Return what changes when fonts arrive, so that a running server takes them without a new start."""
    return tuple((str(folder), folder.stat().st_mtime_ns) for folder in folders())


def shelf() -> typst.Fonts:
    """Return all fonts of this machine, looked through once by whoever keeps the answer."""
    return typst.Fonts(font_paths=folders())


def lacking(fonts: typst.Fonts) -> tuple[str, ...]:
    """Return the typefaces for which this machine has only a substitute, in Chinese."""
    there = set(fonts.families())
    return tuple(face for face, names in FAMILIES.items() if there.isdisjoint(names))
