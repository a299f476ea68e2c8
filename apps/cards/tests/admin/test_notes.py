"""The list of notes, and the form of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.cards.models import Card, Note, Section
from apps.cards.tests.support.factory import make_deck, make_note
from apps.formats.limits import MAX_FIELD_LENGTH
from apps.reviews.models import Schedule

LIST = "/admin/cards/note/"


@pytest.fixture
def note(deck):
    return deck.notes.first()


def texts(note, **changed):
    """Return what the form of the note posts."""
    posted = {name: getattr(note, name) for name in ("kind", "front", "back", "extra", "tags", "position")}
    return {**posted, "section": note.section_id, **changed}


def edit(client, note, **changed):
    return client.post(reverse("admin:cards_note_change", args=[note.pk]), texts(note, **changed))


def test_an_edited_note_makes_its_cards_again(teaching, note):
    edit(teaching, note, front="Changed?")
    assert note.cards.get().front == "<p>Changed?</p>"


def test_editing_a_note_touches_no_schedule(teaching, note, schedule):
    before = Schedule.objects.values().get(pk=schedule.pk)
    edit(teaching, note, front="Changed?", back="Very.", kind="reversed", tags="new")
    assert Schedule.objects.values().get(pk=schedule.pk) == before


def test_a_reversed_note_made_basic_archives_its_second_card_until_it_is_reversed_again(teaching, note):
    edit(teaching, note, kind="reversed")
    second = note.cards.get(ordinal=1)
    edit(teaching, note, kind="basic")
    assert Card.objects.get(pk=second.pk).archived
    edit(teaching, note, kind="reversed")
    assert not Card.objects.get(pk=second.pk).archived


def test_archiving_and_restoring_in_the_form(teaching, note):
    edit(teaching, note, archived="on")
    assert note.cards.get().archived
    edit(teaching, note)
    assert not note.cards.get().archived


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        pytest.param("front", "A {{c1::blank", "never closes. Add }}.", id="an unclosed blank"),
        pytest.param("front", "{{c1::" * 5000, "levels of nested blanks", id="blanks without end"),
        pytest.param("front", "No blank", "A cloze needs a blank.", id="a cloze without a blank"),
        pytest.param("front", "", "Write the front.", id="nothing"),
        pytest.param("front", "{{c1::a}} $\\foo$", "Unknown command", id="an unknown formula command"),
        pytest.param("extra", "$\\foo$", "Unknown command", id="an unknown formula command below"),
        pytest.param("back", "x" * (MAX_FIELD_LENGTH + 1), "Shorten this to 64000 characters.", id="too long"),
        pytest.param("back", "x" * 1_000_000, "It has 1000000 now.", id="a megabyte"),
        pytest.param("back", "\0", "Null characters are not allowed.", id="a null character"),
        pytest.param("tags", "x " * 300, "Ensure this value has at most 500", id="too many tags"),
        pytest.param("tags", "x" * 499, "Use fewer tags", id="tags that fit only without their spaces"),
        pytest.param("section", "0", "Choose a section of this note", id="a section that is none"),
        pytest.param("position", "-1", "greater than or equal to 0", id="a negative position"),
        pytest.param("position", "9" * 30, "less than or equal to", id="an enormous position"),
        pytest.param("kind", "riddle", "Select a valid choice.", id="an unknown kind"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_is_saved(teaching, note, field, text, sentence):
    posted = {"kind": "cloze", "front": "A {{c1::blank}}", "back": "Back.", field: text}
    response = edit(teaching, note, **posted)
    assert response.status_code == 200
    assert any(sentence in error for error in response.context["adminform"].form.errors[field])
    assert Note.objects.get(pk=note.pk).front == "Question 1?"


def test_a_request_larger_than_any_note_is_rejected(teaching, note):
    assert edit(teaching, note, back="x" * 6_000_000).status_code == 413


def test_lines_stay_as_they_were_written(teaching, note):
    edit(teaching, note, back="\r\n    indented code\r\nand more\r\n\r\n")
    note.refresh_from_db()
    assert note.back == "    indented code\nand more"


def test_a_section_of_another_deck_of_the_same_instructor_is_rejected(teaching, course, note):
    other = make_deck(course).sections.create(title="Away")
    response = edit(teaching, note, section=other.pk)
    assert "Choose a section of this note’s deck." in response.text


def test_a_note_stays_in_its_deck(teaching, course, note):
    other = make_deck(course)
    edit(teaching, note, deck=other.pk)
    note.refresh_from_db()
    assert note.deck.slug == "diffusion"


def test_a_new_note_goes_last_in_the_decks_first_section(teaching, deck):
    posted = {"deck": deck.pk, "kind": "basic", "front": "New?", "back": "Yes.", "tags": "a, b"}
    teaching.post(reverse("admin:cards_note_add"), posted)
    note = Note.objects.get(front="New?")
    assert (note.position, note.section, note.tags) == (4, deck.sections.get(), " a b ")
    assert note.cards.count() == 1


def test_the_form_of_a_new_note_knows_the_sections_of_the_deck_it_comes_from(teaching, deck):
    Section.objects.create(deck=deck, title="Second part")
    page = teaching.get(reverse("admin:cards_note_add"), {"deck": deck.pk})
    assert "Second part" in page.text


@pytest.mark.parametrize("made_up", ["x", "9" * 30, "9" * 5000, "²"])
def test_a_made_up_deck_is_no_error(teaching, deck, made_up):
    assert teaching.get(reverse("admin:cards_note_add"), {"deck": made_up}).status_code == 200
    response = teaching.post(reverse("admin:cards_note_add"), {"deck": made_up, "section": made_up})
    assert response.context["adminform"].form.errors["deck"]


@pytest.mark.parametrize(
    "query", ["archived=maybe", "deck=x", "deck=99999999999999999999999", "kind=x", "p=x", "o=9.9"]
)
def test_a_made_up_url_of_the_list_is_no_error(teaching, deck, query):
    assert teaching.get(f"{LIST}?{query}", follow=True).status_code == 200


def listed(client, **query):
    return [str(note) for note in client.get(LIST, query).context["cl"].result_list]


def test_the_list_searches_and_filters(teaching, deck):
    make_note(deck, "{{c1::x}}", "Pyramid", kind="cloze", tags="math hard")
    assert listed(teaching, q="pyramid") == listed(teaching, q="hard") == ["{{c1::x}}"]
    assert listed(teaching, tag="math") == listed(teaching, kind="cloze") == ["{{c1::x}}"]
    assert listed(teaching, tag="mat") == []
    assert len(listed(teaching, deck=deck.pk)) == 4


def test_the_list_has_archived_notes_only_on_request(teaching, deck, note):
    Note.objects.filter(pk=note.pk).update(archived=True)
    assert listed(teaching) == ["Question 2?", "Question 3?"]
    assert listed(teaching, archived="yes") == ["Question 1?"]
    assert len(listed(teaching, archived="all")) == 3


def test_the_list_follows_the_lesson_and_positions_are_set_in_it(teaching, deck):
    posted = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 3, "_save": "Save"}
    for row, note in enumerate(deck.notes.all()):
        posted |= {f"form-{row}-id": note.pk, f"form-{row}-position": 3 - row}
    teaching.post(LIST, posted)
    assert listed(teaching) == ["Question 3?", "Question 2?", "Question 1?"]


def queries_of_the_list(client):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(LIST).status_code == 200
    return len(queries)


def test_a_list_of_a_hundred_notes_needs_no_more_queries_than_one_of_three(teaching, deck):
    queries_of_the_list(teaching)  # fills what Django remembers
    few = queries_of_the_list(teaching)
    for number in range(97):
        make_note(deck, f"More {number}?", "Yes.", tags=f"t{number}")
    assert queries_of_the_list(teaching) == few
    assert few <= 12


@pytest.fixture
def exercise(deck):
    return deck.sections.create(kind="exercise", title="Try it", position=2, labels=["U-Net", "DiT"])


def add(client, section, **texts):
    posted = {"deck": section.deck_id, "section": section.pk, "kind": "choice", "front": "One GPU."}
    return client.post(reverse("admin:cards_note_add"), posted | texts)


def test_a_choice_is_saved_with_the_label_of_its_exercise(teaching, exercise):
    assert add(teaching, exercise, label="DiT").status_code == 302
    assert Card.objects.get(note__section=exercise).choices == ["U-Net", "DiT"]


def test_a_choice_needs_a_label(teaching, exercise):
    assert "Write the correct choice" in add(teaching, exercise, label="").text


def test_a_label_that_the_exercise_does_not_offer_is_named_with_those_it_does(teaching, exercise):
    sentence = "The exercise does not offer the label “GAN”. Choose one of these, or add it to them: U-Net, DiT."
    assert sentence in add(teaching, exercise, label="GAN").text
    assert exercise.notes.count() == 0


def test_a_label_can_be_added_to_those_of_its_exercise(teaching, exercise):
    assert add(teaching, exercise, label="GAN", add_label="on").status_code == 302
    exercise.refresh_from_db()
    assert exercise.labels == ["U-Net", "DiT", "GAN"]


def test_an_open_scenario_may_leave_its_answer_to_the_learner(teaching, exercise):
    assert add(teaching, exercise, kind="basic", back="").status_code == 302


def test_a_flashcard_may_not(teaching, deck):
    assert "Write the back" in add(teaching, deck.sections.first(), kind="basic", back="").text
