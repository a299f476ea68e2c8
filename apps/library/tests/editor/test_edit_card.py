"""Editing cards on the site: one's own, and those of a course that one teaches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.cards.models import Section
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_note
from apps.library.tests.support.writing import add
from apps.reviews import services


def edit_url(note):
    return f"/cards/{note.cards.first().pk}/edit/"


def edit(client, note, **fields):
    texts = {"kind": note.kind, "front": note.front, "back": note.back, "tags": note.tags.strip()}
    return client.post(edit_url(note), texts | fields)


def test_a_card_is_archived_and_restored_where_it_is_edited(me, knots):
    note = make_note(knots, "Which knot?", "A bowline.")
    form = {"kind": "notes", "pick": note.pk, "back": "knots"}
    assert 'name="act" value="archive"' in me.get(edit_url(note)).text
    done = me.post("/browse/change/", {**form, "act": "archive"}, follow=True)
    assert "Archived 1 note." in done.text
    assert "Undo" in done.text
    assert 'name="act" value="restore"' in me.get(edit_url(note)).text
    me.post("/browse/change/", {**form, "act": "restore", "q": "is:archived"})
    assert not knots.notes.get().archived


def test_an_edited_card_keeps_its_schedule(me, knots, learner):
    today = learner.study_day(timezone.now())
    note = make_note(knots, "Which knot?", "A bowline.")
    services.subscribe(learner, knots, today=today)
    schedule = learner.schedules.get()
    response = edit(me, note, back="A bowline, of course.")
    assert response["Location"] == "/decks/knots/"
    assert "of course" in note.cards.get().back
    after = learner.schedules.get()
    assert (after.version, after.queue_on) == (schedule.version, schedule.queue_on)


def test_after_saving_the_page_that_led_here_follows(me, knots):
    note = make_note(knots, "Which knot?", "A bowline.")
    url = f"{edit_url(note)}?next=/review/"
    assert me.post(url, {"kind": "basic", "front": "A?", "back": "B"})["Location"] == "/review/"


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"])
def test_no_other_site_follows(me, knots, url):
    note = make_note(knots, "Which knot?", "A bowline.")
    response = me.post(f"{edit_url(note)}?next={url}", {"kind": "basic", "front": "A?", "back": "B"})
    assert response["Location"] == "/decks/knots/"


def test_two_editors_keep_what_each_changed(me, knots):
    note = make_note(knots, "Which knot?", "A bowline.")
    seen = me.get(edit_url(note)).context["form"].initial["seen"]
    note.back = "A bowline (King of Knots)."
    save_note(note)
    response = me.post(edit_url(note), {"kind": "basic", "front": "Which loop?", "back": "A bowline.", "seen": seen})
    assert response.status_code == 302
    note.refresh_from_db()
    assert (note.front, note.back) == ("Which loop?", "A bowline (King of Knots).")


def test_what_both_changed_is_shown_before_it_is_overwritten(me, knots):
    note = make_note(knots, "Which knot?", "A bowline.")
    seen = me.get(edit_url(note)).context["form"].initial["seen"]
    note.back = "A sheet bend."
    save_note(note)
    response = me.post(edit_url(note), {"kind": "basic", "front": "Which knot?", "back": "A hitch.", "seen": seen})
    assert response.status_code == 422
    assert "A sheet bend." in response.content.decode()


def test_the_choices_of_an_edited_card_change_without_changing_those_of_others(me, knots):
    for front in ("Sheet?", "Dock line?"):
        add(me, knots, kind="choice", front=front, label="Bowline", choices="Bowline\nCleat hitch")
    first, second = knots.notes.all()
    edit(me, first, label="Bowline", choices="Bowline\nSheet bend")
    assert first.cards.get().choices == ["Bowline", "Sheet bend"]
    assert second.cards.get().choices == ["Bowline", "Cleat hitch"]


class TestTwoWhoEditChoices:
    """The choices of a card are those of its section, and merged as its texts are."""

    @pytest.fixture
    def note(self, me, knots):
        add(me, knots, kind="choice", front="Sheet?", label="Bowline", choices="Bowline\nCleat hitch")
        return knots.notes.get()

    def save(self, me, note, seen, **typed):
        """Save the form of the page that had `seen`; return the response, and the note as it is now."""
        fields = {"kind": "choice", "front": "Sheet?", "label": "Bowline", "choices": "Bowline\nCleat hitch"}
        response = me.post(edit_url(note), fields | typed | {"seen": seen})
        note.refresh_from_db()
        return response, note

    def test_choices_that_only_the_other_changed_are_kept(self, me, note):
        seen = me.get(edit_url(note)).context["form"].initial["seen"]
        edit(me, note, label="Bowline", choices="Bowline\nCleat hitch\nReef knot")
        response, note = self.save(me, note, seen, front="Dock line?")
        assert response.status_code == 302
        assert (note.front, note.section.labels) == ("Dock line?", ["Bowline", "Cleat hitch", "Reef knot"])

    def test_choices_that_both_changed_are_shown_before_they_are_overwritten(self, me, note):
        seen = me.get(edit_url(note)).context["form"].initial["seen"]
        edit(me, note, label="Bowline", choices="Bowline\nCleat hitch\nReef knot")
        response, note = self.save(me, note, seen, choices="Bowline\nHitch")
        assert response.status_code == 422
        assert "Bowline, Cleat hitch, Reef knot" in response.text
        seen = response.context["form"]["seen"].value()
        _response, note = self.save(me, note, seen, choices="Bowline\nHitch")
        assert note.section.labels == ["Bowline", "Hitch"]


def test_the_correct_choice_of_an_imported_card_is_shown_among_its_choices(me, knots):
    section = knots.sections.create(position=1, kind=Section.Kind.FLASHCARDS, labels=["Bowline", "Cleat hitch"])
    note = make_note(knots, "Which?", "Why.", kind="choice", label="Reef knot", section=section)
    form = me.get(edit_url(note)).context["form"]
    assert form.initial["choices"] == ["Bowline", "Cleat hitch", "Reef knot"]


def test_an_instructor_edits_a_card_of_their_course_and_nobody_else_does(client, schedule, instructor, learner):
    url = f"/cards/{schedule.card_id}/edit/"
    client.force_login(instructor)
    assert client.get(url).status_code == 200
    client.force_login(learner)
    assert client.get(url).status_code == 404
    assert client.post(url, {"kind": "basic", "front": "A?", "back": "B"}).status_code == 404


def test_a_note_of_another_kind_is_edited_as_its_text(me, knots):
    note = make_note(knots, "A?\n\n===\n\nB?", "a\n\n===\n\nb", kind="multi_card")
    html = me.get(edit_url(note)).content.decode()
    assert "Multi-card" in html
    assert edit(me, note, back="a\n\n===\n\nc").status_code == 302
    assert "c" in note.cards.last().back


def test_only_saving_locks_the_deck(me, knots, monkeypatch):
    note, locked = make_note(knots, "Which knot?", "A bowline."), []
    monkeypatch.setattr("apps.library.views.edit.lock_deck", locked.append)
    with CaptureQueriesContext(connection) as statements:
        me.get(edit_url(note))
        edit(me, note, front="Which loop?", preview="1")
    assert (locked, [each["sql"] for each in statements if each["sql"].startswith("BEGIN")]) == ([], [])
    edit(me, note, front="Which loop?")
    assert locked == [knots.pk]
