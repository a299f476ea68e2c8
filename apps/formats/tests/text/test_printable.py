"""A text on one line: what is shown stays, what moves or hides other text goes."""

import pytest

from apps.formats.text.printable import printable


@pytest.mark.parametrize("name", ["علی\u200cرضا", "क्\u200dष", "Ada 👩\u200d🚀", "Zoë O’Neil"])
def test_a_name_in_any_script_stays_as_it_is(name):
    assert printable(name) == name


@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\t", "\x1b", "\u202e", "\u2066", "\u2028", "\ufeff"])
def test_line_ends_and_marks_of_direction_go(sign):
    assert printable(f"A{sign}da") == "Ada"
