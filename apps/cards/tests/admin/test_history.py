"""The versions of a note."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.cards.models import Note
from apps.cards.services.notes import save_note, save_notes
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course
from apps.reviews.models import Schedule


@pytest.fixture
def note(deck):
    return deck.notes.first()


def history(client, note, **query):
    return client.get(reverse("admin:cards_note_history", args=[note.pk]), query)


def restore(client, note, version):
    return client.post(reverse("admin:cards_note_restore", args=[note.pk, version]), follow=True)


def edit(client, note, **changed):
    texts = {name: getattr(note, name) for name in ("kind", "front", "back", "extra", "position")}
    posted = {**texts, "section": note.section_id, **changed}
    return client.post(reverse("admin:cards_note_change", args=[note.pk]), posted)


def test_each_version_shows_who_saved_it_and_what_it_changed(teaching, note):
    edit(teaching, note, front="Question one?")
    newest, first = history(teaching, note).context["versions"]
    assert newest.who == "Instructor"
    assert [(change.name, change.steps) for change in newest.changes] == [
        ("Front", [("same", "Question "), ("removed", "1"), ("added", "one"), ("same", "?")])
    ]
    assert (first.who, first.what, first.changes) == ("", "First version.", [])
    page = history(teaching, note).text
    assert '<span class="visually-hidden">added: </span>one' in page
    assert '<span class="visually-hidden">removed: </span>1' in page
    assert "By an import or an unknown person" in page


def test_hostile_text_is_harmless_in_a_version(teaching, note):
    edit(teaching, note, front="<script>alert(1)</script>")
    assert "<script>alert" not in history(teaching, note).text


def test_restoring_saves_the_text_as_a_new_version(teaching, note):
    edit(teaching, note, front="Changed?", back="Changed.", tags="new")
    first = note.history.earliest()
    response = restore(teaching, note, first.history_id)
    note.refresh_from_db()
    assert (note.front, note.back, note.tags) == ("Question 1?", "Answer 1.", "")
    assert note.cards.get().front == "<p>Question 1?</p>"
    assert note.history.count() == 3
    assert "To undo that, restore the version below it." in response.text


def test_restoring_is_undone_by_restoring_again(teaching, note):
    edit(teaching, note, front="Changed?")
    restore(teaching, note, note.history.earliest().history_id)
    restore(teaching, note, note.history.all()[1].history_id)
    note.refresh_from_db()
    assert note.front == "Changed?"


def test_restoring_touches_no_schedule(teaching, note, schedule):
    before = Schedule.objects.values().get(pk=schedule.pk)
    edit(teaching, note, front="Changed?", kind="reversed")
    restore(teaching, note, note.history.earliest().history_id)
    assert Schedule.objects.values().get(pk=schedule.pk) == before


def test_restoring_leaves_an_archived_note_in_the_archive(teaching, note):
    first = note.history.earliest().history_id
    edit(teaching, note, front="Changed?", archived="on")
    restore(teaching, note, first)
    note.refresh_from_db()
    assert (note.front, note.archived) == ("Question 1?", True)
    assert note.cards.get().archived


def test_a_version_that_makes_no_card_is_rejected_with_a_sentence(teaching, note):
    edit(teaching, note, front="Changed?")
    note.history.filter(front="Question 1?").update(kind="cloze", front="{{c1::open")
    response = restore(teaching, note, note.history.earliest().history_id)
    assert "This version cannot be restored as it is." in response.text
    assert Note.objects.get(pk=note.pk).front == "Changed?"


def test_a_version_of_another_note_cannot_be_restored_here(teaching, deck, note):
    other = deck.notes.last().history.earliest()
    assert restore(teaching, note, other.history_id).status_code == 404
    assert restore(teaching, note, 10**20).status_code == 404


def test_only_a_press_restores(teaching, note):
    url = reverse("admin:cards_note_restore", args=[note.pk, note.history.earliest().history_id])
    assert teaching.get(url).status_code == 405


def test_versions_of_other_peoples_notes_do_not_exist(teaching):
    deck = make_deck(Course.objects.create(slug="b", title="B"), "secret")
    secret = make_note(deck, "Secret?", "Yes.")
    assert history(teaching, secret).status_code == 404
    assert restore(teaching, secret, secret.history.earliest().history_id).status_code == 404


def test_a_version_that_changed_only_a_position_has_no_changed_text(teaching, note):
    note.position = 9
    save_notes([note])
    assert "No text changed" in history(teaching, note).text


def test_many_versions_are_paginated_with_the_same_number_of_queries(teaching, note):
    edit(teaching, note, front="Version 0?")
    history(teaching, note)
    with CaptureQueriesContext(connection) as few:
        history(teaching, note)
    for number in range(30):
        note.front = f"Version {number}?"
        save_note(note)
    with CaptureQueriesContext(connection) as many:
        first = history(teaching, note)
    assert len(many) == len(few)
    assert len(first.context["versions"]) == 20
    last = first.context["versions"][-1]
    assert [change.name for change in last.changes] == ["Front"]
    assert len(history(teaching, note, p=2).context["versions"]) == 12
