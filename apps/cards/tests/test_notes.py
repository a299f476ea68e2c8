import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cards.kinds import multi_card
from apps.cards.models import Card, Note
from apps.cards.services.archive_and_tags import change_tags, set_archived
from apps.cards.services.notes import save_note
from apps.cards.siblings import problems_of

ONE_PART_SHORT = "The front has 2 parts and the back 1. Put a line of === between empty lines in both alike."


@pytest.fixture
def note(deck):
    return save_note(Note(deck=deck, kind="reversed", front="cat", back="chat", extra="Animals"))


def texts(note):
    return [(card.front, card.back) for card in Card.objects.in_use().filter(note=note).order_by("ordinal")]


def test_a_basic_note_makes_one_card_with_the_extra_below_its_answer(deck):
    note = save_note(Note(deck=deck, front="a", back="b", extra="c"))
    assert texts(note) == [("<p>a</p>", "<p>b</p>\n<p>c</p>")]


def test_a_reversed_note_makes_two(note):
    assert texts(note) == [("<p>cat</p>", "<p>chat</p>\n<p>Animals</p>"), ("<p>chat</p>", "<p>cat</p>\n<p>Animals</p>")]


def test_a_cloze_note_makes_one_card_per_blank(deck):
    note = save_note(Note(deck=deck, kind="cloze", front="{{c1::a}} {{c3::b}}"))
    assert list(note.cards.values_list("ordinal", flat=True)) == [0, 2]


def test_a_multi_card_note_makes_a_card_of_each_part(deck):
    note = save_note(Note(deck=deck, kind="multi_card", front="a\n\n===\n\nb", back="1\n\n===\n\n2", extra="c"))
    assert texts(note) == [("<p>a</p>", "<p>1</p>\n<p>c</p>"), ("<p>b</p>", "<p>2</p>\n<p>c</p>")]


def test_an_empty_part_makes_no_card_and_the_others_keep_their_numbers(deck):
    note = save_note(Note(deck=deck, kind="multi_card", front="===\n\nb", back="===\n\n2"))
    assert list(note.cards.values_list("ordinal", flat=True)) == [1]


def test_a_front_and_a_back_of_different_numbers_of_parts_are_a_problem(deck):
    problems = problems_of(Note(deck=deck, kind="multi_card", front="a\n\n===\n\nb", back="1"))
    assert problems == {"back": [ONE_PART_SHORT]}


@given(st.lists(st.text("a=\\ \n"), min_size=1))
def test_joined_parts_divide_into_as_many(texts):
    joined = multi_card.joined(texts)
    assert len(multi_card.parts(joined)) == len(texts)
    assert multi_card.joined(multi_card.parts(joined)) == joined


def test_a_card_that_is_no_longer_made_is_archived_and_restored_as_the_same_card(note):
    second = note.cards.get(ordinal=1)
    note.kind = "basic"
    save_note(note)
    second.refresh_from_db()
    assert second.archived
    note.kind = "reversed"
    save_note(note)
    second.refresh_from_db()
    assert not second.archived


def test_an_edited_note_keeps_its_cards_and_its_guid(note):
    before = note.guid, set(note.cards.values_list("pk", flat=True))
    note.front = "dog"
    save_note(note)
    note.refresh_from_db()
    assert (note.guid, set(note.cards.values_list("pk", flat=True))) == before
    assert texts(note)[0][0] == "<p>dog</p>"


def test_archiving_a_note_archives_its_cards(note):
    assert set_archived([note], True) == 1
    assert texts(note) == []
    assert set_archived([note], True) == 0


def test_a_new_note_goes_last_into_the_decks_first_section(deck):
    note = save_note(Note(deck=deck, front="last", back="x"))
    assert note.section == deck.sections.first()
    assert note.position == 4


def test_tags_are_stored_once_and_with_spaces_around(note):
    change_tags([note], add=["b", "a", "b"])
    note.refresh_from_db()
    assert note.tags == " b a "
    change_tags([note], remove=["b", "a"])
    note.refresh_from_db()
    assert note.tags == ""


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"front": "a"}, "back", "Write the back: the answer to the front."),
        ({"front": " ", "back": "b"}, "front", "Write the front."),
        ({"front": "no blank", "kind": "cloze"}, "front", "A cloze needs a blank."),
        ({"front": "{{c1::a", "kind": "cloze"}, "front", "never closes"),
        ({"front": "no picture", "back": "c1 rect 0 0 1 1", "kind": "occlusion"}, "front", "needs one picture"),
        ({"front": "![](a.png)![](b.png)", "back": "c1 rect 0 0 1 1", "kind": "occlusion"}, "front", "one picture"),
        ({"front": "![](a.png)", "back": "", "kind": "occlusion"}, "back", "needs a mask"),
        ({"front": "![](a.png)", "back": "c0 rect 0 0 1 1", "kind": "occlusion"}, "back", "needs a mask"),
        ({"front": "![](a.png)", "back": "c1 rect 0 0 1 1\nc2 oval", "kind": "occlusion"}, "back", "Line 2: “c2 oval”"),
        ({"front": "{{c1::\ue000}} x", "kind": "cloze"}, "front", "hides nothing"),
        ({"front": "a", "back": r"$\nope$"}, "back", "Unknown command"),
    ],
)
def test_problems_of_a_note_are_listed_by_field(fields, field, sentence):
    assert sentence in problems_of(Note(**fields))[field][0]


def test_a_valid_note_has_no_problems():
    assert problems_of(Note(front="{{c1::$x$}}", kind="cloze")) == {}
