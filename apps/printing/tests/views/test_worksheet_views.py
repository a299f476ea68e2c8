"""The URLs of worksheets and answer keys."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.courses.models import Course
from apps.printing.make_print import Print
from apps.printing.request import print_request

PRACTICE = "/courses/multimodal/backbones/practice"


@pytest.fixture
def quickly(monkeypatch):
    """Print nothing, at once; return how often."""
    made = []
    monkeypatch.setattr(Print, "make", lambda self: made.append(self.layout.about.title) or b"%PDF")
    return made


@pytest.mark.parametrize(
    ("url", "name", "expected"),
    [
        (f"{PRACTICE}/worksheet/", "backbones-worksheet", "Name Date"),
        (f"{PRACTICE}/answer-key/", "backbones-answer-key", "It pays off."),
    ],
)
def test_anyone_gets_a_public_lessons_papers(client, lesson, paper, url, name, expected):
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}.pdf"'
    assert expected in paper(response.content).text


def test_the_urls_have_names(lesson):
    assert reverse("printing:worksheet", args=["multimodal", "backbones"]) == f"{PRACTICE}/worksheet/"
    assert reverse("printing:answer_key", args=["multimodal", "backbones"]) == f"{PRACTICE}/answer-key/"


@pytest.mark.parametrize("what", ["worksheet", "answer-key"])
def test_a_private_lesson_does_not_exist_for_others(client, stranger, learner, lesson, quickly, what):
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    url = f"{PRACTICE}/{what}/"
    assert client.get(url).status_code == 404
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    client.force_login(learner)
    assert client.get(url).status_code == 200


def test_a_lesson_of_another_course_is_not_found_by_its_slug(client, lesson):
    Course.objects.create(slug="other", title="Other")
    assert client.get("/courses/other/backbones/practice/worksheet/").status_code == 404


def test_a_lesson_without_questions_says_so_and_leads_back(client, lesson):
    lesson.deck.notes.exclude(section__kind="flashcards").delete()
    response = client.get(f"{PRACTICE}/worksheet/")
    assert response.status_code == 200
    assert "This lesson has no questions or exercises to write on" in response.text
    assert f'href="{PRACTICE}/"' in response.text


def test_a_second_download_is_not_printed_again(client, lesson, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    first = client.get(f"{PRACTICE}/worksheet/")
    monkeypatch.setattr(Print, "make", lambda self: pytest.fail("printed again"))
    assert client.get(f"{PRACTICE}/worksheet/").content == first.content
    assert client.get(f"{PRACTICE}/worksheet/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_decks_and_worksheets_share_one_rate_limit(client, lesson, settings, quickly):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    assert client.get("/decks/backbones/print/cards.pdf").status_code == 200
    response = client.get(f"{PRACTICE}/worksheet/")
    assert response.status_code == 429
    assert "Wait a minute" in response.text


def test_a_large_lesson_asks_for_a_button(client, lesson, monkeypatch):
    monkeypatch.setattr(print_request, "MAX_QUESTIONS_IN_REQUEST", 5)
    page = client.get(f"{PRACTICE}/worksheet/", {"paper": "letter"}).text
    assert "<b>6 questions</b>" in page
    assert 'action="/decks/backbones/print/cards.pdf?layout=worksheet&amp;paper=letter"' in page


def test_the_print_page_offers_the_papers_of_its_lesson(client, lesson, quickly):
    response = client.get("/decks/backbones/print/cards.pdf?layout=answer-key")
    assert response["Content-Disposition"] == 'inline; filename="backbones-answer-key.pdf"'
    assert quickly == ["Backbones - Answer key"]


def test_a_missing_pango_is_a_page_that_says_what_to_install(client, lesson, pango_missing):
    response = client.get(f"{PRACTICE}/answer-key/")
    assert response.status_code == 503
    assert "libpango-1.0-0" in response.text


@pytest.mark.parametrize("what", ["worksheet", "answer-key"])
def test_nothing_can_be_posted(client, lesson, what):
    assert client.post(f"{PRACTICE}/{what}/").status_code == 405


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "expected"), [("worksheet", "Name Date"), ("answer-key", "It pays off.")])
def test_the_command_writes_worksheets_and_keys(lesson, tmp_path, capsys, paper, layout, expected):
    target = tmp_path / "paper.pdf"
    call_command("print_deck", "backbones", "-o", str(target), "--layout", layout, "--paper", "letter")
    made = paper(target.read_bytes())
    assert f": 6 questions, {len(made.pages)} page" in capsys.readouterr().out
    assert expected in made.text


def test_the_command_has_no_worksheet_of_a_deck_without_a_lesson(deck, tmp_path):
    with pytest.raises(CommandError, match="has no lesson"):
        call_command("print_deck", "diffusion", "-o", str(tmp_path / "paper.pdf"), "--layout", "worksheet")
