"""Nobody reads a code on the time line: every act that any code can write into the journal has a Chinese word."""

import re

from huiyin.desk.tests.verbs_written import verbs_written
from huiyin.desk.verbs import NOTES, word_of
from huiyin.moves.place import all_places

CHINESE = re.compile(r"^[\u4e00-\u9fff（），、“”]+$")


def test_the_code_was_really_read():
    noted = {"petitioner.reveal", "clock.urged", "case.linked", "file.erase", "user.take_off_duty", "unit.merge"}
    assert noted | {"case.dispatch", "callback.drop"} <= verbs_written()


def test_every_verb_has_a_chinese_word():
    assert {verb: word_of(verb) for verb in verbs_written() if not CHINESE.match(word_of(verb))} == {}


def test_no_word_is_kept_for_a_verb_that_nobody_writes():
    assert set(NOTES) - verbs_written() == set()


def test_no_note_takes_the_name_of_a_move():
    moves = {f"{place.kind}.{move.action}" for place in all_places() for move in place.table}
    assert moves & set(NOTES) == set()
