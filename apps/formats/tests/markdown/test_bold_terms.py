"""Decks in Markdown whose cards are bold terms with definitions, or bold questions with answers."""

import pytest

from apps.formats.file_kinds import FileKind, kind_of_text
from apps.formats.markdown import deck_file, markdown_writer
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.markdown import read, sides


@pytest.mark.parametrize(
    "text",
    [
        "- **Cell** - a unit\n- **DNA** - an acid\n",
        "* **Cell** \u2013 a unit\n* **DNA** \u2014 an acid\n",
        "1. **Cell**: a unit\n2. **DNA:** an acid\n",
        "**Cell** - a unit\n\n**DNA** -- an acid\n",
        "**Cell:** a unit\n**DNA** : an acid\n",
        "- __Cell__: a unit\n\n- __DNA \u2013__ an acid\n",
        "# Biology\n\n## Terms\n\nLearn these:\n\n- **Cell**:\n  a unit\n- **DNA** - an acid\n\nThat is all.\n",
    ],
)
def test_a_list_of_bold_terms_is_a_deck(text):
    assert sides(text) == [("Cell", "a unit"), ("DNA", "an acid")]


def test_a_definition_has_all_that_is_below_its_term():
    text = (
        "- **Cell** - a unit\n  of life\n\n  It has a membrane.\n"
        "- **DNA** (acid) - holds\n  - **A** - adenine\n  - **T** - thymine\n\n  ```\n  code\n  ```\n"
    )
    assert sides(text) == [
        ("Cell", "a unit\nof life\n\nIt has a membrane."),
        ("DNA (acid)", "holds\n- **A** - adenine\n- **T** - thymine\n\n```\ncode\n```"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- **Cell** - a unit\n",
        "- **Cell** - a unit\n- DNA\n",
        "- **Cell**-wall is\n- **DNA**-strand is\n",
        "- **A:** because\n- **B:** so\n",
        "- **1** - because\n- **2** - so\n",
        "```\n- **Cell** - a unit\n- **DNA** - an acid\n```\n",
    ],
    ids=["one alone", "not all", "no dash apart", "letters of answers", "numbers of answers", "code"],
)
def test_other_lists_are_no_decks(text):
    with pytest.raises(ImportProblem):
        read(text)


def test_beside_other_cards_a_section_of_bold_terms_is_cards_and_a_list_in_a_text_is_named():
    deck = read(
        "Q: a\nA: b\n\n## Terms\n\n**Cell** - a unit\n**DNA** - an acid\n\n## Notes\n\nRead it.\n\n"
        "- **Note:** bring it\n- **Also:** that\n"
    )
    assert [(note.front, note.back) for note in deck.notes] == [("a", "b"), ("Cell", "a unit"), ("DNA", "an acid")]
    assert [note.section for note in deck.notes] == [0, 1, 1]
    assert "2 lines look like cards, and were not read as such: lines 13, 14." in str(deck.warnings[0])


def test_bold_terms_in_an_answer_are_part_of_it():
    text = "Q: Parts?\nA:\n- **Cell** - a unit\n- **DNA** - an acid\n"
    assert sides(text) == [("Parts?", "- **Cell** - a unit\n- **DNA** - an acid")]


def test_a_deck_whose_section_begins_with_bold_terms_comes_back_from_its_own_file():
    deck = read("# One\n\nQ: a\nA: b\n\n# Two\n\n- **Rule:** be kind\n- **Time:** an hour\n\nQ: c\nA: d\n")
    assert [section.introduction for section in deck.sections][1] == "- **Rule:** be kind\n- **Time:** an hour"
    again = deck_file.read(markdown_writer.write(deck))
    assert (again.sections, [note.front for note in again.notes]) == (deck.sections, ["a", "c"])


def test_bold_words_are_blanks_rather_than_terms_where_that_is_chosen():
    deck = deck_file.read(b"## Terms\n\n**Cell** - a unit\n\n**DNA** - an acid\n", bold_cloze=True)
    assert [note.kind for note in deck.notes] == ["cloze", "cloze"]


@pytest.mark.parametrize(
    "text",
    [
        "- **Cell** - a unit\n- **DNA** - an acid\n",
        "**Cell** (here): a unit\n\n__DNA:__ an acid\n",
        "**What is a cell?**\nA unit.\n\n**Why?**\n\nSo.\n",
    ],
)
def test_a_text_of_bold_terms_or_questions_is_known_as_markdown(text):
    assert kind_of_text(text.encode(), "a.txt") is FileKind.MARKDOWN


@pytest.mark.parametrize(
    "text",
    [
        "**Cell**: x\ta unit\n**DNA**: y\tan acid\n",
        "**gato**,cat\n**perro**,dog\n",
        "**gato**:,cat\n**perro**:,dog\n",
        "__init__,constructor\n__str__,text\n",
        "1. **a**;b\n2. **c**;d\n",
        "**What?**,A unit\n**Why?**,So\n",
    ],
)
def test_a_table_with_bold_words_is_known_as_a_table(text):
    assert kind_of_text(text.encode(), "a.txt") is FileKind.TABLE


@pytest.mark.parametrize(
    "text",
    [
        "**What is a cell?**\nA unit.\n\n**1. Why?**\n\nSo.\n",
        "1. **What is a cell?**\n   A unit.\n2. **Why?**\n   So.\n",
        "# Bio\n\n- **What is a cell?**\n  A unit.\n- __2. Why?__\n  So.\n",
    ],
)
def test_bold_questions_with_answers_below_are_a_deck(text):
    assert sides(text) == [("What is a cell?", "A unit."), ("Why?", "So.")]
