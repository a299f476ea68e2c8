"""What is done to many notes at once."""

import pytest
from django.contrib.admin.models import LogEntry

from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Note
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_note
from apps.cards.tests.support.pictures import one_dot, picture
from apps.courses.models import Course
from apps.reviews.models import Schedule

LIST = "/admin/cards/note/"


def act(client, action, notes, *, query="", **answer):
    """Choose an action for the notes; with an answer, also press the button of its question."""
    posted = {"action": action, "_selected_action": [note.pk for note in notes], **answer}
    if not answer:
        posted["index"] = 0
    return client.post(LIST + query, posted, follow=True)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("action", ["add_tags", "remove_tags", "archive", "restore_archived", "move"])
def test_an_action_asks_first_and_changes_nothing_yet(teaching, deck, action):
    before = list(Note.objects.order_by("pk").values())
    response = act(teaching, action, deck.notes.all())
    assert "3 notes" in response.context["title"]
    assert "Question 1?" in response.text
    assert list(Note.objects.order_by("pk").values()) == before


def test_tags_are_added_once(teaching, deck):
    make_note(deck, "Tagged?", "Yes.", tags="hard")
    response = act(teaching, "add_tags", deck.notes.all(), answered="yes", tags="hard new")
    assert messages_of(response) == ["Added “hard”, “new” to 4 notes."]
    assert set(deck.notes.values_list("tags", flat=True)) == {" hard new "}


def test_tags_are_removed(teaching, deck):
    make_note(deck, "Tagged?", "Yes.", tags="hard old")
    response = act(teaching, "remove_tags", deck.notes.all(), answered="yes", tags="hard, none")
    assert messages_of(response) == ["Removed “hard”, “none” from 1 note."]
    assert Note.objects.get(front="Tagged?").tags == " old "


def test_tags_that_do_not_fit_are_rejected_for_all_notes(teaching, deck):
    make_note(deck, "Full?", "Yes.", tags="x" * 490)
    response = act(teaching, "add_tags", deck.notes.all(), answered="yes", tags="abcdefghijkl")
    assert "The note “Full?” has no room for more tags." in response.text
    assert not Note.objects.filter(tags__contains="abc").exists()


@pytest.mark.parametrize("tags", ["", "  ", ",", "x" * 501, "\0"])
def test_no_tag_at_all_shows_the_question_again(teaching, deck, tags):
    response = act(teaching, "add_tags", deck.notes.all(), answered="yes", tags=tags)
    assert response.context["form"].errors["tags"]


def test_archiving_explains_itself_and_can_be_undone(teaching, deck, schedule):
    before = Schedule.objects.values().get(pk=schedule.pk)
    response = act(teaching, "archive", deck.notes.all(), answered="yes")
    assert messages_of(response) == ["3 notes archived. Learners no longer see them; their histories are kept."]
    assert not Card.objects.in_use().exists()
    response = act(teaching, "restore_archived", deck.notes.all(), query="?archived=yes", answered="yes")
    assert messages_of(response) == ["3 notes restored. Learners see them again, on the schedules they had."]
    assert Card.objects.in_use().count() == 3
    assert Schedule.objects.values().get(pk=schedule.pk) == before


def test_one_note_is_in_the_singular(teaching, deck):
    response = act(teaching, "archive", deck.notes.all()[:1], answered="yes")
    assert messages_of(response) == ["1 note archived. Learners no longer see it; its history is kept."]


def test_an_action_on_all_notes_that_a_filter_finds(teaching, deck):
    for number in range(120):
        make_note(deck, f"More {number}?", "Yes.", tags="more")
    asked = act(teaching, "archive", deck.notes.filter(tags=" more ")[:100], query="?tag=more", select_across="1")
    assert asked.context["title"] == "Archive 120 notes?"
    first = deck.notes.filter(tags=" more ")[:1]
    act(teaching, "archive", first, query="?tag=more", select_across="1", answered="yes")
    assert Note.objects.filter(archived=True).count() == 120


