"""The way to the management commands: `python -m huiyin.config.manage COMMAND`, with the city taken from `--city`."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class

from huiyin.config.plain_words import all_commands, no_such_command, speak_plainly


def main(argv: list[str]) -> None:
    """Run the command of `argv`; the city must be known before the settings are read, so it is looked for first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    city = city_named_in(argv)
    if city:
        os.environ["HUIYIN_CITY"] = city
    try:
        django.setup()
    except ImproperlyConfigured as error:
        # The operator named something that is not there: the sentence is for him, where it was noticed is not.
        sys.exit(str(error))
    speak_plainly()
    argv = without_city(argv) if city else argv
    if not argv or argv in (["help"], ["--help"], ["-h"]):
        print(all_commands())
        return
    if argv[0] not in {*get_commands(), "help", "--help", "-h", "--version", "version"}:
        print(no_such_command(argv[0]), file=sys.stderr)
        sys.exit(2)
    if city and _knows_city(argv[0]):
        argv = [argv[0], "--city", city, *argv[1:]]
    ManagementUtility(["./huiyin manage", *argv]).execute()


def city_named_in(argv: list[str]) -> str | None:
    """Return the value of `--city X` or `--city=X`."""
    for place, argument in enumerate(argv):
        if argument == "--city" and place + 1 < len(argv):
            return argv[place + 1]
        if argument.startswith("--city="):
            return argument.removeprefix("--city=")
    return None


def without_city(argv: list[str]) -> list[str]:
    """Return the arguments for a command that takes no `--city` of its own, such as Django's `migrate`."""
    kept: list[str] = []
    rest = iter(argv)
    for argument in rest:
        if argument == "--city":
            next(rest, None)
        elif not argument.startswith("--city="):
            kept.append(argument)
    return kept


def _knows_city(name: str) -> bool:
    room = get_commands().get(name)
    if room is None:
        return False
    command = load_command_class(room, name) if isinstance(room, str) else room
    return "--city" in command.create_parser("", name)._option_string_actions


if __name__ == "__main__":
    main(sys.argv[1:])
