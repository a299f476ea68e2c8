"""The page of what was done to cards and notes in the last day: the page of an act may be closed, or never came."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.cards.tests.support.factory import make_deck
from apps.exchange.tests.support.imports import words
from apps.jobs.running import run as run_job
from apps.library.browse import recent_acts
from apps.library.models import BulkAct
from apps.library.tests.support.acts import found, press
from apps.library.views import bulk

URL = "/browse/changes/"


def test_an_act_whose_page_is_gone_is_undone_from_the_list(me, learner, own):
    press(me, "suspend", "deck:spanish")
    press(me, "archive", "deck:spanish")
    page = me.get(URL)
    assert words(page).index("Archived 3 notes.") < words(page).index("Suspended 3 cards.")
    suspended = BulkAct.objects.get(name="suspend")
    assert f'action="/browse/undo/{suspended.pk}/"' in page.text
    done = me.post(f"/browse/undo/{suspended.pk}/", {"page": "changes"}, follow=True)
    assert done.redirect_chain == [(URL, 302)]
    assert "Undone for 3 cards." in words(done)
    assert f'action="/browse/undo/{suspended.pk}/"' not in done.text
    assert found(learner, "is:suspended") == 0


def test_it_is_empty_where_nothing_changed_in_the_last_day(me, learner, own, clock):
    press(me, "untag", "deck:spanish", tag="nowhere")
    assert "You changed nothing in the last day." in words(me.get(URL))
    press(me, "suspend", "deck:spanish")
    clock.shift(timedelta(days=1, minutes=1))
    assert "You changed nothing in the last day." in words(me.get(URL))


def test_browse_leads_there(me, own):
    assert f'href="{URL}"' in me.get("/browse/").text


def test_an_act_that_is_still_being_done_has_no_undo_yet(me, learner, own, monkeypatch):
    monkeypatch.setattr(bulk, "MAX_IN_REQUEST", 2)
    press(me, "suspend", "deck:spanish")
    job = learner.jobs.waiting().get()
    BulkAct.objects.update(changed=1)
    assert "Still being done" in words(me.get(URL))
    assert "/browse/undo/" not in me.get(URL).text
    BulkAct.objects.update(changed=0)
    run_job(job.pk)
    assert "Suspended 3 cards." in words(me.get(URL))
    assert "/browse/undo/" in me.get(URL).text


@pytest.mark.parametrize("number", [1, 4])
def test_more_acts_take_no_more_statements_and_have_pages(me, learner, own, monkeypatch, number):
    monkeypatch.setattr(recent_acts, "PER_PAGE", 3)
    for each in range(number):
        make_deck(owner=learner, slug=f"to-{each}")
        press(me, "move", "gato", deck=f"to-{each}")
    with CaptureQueriesContext(connection) as captured:
        page = me.get(URL)
    assert len(captured) <= 8
    assert ("1 to 3 of 4" in words(page)) == (number > 3)


def test_each_act_names_its_first_card_and_the_deck(me, own):
    press(me, "suspend", "deck:spanish gato")
    press(me, "flag:1", "deck:spanish")
    press(me, "tag", "deck:spanish", tag="animals")
    page = words(me.get(URL))
    assert "Suspended 1 card. “el gato” in “Spanish”" in page
    for done in ("Set the flag of 3 cards: Red.", "Tagged 3 notes with “animals”."):
        assert f"{done} “el perro” in “Spanish”, and 2 more" in page


@pytest.mark.parametrize(("act", "back"), [("archive", "restore"), ("suspend", "unsuspend"), ("flag:1", "flag:0")])
def test_what_was_changed_back_in_the_meantime_has_nothing_left_to_undo(me, own, act, back):
    press(me, act, "deck:spanish")
    first = BulkAct.objects.get()
    press(me, back, "deck:spanish is:archived" if act == "archive" else "deck:spanish")
    assert "Nothing is left to undo" in words(me.post(f"/browse/undo/{first.pk}/", follow=True))


def test_undo_counts_those_that_it_changed(me, own):
    press(me, "tag", "deck:spanish", tag="animals")
    first = BulkAct.objects.get()
    press(me, "untag", "deck:spanish gato", tag="animals")
    assert "Undone for 2 notes." in words(me.post(f"/browse/undo/{first.pk}/", follow=True))
