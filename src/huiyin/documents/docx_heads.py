"""The head and the foot of a paper as they come back: each style of the layout is a field."""

import re

from huiyin.documents import docx_styles as looks

_FIELDS = {
    looks.ORGANISATION.name: "organisation",
    looks.NUMBER.name: "number",
    looks.ISSUE.name: "number",
    looks.PUBLISHER.name: "publisher",
    looks.TITLE.name: "title",
    looks.ADDRESSED.name: "addressed_to",
    looks.ATTACHMENTS.name: "attachments",
    looks.SIGNED.name: "publisher",
    looks.DAY.name: "issued_on",
    looks.REPORTED.name: "reported_to",
    looks.PRINTED.name: "printed_by",
}
_SEVERAL = frozenset({"attachments", "reported_to"})
_NUMBER_OF_ATTACHMENT = re.compile(r"^(?:附件[：:])?\s*(?:\d+[．.、])?\s*")


class HeadReader:
    """Collects the fields; a second paragraph in the style of a field that has one line is text of somebody who typed on."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def takes(self, style: str, words: str) -> bool:
        """Take the words as a field of the head, and say whether they are one."""
        field = _FIELDS.get(style)
        if field is None or (field in self.found and field not in _SEVERAL):
            return False
        self.found.setdefault(field, []).append(words.strip())
        return True

    def head(self) -> dict[str, str]:
        """Return the fields by their names in `Head`, without what the layout writes around them."""
        fields = {field: _bare(field, lines) for field, lines in self.found.items()}
        for field in ("publisher", "printed_by"):
            # One line names both: who publishes or prints it, and behind a tab the day.
            name, _, day = fields.get(field, "").partition("\t")
            day = day.strip().removesuffix("印发").strip()
            fields.update({field: name.strip()} if field in fields else {}, **({"issued_on": day} if day else {}))
        return fields


def _bare(field: str, lines: list[str]) -> str:
    words = "\n".join(lines)
    match field:
        case "title":
            return words if words.isascii() else words.replace(" ", "")
        case "addressed_to":
            return words.rstrip("：:")
        case "attachments":
            return "\n".join(_NUMBER_OF_ATTACHMENT.sub("", line) for line in lines)
        case "reported_to":
            return words.removeprefix("抄送：").removeprefix("报送：").rstrip("。")
    return words
