"""The files of other projects that our pages load: taken from node_modules by name, never by folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

ALLOWED = {
    "vendor/bootstrap/css/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    # Hashed names need each file that another one names, so every .map stands beside its own.
    "vendor/bootstrap/css/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/bootstrap/js/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "vendor/bootstrap/js/bootstrap.bundle.min.js.map": "bootstrap/dist/js/bootstrap.bundle.min.js.map",
    "vendor/icons/bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "vendor/icons/fonts/bootstrap-icons.woff": "bootstrap-icons/font/fonts/bootstrap-icons.woff",
    "vendor/icons/fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    "vendor/echarts/echarts.min.js": "echarts/dist/echarts.min.js",
}
"""The address below /static/ of each file, and its place below node_modules."""


class NodeModulesFinder(BaseFinder):
    """Finds exactly the files of the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Open the folder node_modules as a storage."""
        super().__init__(*args, **kwargs)
        self.storage = _Renamed(location=settings.NODE_MODULES)

    def check(self, **kwargs: Any) -> list[Any]:
        """Return no message: a command that shows no page does not need the files; `absent` names what lacks."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the place of the file behind an address, or an empty list."""
        place = Path(settings.NODE_MODULES) / ALLOWED[path] if path in ALLOWED else None
        if place is None or not place.is_file():
            return []
        return [str(place)] if find_all else str(place)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """Give each address with the storage that opens it."""
        for address in ALLOWED:
            yield address, self.storage


class _Renamed(FileSystemStorage):
    def path(self, name: str) -> str:
        return str(Path(self.location) / ALLOWED[name])


def absent() -> list[str]:
    """Return the files of the list that are not in node_modules: before a build of hashed names it must be empty."""
    return [place for place in ALLOWED.values() if not (Path(settings.NODE_MODULES) / place).is_file()]
