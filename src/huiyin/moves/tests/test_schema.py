"""What the API says that a move asks is what the door takes."""

from huiyin.flow.says import Ask, clean
from huiyin.moves.schema import schema_of
from huiyin.moves.tests.test_form import ASKS


def test_every_ask_is_named_with_its_type_and_only_those_that_must_be_said_are_required():
    schema = schema_of(ASKS)
    assert list(schema["properties"]) == [ask.name for ask in ASKS]
    assert schema["required"] == ["title", "account", "colour", "lead"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["until"] == {"title": "延至", "type": "string", "format": "date-time"}
    assert schema["properties"]["account"]["description"] == "写清时间地点"


def test_with_a_rulebook_the_codes_are_named_with_their_words():
    colour = schema_of(ASKS, book=object())["properties"]["colour"]
    assert colour["enum"] == ["red", "blue"]
    assert colour["x-labels"] == {"red": "红", "blue": "蓝"}


def test_rows_are_lists_of_things_with_their_own_columns():
    results = schema_of(ASKS)["properties"]["results"]
    assert results["type"] == "array"
    assert results["items"]["required"] == ["ordinal", "result"]


def test_what_fits_the_schema_is_understood_by_the_door():
    asks = (Ask("n", "数", "number"), Ask("ok", "好", "flag"), Ask("at", "时", "when"), Ask("day", "日", "day"))
    said, errors = clean(asks, {"n": 3, "ok": False, "at": "2018-06-08T17:30:00+08:00", "day": "2018-06-08"}, None)
    assert errors == {}
    assert said["n"] == 3
