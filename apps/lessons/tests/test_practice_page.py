"""The practice page: what it shows, and what a person answers there."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Deck, Note
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.services.notes import save_notes
from apps.cards.tests.support.pictures import picture
from apps.lessons.models import Attempt, Mark, Writing
from apps.lessons.tests.support.practice_page import DIT, PAGE, UNET, check, text
from apps.lessons.views import practice
from apps.reviews import services
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX


def test_a_visitor_reads_all_of_it(client, lesson):
    page = text(client.get(PAGE))
    for words in ("Practice: Backbones", "What is noise?", "<em>taken away</em>", "One GPU.", "Decide for each."):
        assert words in page
    for words in ("Write a plan.", "What is a token?", "Print flashcards", "The pattern: scale decides."):
        assert words in page


def test_introductions_show_the_pictures_of_the_deck(client, lesson):
    stored = store_media(verify(picture()))
    add_to_deck(lesson.deck, {"map.png": stored})
    lesson.introduction = "Look: ![a map](map.png)"
    lesson.save(update_fields=["introduction"])
    lesson.deck.sections.filter(kind="self_check").update(introduction="Again ![](map.png)")
    assert text(client.get(PAGE)).count(f'<img src="/media/{stored.file_name}"') == 2


def test_a_lesson_of_a_private_course_does_not_exist_for_others(client, lesson, course, stranger, learner):
    course.visibility = "private"
    course.save(update_fields=["visibility"])
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404
    client.force_login(learner)
    assert client.get(PAGE).status_code == 200


def test_an_archived_note_is_not_on_the_page(client, lesson, notes):
    note = notes["What is noise?"]
    note.archived = True
    save_notes([note])
    assert "What is noise?" not in text(client.get(PAGE))


def test_a_question_without_an_answer_is_on_the_page_and_never_reviewed(client, lesson, notes, learner):
    note = notes["What is noise?"]
    note.back = ""
    save_notes([note])
    assert "What is noise?" in text(client.get(PAGE))
    assert not Card.objects.in_use().filter(note=note).exists()


def test_the_lessons_before_and_after_are_linked(client, lesson, course):
    for position, name in ((0, "before"), (2, "after")):
        deck = course.decks.create(slug=name, title=name)
        course.lessons.create(slug=name, title=name, position=position, deck=deck)
    page = text(client.get(PAGE))
    assert 'rel="prev" href="/courses/multimodal/before/practice/"' in page
    assert 'rel="next" class="push" href="/courses/multimodal/after/practice/"' in page
    assert "Lesson 2 of 3" in page


def test_an_empty_lesson_shows_a_message(client, course):
    deck = course.decks.create(slug="empty", title="Empty")
    course.lessons.create(slug="empty", title="Empty", deck=deck)
    assert "There is nothing to practice in this lesson yet." in text(client.get("/courses/multimodal/empty/practice/"))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without JavaScript", "htmx"])
def test_a_learner_marks_a_question(client, lesson, notes, learner, headers):
    client.force_login(learner)
    note = notes["What is noise?"]
    response = client.post(f"{PAGE}questions/{note.pk}/", {"knew": "no"}, headers=headers, follow=True)
    assert Mark.objects.get().knew is False
    assert "1 of 2 answered" in text(response)
    assert "Add to daily review" in text(response)


def test_marking_again_changes_the_mark(client, lesson, notes, learner):
    client.force_login(learner)
    for knew in ("no", "yes", "yes"):
        client.post(f"{PAGE}questions/{notes['What is noise?'].pk}/", {"knew": knew})
    assert Mark.objects.get().knew is True


def test_a_mark_that_no_button_sends_is_refused(client, lesson, notes):
    response = client.post(f"{PAGE}questions/{notes['What is noise?'].pk}/", {"knew": "perhaps"})
    assert response.status_code == 400
    assert "Press one of the buttons" in text(response)


@pytest.mark.parametrize("front", ["One GPU.", "What is a token?"])
def test_only_self_check_questions_are_marked(client, lesson, notes, front):
    assert client.post(f"{PAGE}questions/{notes[front].pk}/", {"knew": "yes"}).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without JavaScript", "htmx"])
def test_checking_shows_the_correct_labels_and_the_reasons(client, lesson, notes, learner, headers):
    client.force_login(learner)
    section = notes["One GPU."].section_id
    data = {f"label-{notes['One GPU.'].pk}": DIT, f"label-{notes['A big cluster.'].pk}": DIT}
    page = text(client.post(f"{PAGE}exercises/{section}/", data, headers=headers, follow=True))
    assert "Not this one." in page
    assert 'You chose <span lang="en" dir="auto">DiT</span>.' in page
    assert "<strong>U-Net</strong>. Cheaper steps." in page
    assert "Correct." in page
    assert "<strong>DiT</strong> (scale). It pays off." in page
    assert "1 of 2 correct on the first try" in page


def test_the_first_attempt_counts_and_all_are_stored(client, lesson, notes, learner):
    client.force_login(learner)
    check(client, lesson, notes, first=DIT)
    check(client, lesson, notes, first=UNET, **{f"seen-{notes['One GPU.'].pk}": 1})
    attempts = Attempt.objects.order_by("number").values_list("number", "label", "right")
    assert list(attempts) == [(1, DIT, False), (2, UNET, True)]
    assert "0 of 1 correct so far, 1 to go" in text(client.get(PAGE))


def test_pressing_check_twice_is_one_attempt(client, lesson, notes, learner):
    client.force_login(learner)
    for _ in range(2):
        check(client, lesson, notes, first=DIT, **{f"seen-{notes['One GPU.'].pk}": 0})
    assert Attempt.objects.count() == 1


def test_a_stale_page_adds_no_attempt(client, lesson, notes, learner):
    client.force_login(learner)
    check(client, lesson, notes, first=DIT)
    response = check(client, lesson, notes, first=UNET, **{f"seen-{notes['One GPU.'].pk}": 0})
    assert Attempt.objects.get().label == DIT
    assert "You had already answered that on another page." in text(client.get(response["Location"]))


def test_trying_again_from_the_start_counts_the_same_label_again(client, lesson, notes, learner):
    client.force_login(learner)
    check(client, lesson, notes, first=UNET)
    assert "Not this one" not in text(client.get(f"{PAGE}?again={notes['One GPU.'].section_id}"))
    check(client, lesson, notes, first=UNET, again="1")
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize("again", ["x", "-1", "9" * 40, "²"])
def test_a_made_up_exercise_to_try_again_shows_the_page(client, lesson, again):
    assert client.get(PAGE, {"again": again}).status_code == 200


def test_a_label_that_is_not_offered_is_no_attempt(client, lesson, notes, learner):
    client.force_login(learner)
    assert check(client, lesson, notes, first="GAN").status_code == 302
    assert not Attempt.objects.exists()


def test_checking_without_a_label_asks_for_one(client, lesson, notes):
    response = client.post(f"{PAGE}exercises/{notes['One GPU.'].section_id}/", {}, headers=HTMX)
    assert "Choose a label for at least one of them, then check." in text(response)


def test_only_the_learner_sees_what_they_write(client, lesson, notes, learner, instructor):
    client.force_login(learner)
    client.post(f"{PAGE}scenarios/{notes['Write a plan.'].pk}/", {"text": "Train\r\n<b>at night</b>"})
    assert Writing.objects.get().text == "Train\n<b>at night</b>"
    assert "&lt;b&gt;at night" in text(client.get(PAGE))
    client.force_login(instructor)
    assert "at night" not in text(client.get(PAGE))


def test_an_empty_text_deletes_the_writing(client, lesson, notes, learner):
    client.force_login(learner)
    for written in ("Something", ""):
        client.post(f"{PAGE}scenarios/{notes['Write a plan.'].pk}/", {"text": written})
    assert not Writing.objects.exists()


def test_a_text_that_is_too_long_is_refused_with_a_message(client, lesson, notes, learner):
    client.force_login(learner)
    url = f"{PAGE}scenarios/{notes['Write a plan.'].pk}/"
    client.post(url, {"text": "x" * 20_000})
    response = client.post(url, {"text": "y" * 20_001})
    assert response.status_code == 400
    assert "Shorten this to 20000 characters" in text(response)
    assert Writing.objects.get().text == "x" * 20_000


def test_the_flashcards_are_added_to_the_daily_review(client, lesson, learner):
    client.force_login(learner)
    page = text(client.post(f"{PAGE}review/", {"which": "flashcards"}, follow=True))
    fronts = learner.schedules.values_list("card__note__front", flat=True)
    assert sorted(fronts) == ["What is a token?", "What is guidance?"]
    assert "new, today" in page
    assert "In your daily review" in page
    assert f'href="/review/?deck={lesson.deck.slug}"' in page
    assert "Review now" in page
    learner.schedules.update(suspended=True, queue_on=None)
    assert "Review now" not in text(client.get(PAGE))


def test_everything_can_be_added(client, lesson, learner):
    client.force_login(learner)
    client.post(f"{PAGE}review/", {"which": "all"})
    assert learner.schedules.count() == 7


def test_a_lesson_of_flashcards_alone_offers_neither_questions_nor_a_worksheet(client, lesson, learner):
    client.force_login(learner)
    offers = ("Add everything", "Worksheet", "Answer key")
    page = text(client.get(PAGE))
    assert all(each in page for each in offers)
    others = list(lesson.deck.notes.exclude(section__kind="flashcards"))
    for note in others:
        note.archived = True
    save_notes(others)
    page = text(client.get(PAGE))
    assert not any(each in page for each in offers)
    assert "Add only the selected cards" in page


@pytest.mark.parametrize("has_questions", [True, False])
def test_a_lesson_that_is_cut_off_offers_a_worksheet_only_where_it_has_questions(
    client, lesson, monkeypatch, has_questions
):
    monkeypatch.setattr(practice, "MAX_CARDS", 1)
    monkeypatch.setattr(practice, "sections_of", lambda *_arguments: [])
    if not has_questions:
        lesson.deck.cards_in_use().exclude(note__section__kind="flashcards").update(archived=True)
    assert client.get(PAGE).context["has_questions"] is has_questions


def test_only_the_selected_cards_are_added(client, lesson, notes, learner):
    client.force_login(learner)
    card = notes["What is guidance?"].cards.get()
    client.post(f"{PAGE}review/", {"which": "picked", "card": [card.pk, "x", 10**30]})
    assert list(learner.schedules.values_list("card", flat=True)) == [card.pk]


def test_selecting_no_card_shows_what_to_do(client, lesson, learner):
    client.force_login(learner)
    page = text(client.post(f"{PAGE}review/", {"which": "picked"}, follow=True))
    assert "Select at least one card first" in page
    assert not learner.schedules.exists()


def test_a_question_is_added_to_the_daily_review_and_removed(client, lesson, notes, learner):
    client.force_login(learner)
    note = notes["What is noise?"]
    page = text(client.post(f"{PAGE}review/{note.pk}/", headers=HTMX))
    assert "In your daily review: new, today" in page
    assert learner.schedules.get().card.note == note
    page = text(client.post(f"{PAGE}review/{note.pk}/", {"out": "1"}, headers=HTMX))
    assert "In your daily review" not in page
    assert not learner.schedules.exists()


def test_the_page_shows_when_a_card_is_next_due(client, lesson, notes, learner):
    services.subscribe(learner, lesson.deck, today=learner.study_day(NOW))
    schedule = learner.schedules.select_related("user").get(card__note=notes["What is a token?"])
    services.grade_card(schedule, 4, seen_version=0, at=timezone.now())
    services.grade_card(
        learner.schedules.select_related("user").get(pk=schedule.pk), 4, seen_version=1, at=NOW + timedelta(days=1)
    )
    client.force_login(learner)
    assert "next due on Monday, Nov. 30, 2026" in text(client.get(PAGE))


def test_the_review_needs_an_account(client, lesson):
    response = client.post(f"{PAGE}review/", {"which": "all"})
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_deck_of_ten_thousand_cards_makes_a_page_of_500(client, lesson):
    section = lesson.deck.sections.get(kind="flashcards")
    notes = [Note(deck=lesson.deck, section=section, front=f"Q{n}", back="A") for n in range(600)]
    save_notes(notes)
    page = client.get(PAGE)
    assert "The first 500 of 607 cards." in text(page)


def test_the_page_needs_few_statements_however_many_cards(client, lesson, learner, django_assert_max_num_queries):
    client.force_login(learner)
    services.subscribe(learner, lesson.deck, today=learner.study_day(NOW))
    from django.db import connection

    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    section = lesson.deck.sections.get(kind="flashcards")
    save_notes([Note(deck=lesson.deck, section=section, front=f"Q{n}", back="A") for n in range(100)])
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE)
    assert len(few) <= 15


def test_the_score_counts_what_is_checked_so_far_and_what_is_left(client, lesson, notes):
    section = notes["One GPU."].section_id
    page = text(client.post(f"{PAGE}exercises/{section}/", {f"label-{notes['One GPU.'].pk}": UNET}, follow=True))
    assert "1 of 1 correct so far, 1 to go" in page
    assert "on the first try" not in page


def test_a_lesson_without_flashcards_is_added_to_the_daily_review_at_its_foot(client, lesson, learner, notes):
    assert "Add this lesson to your daily review" not in text(client.get(PAGE))
    lesson.deck.notes.filter(section__kind="flashcards").update(archived=True)
    client.force_login(learner)
    assert "Add this lesson to your daily review" in text(client.get(PAGE))
    client.post(f"{PAGE}review/", {"which": "all"})
    page = text(client.get(PAGE))
    assert "Add this lesson to your daily review" not in page
    assert learner.subscriptions.get().includes == "all"


def test_members_read_when_a_lesson_opens_and_nothing_of_it(client, lesson, learner, stranger):
    Deck.objects.filter(pk=lesson.deck_id).update(opens_at=timezone.now() + timedelta(days=7))
    client.force_login(learner)
    page = client.get(PAGE)
    assert (page.status_code, "This lesson opens on" in page.text, "Backbones" in page.text) == (404, True, False)
    client.force_login(stranger)
    assert "This lesson opens on" not in client.get(PAGE).text
    client.logout()
    assert "This lesson opens on" not in client.get(PAGE).text
