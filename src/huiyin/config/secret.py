"""The secret that signs sessions: from the environment, or a file made at set-up that only its owner can read."""

import os
import secrets
from pathlib import Path


def secret_key(var: Path) -> str:
    """Return `HUIYIN_SECRET_KEY`, else the text of `var/secret_key`, which is made (mode 600) if it is absent."""
    given = os.environ.get("HUIYIN_SECRET_KEY")
    if given:
        return given
    file = var / "secret_key"
    if not file.exists():
        _make_once(file)
    return file.read_text()


def _make_once(file: Path) -> None:
    # Web and worker start together: each writes a draft, and only the first link to the name wins.
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
