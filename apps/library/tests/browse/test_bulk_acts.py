"""What the browser does to many cards or notes at once, and its undo."""

import re
from datetime import timedelta

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Note
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_note
from apps.cards.tests.support.pictures import one_dot
from apps.exchange.tests.support.imports import words
from apps.jobs.running import run as run_job
from apps.library.models import BulkAct, BulkActBatch
from apps.library.services.bulk import run
from apps.library.tests.support.acts import found, press, undo
from apps.library.views import bulk
from apps.reviews import invariants
from apps.reviews.models import Schedule
from apps.reviews.services import pause, subscribe
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW


def snapshot(learner):
    """What there is of the learner's schedules and notes, apart from versions."""
    schedules = Schedule.objects.filter(user=learner).order_by("card")
    notes = Note.objects.order_by("pk").values_list("pk", "deck", "section", "position", "archived", "tags")
    fields = ("card", "deck", "due_on", "queue_on", "drill_on", "buried_on", "suspended", "flag")
    return list(schedules.values_list(*fields)), list(notes)


@pytest.mark.parametrize(
    ("act", "data", "query", "number", "sentence"),
    [
        ("suspend", {}, "is:suspended", 3, "Suspended 3 cards."),
        ("flag:1", {}, "flag:1", 3, "Set the flag of 3 cards: Red."),
        ("tag", {"tag": "food"}, "tag:food", 3, "Tagged 3 notes with “food”."),
        ("untag", {"tag": "animal"}, "tag:animal", 0, "Removed the tag “animal” from 2 notes."),
        ("move", {"deck": "other"}, "deck:other", 3, "Moved 3 notes to “Other”."),
        ("archive", {}, "deck:spanish", 0, "Archived 3 notes."),
    ],
)
@pytest.mark.slow
def test_an_act_changes_all_that_were_found_and_its_undo_takes_it_back(
    me, learner, own, act, data, query, number, sentence
):
    other = make_deck(owner=learner, slug="other")
    subscribe(learner, other, today=NOW.date())
    before = snapshot(learner)
    page = press(me, act, "deck:spanish", **data)
    assert sentence in words(page)
    assert found(learner, query) == number
    assert not list(invariants.problems())
    assert f"Undone for {re.search(r'\d+ (?:card|note)s', sentence)[0]}." in words(undo(me))
    assert snapshot(learner) == before
    assert not BulkActBatch.objects.exists()
    assert not list(invariants.problems())


def test_unsuspended_cards_come_up_again_and_undo_suspends_them(me, learner, own):
    press(me, "suspend", "deck:spanish")
    assert "Unsuspended 3 cards." in words(press(me, "unsuspend", "deck:spanish"))
    assert found(learner, "is:suspended") == 0
    assert not list(invariants.problems())
    undo(me)
    assert found(learner, "is:suspended") == 3


def test_only_the_ticked_cards_are_changed(me, learner, own):
    card = Card.objects.get(note__front="el gato")
    me.post("/browse/change/", {"act": "suspend", "pick": card.pk, "q": "perro"})
    assert [each.note.front for each in search_cards(learner, "is:suspended", now=NOW)] == ["el gato"]


def test_of_ticked_notes_all_cards_are_changed(me, learner, own):
    note = make_note(own, "{{c1::uno}} {{c2::dos}}", kind="cloze")
    me.post("/browse/change/", {"act": "suspend", "pick": note.pk, "kind": "notes"})
    assert found(learner, "is:suspended") == 2


def test_new_cards_can_be_suspended_before_they_ever_came_up(me, learner, own):
    make_note(own, "late", "Yes.")
    press(me, "suspend", "late")
    assert found(learner, "is:suspended late") == 1
    undo(me)
    assert not Schedule.objects.filter(user=learner, card__note__front="late").exists()


def test_a_flag_that_is_removed_from_a_card_that_never_came_up_leaves_nothing_behind(me, learner, own):
    make_note(own, "late", "Yes.")
    press(me, "flag:2", "late")
    assert found(learner, "flag:2") == 1
    press(me, "flag:0", "late")
    assert not Schedule.objects.filter(user=learner, card__note__front="late").exists()
    undo(me)
    assert found(learner, "flag:2") == 1


def test_undo_leaves_a_flag_that_was_changed_since(me, learner, own):
    press(me, "flag:1", "deck:spanish")
    Schedule.objects.filter(user=learner, card__note__front="la mesa").update(flag=4)
    undo(me)
    assert found(learner, "flag:4") == 1
    assert found(learner, "flag:1") == 0


def test_cards_of_a_deck_that_was_paused_since_come_back_into_no_queue(me, learner, own):
    press(me, "suspend", "deck:spanish")
    pause(learner.subscriptions.get(deck=own))
    undo(me)
    assert found(learner, "is:suspended") == 0
    assert not list(invariants.problems())


def test_notes_of_a_course_are_left_out_and_named(me, learner, own, studied):
    page = words(press(me, "tag", "", tag="mine"))
    assert "Tagged 3 notes with “mine”." in page
    assert "3 notes were left out, because they are not yours to change: “Question 1?”, “Question 2?”" in page
    assert not Note.objects.filter(deck=studied, tags__contains="mine").exists()


