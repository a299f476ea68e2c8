"""Long words are divided at the ends of lines, by the rules of their deck's language."""

from dataclasses import replace

import pypdfium2
import pytest

from apps.printing.engine import weasyprint_door

DIVIDED = "\ufffe"  # what pdfium has for a hyphen at the end of a line
GERMAN = "Unter manchen Umständen gelten Wahrscheinlichkeitsverteilungen mit Veränderungsmöglichkeiten."
ONE_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


@pytest.fixture
def lines(sheet):
    """Print a small card in a language; return its lines, each divided word with a mark."""

    def lay_out(front, back, language):
        card = replace(sheet(front, back), language=language)
        group = weasyprint_door.SheetGroup("D", "en", "", width_mm=74, height_mm=105, sheets=[card.html()])
        return pypdfium2.PdfDocument(weasyprint_door.render(group).pdf)[0].get_textpage().get_text_range()

    return lay_out


@pytest.mark.parametrize(
    ("language", "text", "part"),
    [
        ("de", GERMAN, "Wahrscheinlichkeitsver"),
        ("de-AT", GERMAN, "Wahrscheinlichkeitsver"),
        ("en", "Some of our interdisciplinary internationalization representatives", "representat"),
        ("nl", "Het gaat om de arbeidsongeschiktheidsverzekering", "arbeidsonge"),
    ],
)
def test_a_long_word_is_divided_by_the_rules_of_its_language(lines, language, text, part):
    assert part + DIVIDED in lines("Q", text, language)


@pytest.mark.parametrize("language", ["zh", "th", "xx"])
def test_no_word_is_divided_in_a_language_without_rules(lines, language):
    assert DIVIDED not in lines("Q", GERMAN, language)


def test_a_question_is_divided_only_where_a_word_is_longer_than_a_line(lines):
    assert DIVIDED not in lines("Unter Umständen Wahrscheinlichkeiten bei Veränderungen?", "A", "de")
    assert DIVIDED in lines(f"Ein {ONE_WORD}?", "A", "de")


@pytest.mark.parametrize("text", [f"`{ONE_WORD}`", f"[{ONE_WORD}](https://example.org/)", f"```\n{ONE_WORD}\n```"])
def test_what_is_copied_by_the_letter_is_never_divided(lines, text):
    assert DIVIDED not in lines("Q", text, "de")


def test_short_words_stay_whole(lines):
    assert DIVIDED not in lines("Q", "viel oder wenig, einer nach dem andern " * 8, "de")
