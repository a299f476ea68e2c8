"""What a search finds is printed, of whatever decks."""

import io
import re

import pypdfium2
import pytest
from django.utils.http import urlencode

from apps.cards.tests.support.factory import make_deck, make_note
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.printing.request import print_request
from apps.printing.tests.support.requests import sent


@pytest.fixture
def me(client, learner):
    for slug in ("one", "two"):
        deck = make_deck(owner=learner, slug=slug)
        for number in range(3):
            make_note(deck, f"front {number} of {slug}", "back", tags="both" if number else "")
    client.force_login(learner)
    return client


def pdf(client, query, **options):
    return client.get(f"/print/cards.pdf?{urlencode({'q': query, **options})}")


def text_of(response):
    document = pypdfium2.PdfDocument(io.BytesIO(response.content))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_only_what_was_found_is_printed_of_all_decks(me):
    text = text_of(pdf(me, "tag:both"))
    for front in ("front 1 of one", "front 2 of one", "front 1 of two", "front 2 of two"):
        assert front in text
    assert "front 0" not in text


def test_the_page_counts_what_was_found_and_leads_back_to_it(me):
    page = me.get("/print/?q=tag:both").content.decode()
    assert "4 cards" in page
    assert "/browse/?q=tag%3Aboth" in page


def test_what_the_page_asks_for_is_enough_to_print(me):
    names = re.findall(r'name="(\w+)"', me.get("/print/?q=tag:both").text)
    form = {name: value for name, value in sent().items() if name in names}
    printed = me.post("/print/?q=tag:both", {**form, "print": "yes"}, follow=True)
    assert printed["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("url", "order"),
    [
        pytest.param("/print/?q=tag:both", "Deck by deck", id="a search"),
        pytest.param("/decks/one/print/", "As in the deck", id="a deck without a lesson"),
    ],
)
def test_only_what_has_a_lesson_is_printed_as_in_the_lesson(me, url, order):
    page = me.get(url).text
    assert order in page
    assert "As in the lesson" not in page


def test_browse_leads_to_the_print_of_what_it_found(me):
    assert 'href="/print/?q=tag%3Aboth"' in me.get("/browse/?q=tag:both").text
    assert 'href="/print/?q=deck%3A%2A"' in me.get("/browse/?kind=notes&sort=-edited").text


def test_much_is_printed_in_the_background(me, monkeypatch):
    monkeypatch.setattr(print_request, "MAX_CARDS_IN_REQUEST", 3)
    posted = me.post("/print/cards.pdf?q=front")
    job = Job.objects.get()
    assert posted["Location"] == f"/jobs/{job.pk}/"
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "6 cards, 6 pages.")


def test_a_search_with_a_mistake_is_named_on_the_page(me):
    page = me.get("/print/?q=(")
    assert page.status_code == 422
    assert "This parenthesis is never closed." in page.content.decode()


def test_nobody_prints_the_cards_of_others(me, classmate):
    me.force_login(classmate)
    assert "front 0" not in me.get("/print/?q=front").text
    assert "application/pdf" not in pdf(me, "front")["Content-Type"]
