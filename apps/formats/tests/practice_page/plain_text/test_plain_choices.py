"""Questions with choices under one answer key, in copied plain text."""

import pytest

from apps.formats.practice_page.plain_text import plain_page

QUESTIONS = "1. What eats *yeast*?\nA. Salt\nB. Sugar\n2. What is rye?\nA. A stone\nB. A seed\n"


def read(key):
    return plain_page.read(f"Bread\nTry it yourself\nSection titled “Try it yourself”Choose.\n{QUESTIONS}{key}")


@pytest.mark.parametrize("key", ["1. B, 2. B", "1. B\n2. B", "1: B) Sugar\n2: B) A seed"])
def test_a_key_gives_each_question_its_choice_by_number(key):
    page = read(f"Show answer\n{key}\n")
    assert [(item.front, item.label, item.line) for part in page.parts for item in part.items] == [
        ("What eats \\*yeast\\*?", "Sugar", 4),
        ("What is rye?", "A seed", 7),
    ]
    assert (page.parts[0].introduction, page.warnings) == ("Choose.", ())


@pytest.mark.parametrize("key", ["1. B", "1. B, 2. E", "B, B"])
def test_a_key_that_is_not_sure_grades_nothing(key):
    page = read(f"Show answer\n{key}\n")
    assert not any(item.label for part in page.parts for item in part.items)
    assert page.warnings
