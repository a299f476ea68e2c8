"""Writing cards on the site."""

import pytest
from django.utils import timezone

from apps.cards.models import Card, Note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.library.tests.support.writing import add
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.services.day_builder import build_day
from apps.web.tests.support.htmx import HTMX


def page(client, deck, query=""):
    return client.get(f"/decks/{deck.slug}/add/{query}").content.decode()


def test_a_new_card_is_in_the_deck_and_the_next_one_keeps_kind_and_tags(me, knots):
    response = add(me, knots, front="Which knot makes a loop?", back="A bowline.", kind="reversed", tags="loop rope")
    assert response["Location"] == "/decks/knots/add/?kind=reversed&tags=loop+rope"
    note = knots.notes.get()
    assert (note.front, note.back, note.tags) == ("Which knot makes a loop?", "A bowline.", " loop rope ")
    assert note.cards.count() == 2
    following = me.get(response["Location"]).content.decode()
    assert 'value="reversed"' in following.split("checked")[0][-200:]
    assert 'value="loop rope"' in following


def test_a_draft_that_is_sent_twice_is_one_card(me, knots):
    draft = {"draft": "7b0c", "front": "Which knot makes a loop?", "back": "A bowline."}
    for _press in range(2):
        response = add(me, knots, **draft)
        assert response["Location"] == "/decks/knots/add/?kind=basic"
    assert "You already added that card." in page(me, knots)
    add(me, knots, **draft | {"back": "A bowline or an overhand loop."})  # typed after going back to the page
    assert knots.notes.count() == 2


def test_a_draft_whose_card_was_removed_can_be_added_again(me, knots, learner):
    draft = {"draft": "7b0c", "front": "Which knot makes a loop?", "back": "A bowline."}
    services.subscribe(learner, knots, today=learner.study_day(timezone.now()))
    for is_archived in (False, True):
        add(me, knots, **draft)
        if is_archived:
            build_day(learner, learner.study_day(timezone.now()))
        me.post("/decks/knots/add/undo/", {"note": knots.notes.get(archived=False).pk})
    assert list(knots.notes.values_list("archived", flat=True)) == [True]
    add(me, knots, **draft)
    assert knots.notes.filter(archived=False).count() == 1


def test_without_staying_the_deck_follows(me, knots):
    response = me.post("/decks/knots/add/", {"kind": "basic", "front": "A?", "back": "B"})
    assert response["Location"] == "/decks/knots/"


def test_a_card_of_a_studied_deck_is_in_todays_review(me, knots, learner):
    today = learner.study_day(timezone.now())
    services.subscribe(learner, knots, today=today)
    add(me, knots, front="Which knot makes a loop?", back="A bowline.")
    build_day(learner, today)
    assert queue.counts(learner, today).new == 1


def test_a_draft_that_is_sent_again_with_other_choices_is_a_card_of_its_own(me, knots):
    for choices in ("Bowline\nCleat hitch", "Bowline\nCleat hitch\nSheet bend"):
        add(me, knots, kind="choice", front="Sheet?", label="Bowline", choices=choices, draft="draft-1")
    assert [len(note.cards.get().choices) for note in knots.notes.order_by("pk")] == [2, 3]


def test_a_form_without_a_kind_is_shown_again(me, knots):
    response = add(me, knots, kind="", front="Which knot?", choices="Bowline")
    assert response.status_code == 422
    assert "Which knot?" in response.content.decode()


def test_a_choice_brings_its_choices_and_the_next_one_shares_them(me, knots):
    for front in ("Sheet?", "Dock line?"):
        add(me, knots, kind="choice", front=front, label="Bowline", choices="Bowline\nCleat hitch")
    first, second = knots.notes.all()
    assert first.section == second.section
    assert first.cards.get().choices == ["Bowline", "Cleat hitch"]
    assert not first.cards.get().context


def test_the_correct_choice_is_found_whatever_its_case(me, knots):
    add(me, knots, kind="choice", front="Sheet?", label="bowline", choices="Bowline\nCleat hitch")
    card = Card.objects.get()
    assert (card.label, card.choices) == ("Bowline", ["Bowline", "Cleat hitch"])


def test_the_sentence_after_a_card_has_one_full_stop_and_counts_the_cards_of_a_reversed_one(me, knots):
    texts = {"front": "The heart has valves.", "back": "Yes."}
    add(me, knots, **texts)
    assert "Added “The heart has valves”." in me.get("/decks/knots/add/").text
    add(me, knots, kind="reversed", **texts)
    assert "Added “The heart has valves”: 2 cards." in me.get("/decks/knots/add/").text


@pytest.mark.parametrize(
    ("typed", "advice"),
    [("Bowlin", "Add it to them, or write “Bowline”."), ("Reef", "Add it to them, or write one of them.")],
)
def test_a_correct_choice_that_is_none_of_the_choices_is_named_and_becomes_none(me, knots, typed, advice):
    fields = {"kind": "choice", "front": "Sheet?", "label": typed, "choices": "Bowline\nCleat hitch"}
    sentence = f"“{typed}” is not among the choices. {advice}"
    assert sentence in add(me, knots, HTMX, preview="1", **fields).text
    page = add(me, knots, **fields)
    assert page.context["form"].errors == {"label": [sentence]}
    assert not knots.notes.exists()


