"""A visitor's answers: stored in the browser session, and claimed at sign-up."""

import pytest

from apps.accounts.models import User
from apps.courses.models import Course
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


def test_not_yet_invites_a_visitor_to_sign_up_and_review_that_question(client, lesson, notes):
    note = notes["What is noise?"]
    client.post(f"{PAGE}questions/{note.pk}/", {"knew": "no"})
    page = text(client.get(PAGE))
    assert "Sign up to review this on schedule" in page
    assert f'action="{PAGE}review/{note.pk}/"' in page


def picked_by(email="new@example.org"):
    return sorted(User.objects.get(email=email).picks.values_list("card__note__front", flat=True))


def press_sign_up(client, note):
    return client.post(f"{PAGE}review/{note.pk}/", {"sign_up": ""})


def test_signing_up_adds_the_questions_that_were_pressed_and_leads_to_today(client, lesson, notes):
    for front in ("What is noise?", "Write a plan."):
        assert press_sign_up(client, notes[front])["Location"] == "/accounts/signup/"
    response = client.post("/accounts/signup/", ACCOUNT, follow=True)
    assert response.redirect_chain[-1][0] == "/"
    assert "2 cards are in your daily review." in text(response)
    assert picked_by() == ["What is noise?", "Write a plan."]


def test_logging_in_instead_adds_the_question_once(client, lesson, notes, learner):
    press_sign_up(client, notes["What is noise?"])
    client.force_login(learner)
    assert "1 card is in your daily review." in text(client.get("/"))
    assert picked_by(learner.email) == ["What is noise?"]
    assert "in your daily review." not in text(client.get("/"))


def test_a_question_that_is_gone_or_hidden_by_then_is_not_added(client, lesson, notes, stranger):
    press_sign_up(client, notes["What is noise?"])
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    client.force_login(stranger)
    assert client.get("/").status_code == 200
    assert not stranger.picks.exists()


def test_a_lost_session_removes_nothing_from_the_review(client, lesson, notes, learner):
    assert client.post(f"{PAGE}review/{notes['What is noise?'].pk}/", {"out": "1"})["Location"] == "/accounts/login/"
    client.force_login(learner)
    client.get("/")
    assert not learner.picks.exists()
