"""Calls one function in a process of its own: `python -m huiyin.config.call module:function '[arguments as JSON]'`."""

import json
import os
import sys
from importlib import import_module

import django


def main(target: str, arguments: str = "[]") -> None:
    """Call the function and print what it returns as one line of JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    module, _, function = target.partition(":")
    print(json.dumps(getattr(import_module(module), function)(*json.loads(arguments))))


if __name__ == "__main__":
    main(*sys.argv[1:])
