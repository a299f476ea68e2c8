"""The print page of a deck."""

import pytest
from django.urls import reverse

from apps.cards.models import Deck
from apps.cards.services import save_note
from apps.courses.models import Course
from apps.printing import flashcards, views
from apps.printing.printer import PrintFailed
from apps.printing.prints import Print


@pytest.fixture
def address(deck):
    return reverse("printing:deck", args=[deck.slug])


@pytest.fixture
def quickly(monkeypatch):
    """Print nothing, at once; return what was asked for."""
    made = []

    def make(self):
        made.append([sheet.bookmark for group in self.layout.groups() for sheet in group])
        return b"%PDF"

    monkeypatch.setattr(Print, "make", make)
    return made


def test_anyone_gets_a_public_deck_as_pdf(client, address, paper):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="diffusion.pdf"'
    made = paper(response.content)
    assert len(made.pages) == 3
    assert all(f"Question {number}? Answer {number}." in made.pages[number - 1] for number in (1, 2, 3))
    assert [title for title, _ in made.bookmarks] == ["Question 1?", "Question 2?", "Question 3?"]


def test_a_second_download_is_not_printed_again(client, address, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    first = client.get(address)
    monkeypatch.setattr(Print, "make", lambda self: pytest.fail("printed again"))
    assert client.get(address).content == first.content
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_an_edited_card_is_printed_anew(client, address, deck, quickly):
    before = client.get(address)["ETag"]
    note = deck.notes.first()
    note.back = "Another answer."
    save_note(note)
    assert client.get(address)["ETag"] != before
    assert len(quickly) == 2


def test_an_archived_card_is_not_printed(client, address, deck, quickly):
    note = deck.notes.first()
    note.archived = True
    save_note(note)
    client.get(address)
    assert quickly == [["Question 2?", "Question 3?"]]


@pytest.mark.parametrize("person", ["visitor", "stranger"])
def test_a_private_deck_does_not_exist_for_others(client, request, deck, person):
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    if person != "visitor":
        client.force_login(request.getfixturevalue(person))
    response = client.get(reverse("printing:deck", args=[deck.slug]))
    missing = client.get(reverse("printing:deck", args=["nothing"]))
    assert response.status_code == missing.status_code == 404


def test_a_private_deck_is_printed_for_its_learners(client, learner, address, quickly):
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    client.force_login(learner)
    assert client.get(address).status_code == 200


def test_someones_own_deck_is_theirs_alone(client, learner, classmate, quickly):
    deck = Deck.objects.create(owner=learner, slug="own", title="Own")
    address = reverse("printing:deck", args=[deck.slug])
    client.force_login(classmate)
    assert client.get(address).status_code == 404
    client.force_login(learner)
    assert client.get(address).status_code == 200


def test_a_large_deck_is_offered_in_parts(client, address, monkeypatch, quickly):
    monkeypatch.setattr(flashcards, "CARDS_PER_PART", 2)
    page = client.get(address).content.decode()
    assert "There are 3 cards; a PDF holds up to 2 at once." in page
    assert "Cards 1 to 2" in page
    response = client.get(address, {"part": "2"})
    assert response["Content-Disposition"] == 'inline; filename="diffusion-2.pdf"'
    assert quickly == [["Question 3?"]]


@pytest.mark.parametrize("part", ["0", "3", "-1", "x", "", "²", "9" * 5_000])
def test_a_part_that_is_not_there_is_a_404_that_says_so(client, address, part):
    response = client.get(address, {"part": part})
    assert response.status_code == 404
    assert "There is no such part." in response.content.decode()


def test_a_deck_without_cards_says_so(client, deck, address):
    deck.notes.all().delete()
    response = client.get(address)
    assert response.status_code == 200
    assert "no cards yet" in response.content.decode()


def test_many_prints_in_a_minute_are_refused_in_a_sentence(client, address, settings, quickly):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    assert client.get(address).status_code == 200
    response = client.get(address)
    assert response.status_code == 429
    assert "Wait a minute" in response.content.decode()


def test_a_missing_pango_is_a_page_that_says_what_to_install(client, address, pango_missing):
    response = client.get(address)
    assert response.status_code == 503
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in response.content.decode()


def test_a_print_that_fails_is_a_sentence(client, address, monkeypatch):
    def fail(self):
        raise PrintFailed("This takes too long to print.")

    monkeypatch.setattr(Print, "make", fail)
    response = client.get(address)
    assert response.status_code == 503
    assert "This takes too long to print." in response.content.decode()


def test_nothing_can_be_posted(client, address):
    assert client.post(address).status_code == 405


def test_a_view_knows_nothing_of_weasyprint():
    assert not hasattr(views, "weasyprint")
