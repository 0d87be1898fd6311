"""Fixtures for the tests of all rooms stand in `huiyin.config.fixtures`; this file only names them to pytest."""

import gc

# Django and the tests make many objects that live long: to look through them all again and again costs a twentieth of the run.
gc.set_threshold(50_000, 20, 50)

pytest_plugins = [
    "huiyin.config.fixtures.keys",
    "huiyin.config.fixtures.shared",
    "huiyin.config.fixtures.databases",
    "huiyin.config.fixtures.elsewhere",
    "huiyin.config.fixtures.browser",
    "huiyin.config.fixtures.order",
]