def test_an_action_is_in_the_history_of_its_notes(teaching, deck, instructor):
    act(teaching, "archive", deck.notes.all()[:2], answered="yes")
    assert LogEntry.objects.filter(user=instructor, change_message__startswith="2 notes archived.").count() == 2


@pytest.mark.parametrize("pk", ["x", "-1", "1.5", "'", "9" * 30, "9" * 5000])
def test_a_made_up_selection_changes_nothing(teaching, deck, pk):
    posted = {"action": "archive", "_selected_action": [pk], "index": 0}
    response = teaching.post(LIST, posted, follow=True)
    assert messages_of(response) == ["Select notes in the list first. Nothing was changed."]


def test_a_note_moves_with_its_learners_schedules(teaching, course, deck, schedule):
    other = make_deck(course)
    make_note(other, "There already?", "Yes.")
    before = Schedule.objects.values().get(pk=schedule.pk)
    response = act(teaching, "move", [schedule.card.note], answered="yes", deck=other.pk)
    assert messages_of(response) == ["Moved 1 note to “Other”. No due date changed."]
    assert [str(note) for note in other.notes.all()] == ["There already?", "Question 1?"]
    assert Schedule.objects.values().get(pk=schedule.pk) == {**before, "deck_id": other.pk}


def test_a_note_moves_with_its_pictures(teaching, course, deck):
    add_to_deck(deck, {"map.png": store_media(verify(one_dot()))})
    note, other = make_note(deck, "Where?", "![A map](map.png)"), make_deck(course)
    act(teaching, "move", [note], answered="yes", deck=other.pk)
    assert "<img" in Card.objects.get(note__deck=other).back


def test_a_note_cannot_move_to_where_its_picture_is_a_different_one(teaching, course, deck):
    other = make_deck(course)
    add_to_deck(deck, {"map.png": store_media(verify(one_dot()))})
    add_to_deck(other, {"map.png": store_media(verify(picture()))})
    note = make_note(deck, "Where?", "![A map](map.png)")
    response = act(teaching, "move", [note], answered="yes", deck=other.pk)
    assert "That deck has a different picture or sound by a name that “Where?” shows." in response.text
    assert not other.notes.exists()


def test_a_note_cannot_move_to_a_deck_of_another_course(teaching, deck):
    secret = make_deck(Course.objects.create(slug="b", title="B"), "secret")
    asked = act(teaching, "move", deck.notes.all())
    assert "Secret" not in asked.text
    response = act(teaching, "move", deck.notes.all(), answered="yes", deck=secret.pk)
    assert "Choose one of your decks." in response.text
    assert deck.notes.count() == 3


def test_a_note_cannot_move_to_where_its_copy_is(teaching, course, deck):
    note = deck.notes.first()
    other = make_deck(course)
    make_note(other, "Copy?", "Yes.", guid=note.guid)
    response = act(teaching, "move", [note], answered="yes", deck=other.pk)
    assert "That deck already has the note “Copy?”." in response.text
    assert deck.notes.count() == 3


def test_copies_from_two_decks_cannot_move_to_one(teaching, course, deck):
    note = deck.notes.first()
    others = [make_deck(course, slug, title=slug) for slug in ("one", "two")]
    copy = make_note(others[0], "Copy?", "Yes.", guid=note.guid)
    response = act(teaching, "move", [note, copy], answered="yes", deck=others[1].pk)
    assert "Some of these are copies of the same note." in response.text
    assert others[1].notes.count() == 0


def test_moving_to_the_same_deck_changes_nothing(teaching, deck):
    before = list(deck.notes.values())
    act(teaching, "move", deck.notes.all(), answered="yes", deck=deck.pk)
    assert list(deck.notes.values()) == before


def test_an_empty_selection_gets_a_message(teaching, deck):
    assert messages_of(teaching.post(LIST, {"action": "archive", "index": 0}, follow=True))
