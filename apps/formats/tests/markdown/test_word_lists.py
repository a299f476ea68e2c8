"""Lists of words, and notes that Obsidian writes for Anki."""

from contextlib import suppress

import pytest

from apps.formats.problems import ImportProblem
from apps.formats.tests.support.markdown import read, sides


@pytest.mark.parametrize(
    "text",
    [
        "1. Hund - dog\n2. Katze - cat\n",
        "- Hund – dog\n- Katze — cat\n",
        "# Words\n\nHund = dog\nKatze = cat\n",
        "* Hund -> dog\n* Katze -> cat\n",
        "1. Hund: dog\n2. Katze: cat\n",
    ],
)
def test_a_list_of_words_is_cards(text):
    deck = read(text)
    assert [(note.front, note.back) for note in deck.notes] == [("Hund", "dog"), ("Katze", "cat")]
    assert deck.warnings == ()


def test_headings_of_a_list_of_words_are_sections_and_other_lines_are_named():
    deck = read("# Words\n\n## Land\n\n- Hund - dog\n- a - b - c\n\n## Sea\n\n- Fisch - fish\n- Wal - whale\n\nEnd.\n")
    assert deck.title == "Words"
    assert [section.title for section in deck.sections] == ["Land", "Sea"]
    assert [note.section for note in deck.notes] == [0, 1, 1]
    assert [str(warned).split(":")[0] for warned in deck.warnings] == ["Line 6", "Line 13"]


def test_lines_that_name_their_sides_are_cards():
    deck = read("Term: Hund\nDefinition: dog\n\nTerm: Katze\nDefinition: cat\n")
    assert [(note.front, note.back) for note in deck.notes] == [("Hund", "dog"), ("Katze", "cat")]
    assert deck.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "- Buy milk - today\n- Rest\n- Walk\n",
        "- [ ] Buy milk - today\n- [ ] Call - now\n",
        "1. Take: this\n2. Then go\n",
        "- A - one\n- B - two\n",
        "The cell - a unit - lives.\nThe cat - a pet - too.\n",
    ],
)
def test_other_lists_are_no_words(text):
    with pytest.raises(ImportProblem):
        read(text)


BLOCKS = """TARGET DECK: Languages
FILE TAGS: words

START
Basic
Hund
Back: dog
**loud**
Tags: animal pet
<!--ID: 1566052191670-->
END

Loose.

STARTI [Basic (and reversed card)] Katze Back: cat ENDI

START
Cloze
The {cat} {2:sat}.
Extra: There.
END

Q: a?
A: b
"""


def test_notes_that_obsidian_writes_for_anki_are_cards():
    deck = read(BLOCKS)
    assert [(note.kind, note.front, note.back, note.extra, note.tags) for note in deck.notes] == [
        ("basic", "Hund", "dog\\\n**loud**", "", ("animal", "pet", "words")),
        ("reversed", "Katze", "cat", "", ("words",)),
        ("cloze", "The {{c1::cat}} {{c2::sat}}.", "", "There.", ("words",)),
        ("basic", "a?", "b", "", ()),
    ]
    assert [str(warned) for warned in deck.warnings] == ["Line 13: This text belongs to no card. It was left out."]


def test_such_a_note_without_a_back_is_named():
    deck = read("START\nBasic\nHund\nEND\n\nSTART\nBasic\nFront: Katze\nBack: cat\nEND\n")
    assert [note.front for note in deck.notes if note.back] == ["Katze"]
    assert [str(warned.place) for warned in deck.warnings] == ["Line 1"]


def test_a_word_start_in_a_text_is_no_block():
    assert sides("Q: a?\nA: b\nSTART\nx\n") == [("a?", "b\nSTART\nx")]


def test_such_a_note_whose_end_is_missing_ends_at_a_blank_line():
    assert sides("START\nBasic\na\nBack: b\n\nQ: c\nA: d\n") == [("a", "b"), ("c", "d")]


def test_what_is_in_fenced_code_is_no_such_note():
    code = "```\nSTART\nLDA 5\nSTA 6\nEND\nSTARTI [Basic] a Back: b ENDI\n```"
    text = f"START\nBasic\na\nBack: b\n```\nx\n```\nEND\n\nQ: c\nA:\n{code}\n"
    assert sides(text) == [("a", "b\n```\nx\n```"), ("c", code)]


@pytest.mark.parametrize(
    "hostile", ["STARTI [Basic] a" + " " * 60_000 + "b", "- a" + " " * 60_000 + "b", "- aa - b\n" * 9_000]
)
def test_hostile_lists_are_read_or_refused_quickly(hostile):
    with suppress(ImportProblem):
        read(f"{hostile}\n\nQ: a?\nA: b\n")
    with suppress(ImportProblem):
        read(hostile)


def test_a_list_of_words_below_cards_of_another_kind_is_named():
    (warned,) = read("<details><summary>a?</summary>b</details>\n\n- Hund - dog\n- Katze - cat\n").warnings
    assert str(warned).startswith("2 lines look like cards, and were not read as such: lines 3, 4.")
