"""A place in the tree as text: one segment of four base-36 digits and a dot for each level, "0001.0004."."""

SEGMENT = 5
MOST_LEVELS = 16
PATH_LENGTH = SEGMENT * MOST_LEVELS
MOST_UNITS = 36**4
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def segment(serial: int) -> str:
    """Return the segment of a unit's serial number, 37 -> "0011."; ValueError beyond four digits."""
    if not 0 < serial < MOST_UNITS:
        raise ValueError(f"a serial number has to be between 1 and {MOST_UNITS - 1}: {serial}")
    text = ""
    while serial:
        serial, digit = divmod(serial, 36)
        text = _DIGITS[digit] + text
    return text.rjust(SEGMENT - 1, "0") + "."


def serial_of(path: str) -> int:
    """Return the serial number of the unit that a path ends with; 0 for something that is no path."""
    last = path.removesuffix(".").rpartition(".")[2]
    return int(last, 36) if last.isalnum() and last.isascii() else 0


def path_below(parent_path: str, serial: int) -> str:
    """Return the place of the unit with this serial number below a parent; an empty parent is the centre."""
    return parent_path + segment(serial)


def depth_of(path: str) -> int:
    """Return the level of a place: 1 directly below the centre."""
    return len(path) // SEGMENT


def self_and_ancestors(path: str) -> list[str]:
    """Return the places on the way up, the place itself first: "0001.0004." -> ["0001.0004.", "0001."]."""
    return [path[:end] for end in range(len(path), 0, -SEGMENT)]
