"""The files of refused rows hold what people wrote: after some days they go, and the journal says how many went."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiyin.flow.ids import uuid7
from huiyin.flow.times import CITY_TZ
from huiyin.intake.importing.rejects import FOLDER
from huiyin.intake.importing.run import LEDGER
from huiyin.journal.door import note
from huiyin.journal.writing import writing

NAMED = re.compile(r"(\d{8}-\d{6})-[0-9a-f]{8}-rejects\.csv")


def remove_old_rejects(at: datetime) -> int:
    """Delete the files older than the settings allow, nothing else in their folder; returns how many."""
    before = at - timedelta(days=settings.REJECTS_KEPT_DAYS)
    old = [file for file, made_at in _rejects_files() if made_at < before]
    if not old:
        return 0
    # The event goes in with the last file: what a crash leaves behind is removed and told the next night.
    with writing():
        said = {"files": len(old), "days": settings.REJECTS_KEPT_DAYS}
        note("import.rejects_removed", "import", uuid7(), at=at, head=LEDGER, said=said)
        for file in old:
            file.unlink(missing_ok=True)
    return len(old)


def _rejects_files() -> Iterator[tuple[Path, datetime]]:
    # The name tells when: the date of a file changes when somebody copies the folder.
    for file in sorted((Path(settings.VAR) / FOLDER).glob("*-rejects.csv")):
        if found := NAMED.fullmatch(file.name):
            yield file, datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=CITY_TZ)
