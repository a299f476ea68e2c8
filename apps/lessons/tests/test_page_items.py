"""What a practice page shows for notes of every kind, and which of them count as answered."""

import pytest

from apps.cards.services.archive_and_tags import set_archived
from apps.cards.services.notes import save_note
from apps.lessons.tests.support.practice_page import COURSE, DIT, PAGE, UNET, check, text
from apps.reviews import services
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX


@pytest.fixture
def studying(client, learner):
    client.force_login(learner)
    return client


def saved(note, **texts):
    for name, value in texts.items():
        setattr(note, name, value)
    return save_note(note)


@pytest.mark.parametrize("front", ["What is noise?", "Write a plan."])
@pytest.mark.parametrize(
    "texts", [{"kind": "reversed"}, {"kind": "cloze", "front": "{{c1::A}} and {{c2::B}}", "back": ""}]
)
def test_a_question_with_several_cards_is_shown_once(client, lesson, notes, front, texts):
    note = saved(notes[front], **texts)
    page = text(client.get(PAGE))
    assert page.count(f'id="note-{note.pk}"') == 1


def test_a_blank_that_was_removed_is_not_shown(client, lesson, notes):
    note = saved(notes["What is a token?"], kind="cloze", front="{{c1::Alpha}} and {{c2::beta}}", back="")
    saved(note, front="Gamma and {{c2::beta}}")
    page = text(client.get(PAGE))
    assert "Alpha" not in page
    assert "Gamma" in page


def test_a_reversed_flashcard_is_shown_in_both_directions(client, lesson, notes):
    saved(notes["What is a token?"], kind="reversed")
    assert text(client.get(PAGE)).count('<li id="card-') == 3


def test_only_what_can_be_answered_counts(studying, lesson, notes):
    saved(notes["What is noise?"], back="")
    page = studying.post(f"{PAGE}questions/{notes['What is a patch?'].pk}/", {"knew": "yes"}, follow=True)
    assert "1 of 1 answered" in text(page)
    assert "self-check 1 of 1" in text(studying.get(COURSE))


def test_a_card_of_a_paused_deck_is_paused(studying, lesson, notes, learner):
    today = learner.study_day(NOW)
    subscription = services.subscribe(learner, lesson.deck, today=today)
    services.change_limits(subscription, new_limit=1, review_limit=10, today=today)
    services.pause(subscription)
    services.pick(learner, notes["What is noise?"].cards.all(), today=today)
    page = text(studying.get(PAGE))
    assert page.count("paused") == 3
    assert "in the next few days" not in page
    assert "Remove from daily review" in page


def test_a_scenario_that_is_added_to_the_review_keeps_its_labels(studying, lesson, notes):
    check(studying, lesson, notes, first=DIT)
    url = f"{PAGE}review/{notes['One GPU.'].pk}/"
    for sent in ({}, {"out": "1"}):
        page = text(studying.post(url, sent, headers=HTMX))
        assert page.count('type="radio"') == 2
        assert "Not this one." in page
        assert "textarea" not in page


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without JavaScript", "htmx"])
def test_saving_ones_own_answer_does_not_reveal_the_answer(client, lesson, notes, headers):
    url = f"{PAGE}scenarios/{notes['Write a plan.'].pk}/"
    page = text(client.post(url, {"text": "At night."}, headers=headers, follow=True))
    assert "Saved." in page
    assert "<details open" not in page


def test_a_line_end_is_one_character_of_ones_own_answer(client, lesson, notes):
    url = f"{PAGE}scenarios/{notes['Write a plan.'].pk}/"
    assert client.post(url, {"text": "a\r\n" * 9_999 + "ab"}).status_code == 302


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without JavaScript", "htmx"])
def test_checking_without_a_label_asks_for_one_with_and_without_javascript(client, lesson, notes, headers):
    url = f"{PAGE}exercises/{notes['One GPU.'].section_id}/"
    page = client.post(url, {}, headers=headers, follow=True)
    assert "Choose a label for at least one of them, then check." in text(page)


def test_a_visitor_whose_session_is_full_is_asked_to_sign_up(client, lesson, notes, monkeypatch):
    monkeypatch.setattr("apps.lessons.services.visitor_answers.MAX_ANSWERS", 1)
    response = check(client, lesson, notes, first=DIT, second=DIT)
    assert response.status_code == 400
    assert "Sign up to continue" in text(response)


def test_a_session_does_not_grow_with_every_press(client, lesson, notes, monkeypatch):
    monkeypatch.setattr("apps.lessons.services.visitor_answers.MAX_ANSWERS", 5)
    for label in (UNET, DIT) * 4:
        check(client, lesson, notes, first=label)
    assert sum(map(len, client.session["practice"]["attempts"].values())) == 5


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", ""])
def test_a_made_up_card_is_not_picked(studying, lesson, learner, number):
    assert studying.post(f"{PAGE}review/", {"which": "picked", "card": number}).status_code == 302
    assert not learner.schedules.exists()


def test_the_course_counts_the_cards_of_its_review(studying, lesson, deck, learner):
    services.subscribe(learner, lesson.deck, today=learner.study_day(NOW))
    services.subscribe(learner, deck, today=learner.study_day(NOW))
    assert "Review 5 cards" in text(studying.get(COURSE))


def test_the_course_page_builds_the_queue_of_a_new_day(studying, lesson, learner):
    services.subscribe(learner, lesson.deck, today=learner.study_day(NOW))
    learner.schedules.all().delete()
    learner.subscriptions.update(queue_built_on=None)
    assert "2 cards to review" in text(studying.get(COURSE))


def test_an_answer_to_an_archived_note_does_not_count(studying, lesson, notes):
    studying.post(f"{PAGE}questions/{notes['What is noise?'].pk}/", {"knew": "yes"})
    set_archived([notes["What is noise?"]], True)
    assert "not started" in text(studying.get(COURSE))
