"""A deck as PDF: at once, or as a job."""

import pytest
from django.urls import reverse

from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_deck
from apps.courses.models import Course
from apps.printing.engine.printer import PrintFailed
from apps.printing.make_print import Print
from apps.printing.views import page, pdf


@pytest.fixture
def url(deck):
    return reverse("printing:pdf", args=[deck.slug])


@pytest.fixture
def quickly(monkeypatch):
    """Print nothing, at once; return what was asked for."""
    made = []

    def make(self):
        made.append([sheet.bookmark for group in self.layout.groups() for sheet in group])
        return b"%PDF"

    monkeypatch.setattr(Print, "make", make)
    return made


def test_anyone_gets_a_public_deck_as_pdf(client, url, paper):
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="diffusion.pdf"'
    made = paper(response.content)
    assert len(made.pages) == 3
    assert all(f"Question {number}? Answer {number}." in made.pages[number - 1] for number in (1, 2, 3))
    assert [title for title, _ in made.bookmarks] == ["Flashcards", "Question 1?", "Question 2?", "Question 3?"]


def test_a_second_download_is_not_printed_again(client, url, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    first = client.get(url)
    monkeypatch.setattr(Print, "make", lambda self: pytest.fail("printed again"))
    assert client.get(url).content == first.content
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_an_edited_card_makes_a_new_print(client, url, deck, quickly):
    before = client.get(url)["ETag"]
    note = deck.notes.first()
    note.back = "Another answer."
    save_note(note)
    assert client.get(url)["ETag"] != before
    assert len(quickly) == 2


def test_an_archived_card_is_not_printed(client, url, deck, quickly):
    note = deck.notes.first()
    note.archived = True
    save_note(note)
    client.get(url)
    assert quickly == [["Question 2?", "Question 3?"]]


@pytest.mark.parametrize("person", ["visitor", "stranger"])
def test_a_private_deck_does_not_exist_for_others(client, request, deck, person):
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    if person != "visitor":
        client.force_login(request.getfixturevalue(person))
    response = client.get(reverse("printing:pdf", args=[deck.slug]))
    missing = client.get(reverse("printing:pdf", args=["nothing"]))
    assert response.status_code == missing.status_code == 404


def test_a_private_deck_is_printed_for_its_learners(client, learner, url, quickly):
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    client.force_login(learner)
    assert client.get(url).status_code == 200


def test_someones_own_deck_is_theirs_alone(client, learner, classmate, quickly):
    deck = make_deck(owner=learner, slug="own")
    url = reverse("printing:pdf", args=[deck.slug])
    client.force_login(classmate)
    assert client.get(url).status_code == 404
    client.force_login(learner)
    assert client.get(url).status_code == 200


def test_a_deck_without_cards_says_so(client, deck, url):
    deck.notes.all().delete()
    response = client.get(url)
    assert response.status_code == 200
    assert "There are no cards here yet" in response.content.decode()


def test_many_prints_in_a_minute_are_refused_in_a_sentence(client, url, settings, quickly):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    assert client.get(url).status_code == 200
    response = client.get(url)
    assert response.status_code == 429
    assert "Wait a minute" in response.content.decode()


def test_a_missing_pango_is_a_page_that_says_what_to_install(client, url, pango_missing):
    response = client.get(url)
    assert response.status_code == 503
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in response.content.decode()


def test_a_print_that_fails_is_a_sentence(client, url, monkeypatch):
    def fail(self):
        raise PrintFailed("This takes too long to print.")

    monkeypatch.setattr(Print, "make", fail)
    response = client.get(url)
    assert response.status_code == 503
    assert "This takes too long to print." in response.content.decode()


def test_a_small_deck_that_is_posted_is_given_at_its_url(client, url, deck, quickly):
    response = client.post(f"{url}?layout=duplex&which=all&paper=a4")
    assert response.status_code == 302
    assert response["Location"] == f"{url}?layout=duplex&paper=a4&which=all"
    assert not quickly


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        ("which=tag&tag=b", ["Question 2?"]),
        ("which=all&order=shuffled&seed=2", None),
        ("which=cards&card={0}&card={2}", ["Question 1?", "Question 3?"]),
    ],
)
def test_the_url_chooses_the_cards(client, url, deck, quickly, query, printed):
    deck.notes.filter(front="Question 2?").update(tags="a b")
    keys = list(deck.cards_in_use().values_list("pk", flat=True))
    client.get(f"{url}?{query.format(*keys)}")
    if printed:
        assert quickly == [printed]
    else:
        assert sorted(quickly[0]) == ["Question 1?", "Question 2?", "Question 3?"]


@pytest.mark.parametrize(
    "query",
    ["layout=round", "paper=a9", "which=due", "scale=5", "layout=worksheet", "card=x&margin_mm=x"],
)
def test_a_bad_query_leads_to_the_print_page(client, url, query):
    response = client.get(f"{url}?{query}")
    assert response.status_code == 302
    page = client.get(response["Location"])
    assert page.status_code == 422
    assert 'class="errorlist"' in page.text


def test_chosen_cards_that_are_none_are_a_sentence(client, url, learner):
    client.force_login(learner)
    assert "You have no leeches here" in client.get(f"{url}?which=leeches").text
    assert "You haven’t picked any cards" in client.get(f"{url}?which=cards").text


def test_a_whole_course_is_printed_too(client, deck, lesson, quickly):
    response = client.get(reverse("printing:course_pdf", args=["multimodal"]))
    assert response["Content-Disposition"] == 'inline; filename="multimodal.pdf"'
    assert quickly == [["What is a token?", "Question 1?", "Question 2?", "Question 3?", "Source and license"]]


def test_a_view_knows_nothing_of_weasyprint():
    assert not hasattr(pdf, "weasyprint")
    assert not hasattr(page, "weasyprint")
