"""Fixtures for the tests of all rooms stand in `huiyin.config.fixtures`; this file only names them to pytest."""

pytest_plugins = [
    "huiyin.config.fixtures.keys",
    "huiyin.config.fixtures.databases",
    "huiyin.config.fixtures.elsewhere",
    "huiyin.config.fixtures.browser",
]
