"""The print page where cards are picked one by one, from few or from ten thousand."""

import pytest

from apps.cards.models import Card, Note
from apps.cards.services.text_index import store_texts
from apps.cards.tests.support.factory import make_deck, make_note
from apps.printing.tests.support.requests import sent

PAGE = "/decks/diffusion/print/"


@pytest.fixture
def large(course):
    """A deck whose cards take several pages."""
    return deck_of(course, 1_000)


def deck_of(course, number_of_cards):
    deck = make_deck(course, "large")
    section = deck.sections.create(kind="flashcards", title="Words")
    numbers = range(number_of_cards)
    notes = [Note(deck=deck, section=section, position=number, front=f"Word {number}") for number in numbers]
    Note.objects.bulk_create(notes)
    cards = [Card(note=note, front=f"<p>{note.front}</p>", back="<p>Yes</p>") for note in notes]
    Card.objects.bulk_create(cards)
    store_texts(notes, [[card] for card in cards])
    return deck


def test_cards_are_picked_over_several_pages(client, large):
    first, late = large.cards_in_use()[0], large.cards_in_use()[60]
    response = client.post("/decks/large/print/", sent(which="cards", card=[first.pk], page="2"))
    text = client.get(response["Location"]).text
    assert f'type="hidden" name="card" value="{first.pk}"' in text
    assert "Cards 51 to 100 of 1,000" in text
    response = client.post("/decks/large/print/", sent(which="cards", card=[first.pk, late.pk], page="2"))
    text = client.get(response["Location"]).text
    assert "<b>2 cards</b>" in text
    assert f'value="{late.pk}" checked' in text


def test_cards_to_pick_are_found_by_their_words(client, large):
    text = client.get("/decks/large/print/?which=cards&q=word+999").text
    assert "Word 999" in text
    assert " ".join(text.split()).count('type="checkbox" name="card"') == 1
    assert "No cards contain these words." in client.get("/decks/large/print/?which=cards&q=nothing").text


def test_too_many_picked_cards_are_a_sentence(client, large):
    keys = list(large.cards_in_use().values_list("pk", flat=True)[:201])
    response = client.post("/decks/large/print/", sent(which="cards", card=keys))
    assert response.status_code == 422
    assert "Pick up to 200 cards." in response.text


@pytest.mark.slow
def test_ten_thousand_cards_cost_few_statements(client, course, django_assert_max_num_queries):
    deck_of(course, 10_000)
    for query in ("", "which=cards", "which=all&order=shuffled&seed=1"):
        with django_assert_max_num_queries(11):
            text = client.get(f"/decks/large/print/?{query}").text
        assert "made in the background" in text or "Pick the cards" in text
        assert len(text) < 40_000


def test_a_cards_html_is_text_where_it_is_picked(client, deck):
    make_note(deck, "<script>alert(1)</script> & **bold**", "x")
    text = client.get(f"{PAGE}?which=cards").text
    assert "<script>alert" not in text
    assert "bold" in text


def test_a_search_leads_to_what_was_found(client, deck):
    response = client.post(PAGE, sent(which="cards", q="Question 2", page="1"))
    assert response["Location"].endswith("#cards")
    text = client.get(response["Location"]).text
    assert "1 card found. 0 picked." in " ".join(text.split())
    assert 'id="cards"' in text