def test_what_an_occlusion_lacks_is_no_mistake_before_it_is_saved(me, knots):
    fields = {"kind": "occlusion", "front": "![](map.png)"}
    preview, saved = add(me, knots, HTMX, preview="1", **fields).text, add(me, knots, **fields)
    assert "Cover a part of the picture with a mask." in preview
    assert "wrong" not in preview
    assert saved.status_code == 422
    assert "Cover a part of the picture with a mask." in saved.text


def test_an_added_cloze_is_named_as_lists_show_it(me, knots):
    add(me, knots, kind="cloze", front="A {{c1::bowline}} makes a loop.")
    following = page(me, knots)
    assert "{{c1::bowline" not in following
    assert following.count("makes a loop.") > 1  # in the message, and among those added just now


def test_a_mistake_is_named_and_the_text_stays(me, knots):
    response = add(me, knots, kind="cloze", front="A {{c1::bowline")
    assert response.status_code == 422
    assert "A {{c1::bowline" in response.content.decode()
    assert not Note.objects.exists()


def test_the_preview_shows_the_card_and_saves_nothing(me, knots):
    response = add(me, knots, HTMX, front="**Which** knot?", back="A *bowline*.", preview="1")
    html = response.content.decode()
    assert "<strong>Which</strong> knot?" in html
    assert "<em>bowline</em>" in html
    assert "<form" not in html
    assert not Note.objects.exists()


def test_the_preview_is_a_page_without_script(me, knots):
    html = add(me, knots, front="**Which** knot?", back="A bowline.", preview="1").content.decode()
    assert "<strong>Which</strong> knot?" in html
    assert "**Which** knot?</textarea>" in html


def test_the_preview_of_a_choice_shows_what_there_is_to_choose_from(me, knots):
    fields = {"kind": "choice", "front": "Sheet?", "label": "Bowline", "choices": "Bowline\nCleat hitch"}
    assert "Bowline / Cleat hitch" in add(me, knots, HTMX, preview="1", **fields).content.decode()


def test_a_card_that_asks_nearly_the_same_is_named_while_typing(me, knots):
    make_note(knots, "Which knot makes a fixed loop at the end of a rope?", "A bowline.")
    same = add(me, knots, HTMX, front="Which knot makes a fixed loop at a rope’s end?", preview="1").content.decode()
    assert 'id="similar" role="status" hx-swap-oob="true">' in same
    assert "A card very much like it is in this deck" in same
    other = add(me, knots, HTMX, front="Where does a keel sit?", preview="1").content.decode()
    assert "very much like" not in other


def test_advice_is_given_as_to_instructors(me, knots):
    html = add(me, knots, HTMX, front="What is luff and what is leech?", back="Edges.", preview="1").content.decode()
    assert "Two questions in one" in html


def test_what_was_just_added_can_be_taken_back(me, knots):
    add(me, knots, front="Which knot makes a loop?", back="A bowline.")
    assert "Added just now" in page(me, knots)
    me.post("/decks/knots/add/undo/", {"note": knots.notes.get().pk})
    assert not knots.notes.exists()
    assert "Added just now" not in page(me, knots)


def test_a_card_that_is_learned_already_is_archived_when_it_is_taken_back(me, knots, learner):
    today = learner.study_day(timezone.now())
    services.subscribe(learner, knots, today=today)
    add(me, knots, front="Which knot makes a loop?", back="A bowline.")
    build_day(learner, today)
    me.post("/decks/knots/add/undo/", {"note": knots.notes.get().pk})
    assert knots.notes.get().archived
    assert queue.counts(learner, today).new == 0


def test_only_what_was_added_in_this_session_is_taken_back(me, knots):
    note = make_note(knots, "Old?", "Yes.")
    assert me.post("/decks/knots/add/undo/", {"note": note.pk}).status_code == 404
    assert me.post("/decks/knots/add/undo/", {"note": "x"}).status_code == 404


def test_a_saved_draft_is_named_so_that_its_browser_forgets_it(me, knots):
    add(me, knots, front="A?", back="B", draft="abc-1")
    assert 'data-saved-drafts="abc-1"' in page(me, knots)


def test_the_deck_is_asked_for_and_a_single_one_is_taken(me, knots, learner):
    assert me.get("/add/")["Location"] == "/decks/knots/add/"
    make_deck(owner=learner, slug="sails")
    html = me.get("/add/").content.decode()
    assert "/decks/knots/add/" in html
    assert "/decks/sails/add/" in html


def test_what_was_just_added_is_a_press_from_its_review_where_its_deck_is_reviewed(me, knots, learner):
    add(me, knots, front="A?", back="B")
    assert "Review this deck" not in me.get("/decks/knots/add/").text
    services.subscribe(learner, knots, today=learner.study_day(timezone.now()))
    assert 'href="/review/?deck=knots"' in me.get("/decks/knots/add/").text


def test_from_the_only_deck_another_one_is_reached(me, knots):
    assert 'href="/add/?other"' in me.get("/decks/knots/add/").text
    page = me.get("/add/?other").text
    assert 'href="/decks/knots/add/"' in page
    assert 'href="/decks/new/"' in page


def test_without_a_deck_the_first_one_is_made_with_one_press_which_leads_to_its_first_card(me):
    page = me.get("/add/", follow=True)
    assert page.redirect_chain == [("/decks/new/", 302)]
    form = page.context["form"]
    fields = {name: form[name].value() for name in ("title", "language")}
    assert me.post("/decks/new/", fields)["Location"] == "/decks/my-cards/add/"
    assert me.get("/decks/new/").context["form"]["title"].value() == ""
