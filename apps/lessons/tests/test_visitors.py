"""A visitor's answers: stored in the browser session, and claimed at sign-up."""

import pytest

from apps.accounts.models import User
from apps.lessons.models import Attempt, Mark, Writing
from apps.lessons.tests.support.practice_page import DIT, PAGE, UNET, check, text

ACCOUNT = {"email": "new@example.org", "password1": "a long sentence", "password2": "a long sentence"}


def answer_everything(client, lesson, notes):
    client.post(f"{PAGE}questions/{notes['What is noise?'].pk}/", {"knew": "yes"})
    check(client, lesson, notes, first=DIT, second=DIT)
    check(client, lesson, notes, first=UNET, second=DIT)
    client.post(f"{PAGE}scenarios/{notes['Write a plan.'].pk}/", {"text": "At night."})


def test_a_visitor_finds_their_answers_again(client, lesson, notes):
    answer_everything(client, lesson, notes)
    page = text(client.get(PAGE))
    assert "1 of 2 answered" in page
    assert "1 of 2 correct on the first try" in page
    assert "At night." in page
    assert not Mark.objects.exists()


def test_another_visitor_does_not_see_them(client, client_of_another_browser, lesson, notes):
    answer_everything(client, lesson, notes)
    assert "At night." not in text(client_of_another_browser.get(PAGE))


@pytest.fixture
def client_of_another_browser():
    from django.test import Client

    return Client()


def test_signing_up_claims_them(client, lesson, notes):
    answer_everything(client, lesson, notes)
    client.post("/accounts/signup/", ACCOUNT)
    page = text(client.get(PAGE))
    person = User.objects.get(email="new@example.org")
    assert Mark.objects.get().user == person
    assert list(Attempt.objects.filter(note=notes["One GPU."]).order_by("number").values_list("label", flat=True)) == [
        DIT,
        UNET,
    ]
    assert Writing.objects.get().text == "At night."
    assert "1 of 2 answered" in page
    assert "practice" not in client.session


def test_logging_in_adds_them_to_what_the_learner_had(client, lesson, notes, learner):
    note = notes["What is noise?"]
    Mark.objects.create(user=learner, note=note, knew=False, marked_at="2026-01-01T00:00Z")
    first = Attempt.objects.create(
        user=learner, note=notes["One GPU."], number=1, label=UNET, right=True, attempted_at="2026-01-01T00:00Z"
    )
    answer_everything(client, lesson, notes)
    learner.set_password("a long sentence")
    learner.save(update_fields=["password"])
    client.post("/accounts/login/", {"login": learner.email, "password": "a long sentence"})
    client.get(PAGE)
    assert Mark.objects.get(note=note).knew is False
    numbers = Attempt.objects.filter(note=notes["One GPU."]).order_by("number")
    assert [each.number for each in numbers] == [1, 2, 3]
    assert numbers[0] == first


def test_answers_to_deleted_notes_are_not_claimed(client, lesson, notes, learner):
    answer_everything(client, lesson, notes)
    lesson.deck.delete()
    client.post("/accounts/signup/", ACCOUNT)
    assert client.get("/").status_code == 200
    assert not Mark.objects.exists()


def test_a_visitor_who_writes_a_book_is_asked_to_sign_up(client, lesson, notes, monkeypatch):
    monkeypatch.setattr("apps.lessons.services.visitor_answers.MAX_WRITTEN_LENGTH", 5)
    response = client.post(f"{PAGE}scenarios/{notes['Write a plan.'].pk}/", {"text": "At night."})
    assert response.status_code == 400
    assert "Sign up to continue" in text(response)


def test_not_yet_invites_a_visitor_to_sign_up_and_come_back(client, lesson, notes):
    client.post(f"{PAGE}questions/{notes['What is noise?'].pk}/", {"knew": "no"})
    assert f"/accounts/signup/?next={PAGE}" in text(client.get(PAGE))
