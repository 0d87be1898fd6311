"""The log says what went wrong and where, and nothing by which a person could be known."""

import logging
import sys

import pytest
from django.db import IntegrityError

from huiyin.config.logs import DiscreetFormatter, without_numbers


@pytest.mark.parametrize(
    "text",
    [
        "电话13812345521来电",
        "+86 138 1234 5521",
        "0378-3451345 无人接听",
        "410202199001011234",
        "41020219900101123X",
        "写信到 zhang.san@example.org",
    ],
)
def test_numbers_of_people_are_not_logged(text):
    shown = without_numbers(text)
    assert "***" in shown
    assert not any(piece in shown for piece in ("5521", "345134", "1990", "zhang"))


def test_what_identifies_a_row_or_a_moment_stays():
    kept = "case 0190c6f2-7b1e-7a3c-9d4e-123456789012 at 2018-01-02 took 153 ms, page 404"
    assert without_numbers(kept) == kept


def record(message, *args, error=None):
    return logging.LogRecord("huiyin", logging.ERROR, "x.py", 1, message, args, error)


def test_an_exception_is_logged_by_its_kind_and_place_without_its_words():
    try:
        try:
            raise IntegrityError("Key (phone)=(13812345521) already exists, 张三")
        except IntegrityError as error:
            raise ValueError("张三 13812345521") from error
    except ValueError:
        line = DiscreetFormatter().format(record("failed for %s", "13812345521", error=sys.exc_info()))
    assert "ValueError" in line
    assert "IntegrityError" in line
    assert "test_logs.py" in line
    assert "张三" not in line
    assert "13812345521" not in line


def test_a_message_of_several_lines_is_cleaned_in_all_of_them():
    assert "5521" not in DiscreetFormatter().format(record("a\nb 13812345521\nc"))


def test_the_log_of_the_product_uses_this_form(settings):
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "discreet"
    handlers = logging.getLogger("django.request").parent.handlers
    assert any(isinstance(handler.formatter, DiscreetFormatter) for handler in handlers)
