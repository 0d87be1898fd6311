"""The way out for text messages: an interface, and a default that writes each message to a file."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from huiyin.flow.times import local

DEFAULT = "huiyin.notices.gateway.OutboxFolder"


class NotSent(Exception):
    """The gateway did not take the message. The reason is a short word of its own, without number and text."""


class TextGateway(Protocol):
    """Sends one text message.

    `reference` names the message for ever. The same reference may come twice, when a worker was killed between the
    sending and its own note of it: a gateway that can tell should send it once.
    """

    def send(self, number: str, text: str, *, reference: str, at: datetime) -> str:
        """Send and return the gateway's receipt. Raises NotSent."""
        ...


class OutboxFolder:
    """Writes messages as JSON lines, a file a day, that only this account may read. Nothing leaves the machine."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.VAR) / "outbox"

    def send(self, number: str, text: str, *, reference: str, at: datetime) -> str:
        """Append the message to the file of its day; the receipt names the file."""
        line = {"reference": reference, "at": local(at).isoformat(), "to": number, "text": text}
        file = self.folder / f"{local(at):%Y-%m-%d}.jsonl"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise NotSent(type(error).__name__) from None
        return file.name


def gateway() -> TextGateway:
    """Return the gateway that the settings name (`TEXT_GATEWAY`, a class without arguments), else the folder."""
    made: Callable[[], TextGateway] = import_string(getattr(settings, "TEXT_GATEWAY", DEFAULT))
    return made()