def test_an_instructor_tags_the_notes_of_their_course_but_suspends_only_what_they_study(teaching, deck):
    assert "Tagged 3 notes with “week1”." in words(press(teaching, "tag", "course:multimodal", tag="week1"))
    page = words(press(teaching, "suspend", "course:multimodal"))
    assert "Suspended 0 cards. 3 cards were left out, because they are in decks that you don’t study" in page


def test_a_moved_note_takes_its_pictures_along(me, learner, own):
    add_to_deck(own, {"dot.png": store_media(verify(one_dot()))})
    other = make_deck(owner=learner, slug="other")
    make_note(own, "map", "![a map](dot.png)")
    press(me, "move", "map", deck="other")
    card = Card.objects.get(note__front="map")
    assert card.note.deck == other
    assert "<img" in card.back


def test_a_note_whose_copy_is_in_the_deck_already_is_not_moved(me, learner, own):
    other = make_deck(owner=learner, slug="other")
    make_note(other, "copy", "Yes.", guid=Note.objects.get(front="el gato").guid)
    page = words(press(me, "move", "deck:spanish", deck="other"))
    assert "Moved 2 notes to “Other”." in page
    assert "“el gato”" in page
    assert Note.objects.get(front="el gato").deck == own


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"act": "suspend"}, "Nothing changed: select some cards first."),
        ({"act": "explode", "all": "yes"}, "Nothing changed: press one of the buttons below the list."),
        ({"act": "tag", "all": "yes"}, "Nothing changed: type the tag first."),
        ({"act": "tag", "all": "yes", "tag": "two words"}, "a tag is one word"),
        ({"act": "move", "all": "yes", "deck": "diffusion"}, "Nothing changed: choose one of your own decks."),
        ({"act": "suspend", "all": "yes", "q": "(("}, "This parenthesis is never closed."),
    ],
)
def test_a_press_that_means_nothing_changes_nothing(me, own, studied, learner, data, sentence):
    before = snapshot(learner)
    assert sentence in words(me.post("/browse/change/", data, follow=True))
    assert snapshot(learner) == before


def test_an_act_is_undone_once_and_within_a_day(me, own, clock):
    press(me, "suspend", "deck:spanish")
    undo(me)
    assert "That was already undone, or a day has passed since." in words(undo(me))
    press(me, "suspend", "deck:spanish")
    clock.shift(timedelta(days=1, minutes=1))
    assert "That was already undone, or a day has passed since." in words(undo(me))
    run.delete_expired_acts(NOW + timedelta(days=2))
    assert not BulkAct.objects.exists()


def test_nobody_undoes_what_others_did(me, own, client, classmate):
    press(me, "suspend", "deck:spanish")
    client.force_login(classmate)
    assert client.post(f"/browse/undo/{BulkAct.objects.get().pk}/").status_code == 404


def test_many_cards_are_changed_in_the_background_and_so_is_their_undo(me, learner, own, monkeypatch):
    monkeypatch.setattr(bulk, "MAX_IN_REQUEST", 2)
    before = snapshot(learner)
    assert "/jobs/" in press(me, "suspend", "deck:spanish").redirect_chain[-1][0]
    run_job(learner.jobs.waiting().get().pk)
    assert found(learner, "is:suspended") == 3
    job = learner.jobs.get()
    assert job.message == "Suspended 3 cards."
    assert "Undo" in words(me.get(job.link))
    undo(me)
    run_job(learner.jobs.waiting().get().pk)
    assert snapshot(learner) == before


def test_what_was_selected_is_practiced(me, own):
    card = Card.objects.get(note__front="el gato")
    page = me.post("/browse/change/", {"act": "practice", "pick": card.pk})
    assert page["Location"] == f"/practice/?q=cid%3A{card.pk}"
    assert me.post("/browse/change/", {"act": "practice", "all": "yes"})["Location"] == "/practice/?q=deck%3A%2A"


def test_what_was_selected_is_printed_of_whatever_decks(me, own, studied):
    card = Card.objects.get(note__front="el gato")
    page = me.post("/browse/change/", {"act": "print", "pick": card.pk})
    assert page["Location"] == f"/print/?q=cid%3A{card.pk}"
    page = press(me, "print", "tag:animal OR deck:*")
    assert "Search: tag:animal OR deck:*" in words(page)
    assert "6 cards" in words(page)


def test_what_was_selected_is_exported(me, own):
    page = words(press(me, "export", "tag:animal"))
    assert "Search: tag:animal" in page
    assert "Download 2 notes in the format that your other program reads." in page


def test_a_card_of_ones_own_is_archived_from_the_review_and_undone_there(me, own):
    review = me.get("/review/?deck=spanish")
    assert 'value="archive"' in review.text
    pick = review.context["schedule"].card_id
    done = me.post("/browse/change/", {"pick": pick, "act": "archive", "page": "review", "list": "deck=spanish"})
    assert done.url.startswith("/review/?deck=spanish&done=")
    following = me.get(done.url)
    assert "Archived 1 note." in following.text
    assert following.context["schedule"].card_id != pick
    undo_url = f"/browse/undo/{BulkAct.objects.get().pk}/"
    assert f'action="{undo_url}"' in following.text
    back = me.post(undo_url, {"page": "review", "list": "deck=spanish"})
    assert back.url == "/review/?deck=spanish"
    assert not Note.objects.filter(archived=True).exists()


def test_a_course_s_card_is_not_archived_from_the_review(me, learner, deck):
    subscribe(learner, deck, today=NOW.date())
    assert 'value="archive"' not in me.get("/review/").text
