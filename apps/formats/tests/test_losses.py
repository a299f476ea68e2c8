import pytest

from apps.formats.losses import Losses, note_left_out, together
from apps.formats.markdown import deck_file
from apps.formats.messages import gettext as _
from apps.formats.messages import ngettext
from apps.formats.practice_page import page_reader
from apps.formats.problems import ImportWarning, Place

BARE = ngettext("A bare card.", "{count} bare cards: {places}.", 1)
BLANK = ngettext("{count} blank card: {places}.", "{count} blank cards: {places}.", 1)


def sentences(*found):
    losses = Losses()
    for sort, *position in found:
        losses.add(sort, *position)
    return list(map(str, losses.warnings()))


def test_one_loss_comes_after_its_place():
    assert sentences((BARE, Place(line=3))) == ["Line 3: A bare card."]


def test_one_loss_whose_sentence_names_its_place_says_it_once():
    assert sentences((BLANK, Place(row=3))) == ["1 blank card: row 3."]


@pytest.mark.parametrize(
    ("places", "first"),
    [
        ([Place(line=each) for each in range(1, 7)], "lines 1, 2, 3, 4, 5, …"),
        ([Place(row=each) for each in (4, 9)], "rows 4, 9"),
        ([Place(row=4), Place(row=4)], "row 4"),
        ([Place(note=each) for each in "abcd"], "“a”, “b”, “c”, …"),
        (["a.png", "b.png"], "a.png, b.png"),
        ([Place(name="a.png"), Place(row=2)], "a.png, Row 2"),
    ],
)
def test_several_losses_are_one_sentence_with_their_number_and_the_first_places(places, first):
    assert sentences(*((BARE, place) for place in places)) == [f"{len(places)} bare cards: {first}."]


def test_a_sort_without_a_plural_says_how_often_it_is():
    moved = _("This was moved.")
    assert sentences((moved, Place(line=1))) == ["Line 1: This was moved."]
    assert sentences((moved, Place(line=1)), (moved, Place(line=5))) == ["2 times (lines 1, 5): This was moved."]


def test_notes_are_left_out_for_one_reason_each():
    long, other = (note_left_out(_("It has more than {limit} parts.", limit=limit)) for limit in (5, 9))
    odd = note_left_out(_("It is odd."))
    assert sentences((long, Place(row=1)), (odd, Place(row=2)), (other, Place(row=3))) == [
        "2 notes were left out: rows 1, 3. It has more than 5 parts.",
        "Row 2: It is odd. The note was left out.",
    ]


def test_warnings_that_say_their_own_number_stay_as_they_are():
    ten = ngettext("{count} card was expected.", "{count} cards were expected.", 10)
    warnings = [ImportWarning(ten, Place(line=1)), ImportWarning(_("Odd."))]
    assert together(warnings) == warnings


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Q: why?\n\n" * 20, "20 questions have no answer: lines 1, 3, 5, 7, 9, …. Write the answer below each, in"),
        ("A: so.\n\n" * 2 + "Q: a\nA: b\n", "2 answers have no question: lines 1, 3. Write the question above each"),
        ("Q: a\nA: b\n---\nloose\n\nmore\n", "2 texts belong to no card. They were left out: lines 4, 6."),
        ("* A :drill:\n* B :drill:\n", "2 cards have no answer: lines 1, 2. Write it under a heading below"),
        (
            "- a #card\n- b #card\n- c #card\n  - d\n",
            "2 cards have no answer: lines 1, 2. Write the answer below each",
        ),
        ("## A?\n\n## B?\n\nb\n\n## C?\n", "2 questions have no answer: lines 1, 7. Write the answer below each."),
    ],
)
def test_markdown_names_each_sort_once(text, sentence):
    (warned,) = deck_file.read(text.encode()).warnings
    assert str(warned).startswith(sentence)


def test_a_page_names_each_sort_once():
    card = "**Scenario {0}.** What is {0}?\n\n<details><summary>Show answer</summary>It is {0}.</details>\n\n"
    text = "## Try it yourself\n\n" + "".join(card.format(each) + "Between.\n\n" for each in range(1, 5))
    found = [str(each) for each in page_reader.read("page.md", text.encode()).warnings]
    assert [each for each in found if "between" in each] == [
        "3 texts are between scenarios: lines 7, 13, 19. They were moved below these."
    ]
