"""What is asked with the moves of rounds and claims."""

from typing import Any

from huiyin.flow.says import Ask

REASON = (Ask("reason", "理由", "lines", longest=500),)


def _why(book: Any) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in book.assessment.exclusions]


CLAIM = (
    Ask("reason", "理由", "lines", longest=500),
    Ask("evidence", "证据", "lines", longest=500, help="写明证据是什么、在哪里；材料附在下面"),
)
EXCLUSION = (Ask("why", "情形", "choice", choices=_why), *CLAIM)
OPINION = (Ask("opinion", "初审意见", "lines", longest=500),)
DECISION = (Ask("decision", "复核决定", "lines", longest=500),)
